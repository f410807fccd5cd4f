"""The append-only log, and who looked at whom."""

from alembic import op

from matcher.storage.migrations.append_only import triggers
from matcher.storage.migrations.notation import index, json, moment, primary, row_number, text

revision = "0005_log"
down_revision = "0004_messages"


def upgrade() -> None:
    """Make the tables."""
    _create_log()
    _create_looks()
    for table in ("log", "looks"):
        for statement in triggers(table, op.get_bind().dialect.name):
            op.execute(statement)


def _create_log() -> None:
    op.create_table(
        "log",
        row_number("id"),
        moment("at"),
        text("by", 64),
        text("verb", 48),
        text("about", 24),
        text("about_id", 32),
        text("person_id", 32, null=True),
        json("facts"),
        primary("log", "id"),
        sqlite_autoincrement=True,
    )
    index("ix_log_about_about_id", "log", "about about_id")
    index("ix_log_at", "log", "at")
    index("ix_log_person_id_id", "log", "person_id id")


def _create_looks() -> None:
    op.create_table(
        "looks",
        row_number("id"),
        moment("at"),
        text("by", 64),
        text("person_id", 32),
        text("need_id", 32, null=True),
        text("match_id", 32, null=True),
        text("what", 48),
        primary("looks", "id"),
        sqlite_autoincrement=True,
    )
    index("ix_looks_by", "looks", "by")
    index("ix_looks_person_id_id", "looks", "person_id id")
