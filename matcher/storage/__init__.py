"""MEMORY: the only part that knows the database: tables, reading, writing, migrations."""
