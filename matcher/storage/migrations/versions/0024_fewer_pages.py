"""To ask for help writes to fewer pages: what is not given is in no index, and keys are the order.

A registration wrote to 56 pages of SQLite's, most of them only to say where a row is that is found
by its key alone.
"""

from alembic import op

from matcher.storage.migrations.notation import index, keep_in_order_of

revision = "0024_fewer_pages"
down_revision = "0023_drawn_areas"


def upgrade() -> None:
    """Make four indexes anew, and on SQLite two tables; what is in the tables stays."""
    for table, column in (
        ("contacts", "phone_hash"),
        ("contacts", "email_hash"),
        ("needs", "expires_on"),
        ("outbox", "match_id"),
    ):
        name = f"ix_{table}_{column}"
        op.drop_index(name, table_name=table)
        index(name, table, column, where=f"{column} IS NOT NULL")
    for table, key in (("contacts", "person_id"), ("need_details", "need_id")):
        keep_in_order_of(key, table)
