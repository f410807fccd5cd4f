"""Proofs run on both databases, as storage's tests do."""

from tests.matcher.storage.conftest import (  # noqa: F401
    database,
    empty_postgresql,
    empty_sqlite,
    kept_files,
    migrated_file,
    migrated_name,
    postgresql,
)
