"""Codes and links, told apart."""

import sqlalchemy as sa
from alembic import op

revision = "0006_codes"
down_revision = "0005_log"


def upgrade() -> None:
    """Say of each link whether it is a code; those that there are, are links."""
    op.add_column(
        "links", sa.Column("is_code", sa.Boolean(), nullable=False, server_default=sa.false())
    )
