"""Runs are counted stop by stop; who was taken off a list stays off; why no plan was made."""

from alembic import op

from matcher.storage.migrations.notation import json

revision = "0017_counts"
down_revision = "0016_groups"


def upgrade() -> None:
    """Add what may be empty: runs that were counted before say no more than they did."""
    op.add_column("runs", json("counted", null=True))
    op.add_column("run_days", json("left_off", null=True))
    op.add_column("run_days", json("plan_refused_values", null=True))
