"""To ask for help writes to fewer pages: what is not given stands in no index.

A registration wrote to 56 pages of SQLite's, some of them only to say that there is no e-mail
address, or where somebody's details lie, which are found by their id alone.
"""

from alembic import op

from matcher.storage.migrations.notation import index, keep_in_order_of

revision = "0024_fewer_pages"
down_revision = "0023_drawn_areas"


def upgrade() -> None:
    """Make four indexes anew, and on SQLite a table; what is in them stays."""
    for table, column in (
        ("contacts", "phone_hash"),
        ("contacts", "email_hash"),
        ("needs", "expires_on"),
        ("outbox", "match_id"),
    ):
        name = f"ix_{table}_{column}"
        op.drop_index(name, table_name=table)
        index(name, table, column, where=f"{column} IS NOT NULL")
    keep_in_order_of("person_id", "contacts")
