"""A resident is asked on a page of their own whether their need may be handed on."""

from alembic import op

from matcher.storage.migrations.notation import (
    check,
    index,
    moment,
    one_of,
    points_to,
    primary,
    text,
)

revision = "0020_consent_questions"
down_revision = "0019_memberships"


def upgrade() -> None:
    """Make the table; what staff noted so far stays beside each referral."""
    table = "consent_questions"
    op.create_table(
        table,
        text("id", 32),
        text("need_id", 32),
        text("from_id", 32),
        text("to_id", 32),
        text("shared"),
        text("asked_by", 64),
        moment("asked_at"),
        moment("deadline"),
        one_of(table, "said", "yes no lapsed taken_back", null=True),
        moment("said_at", null=True),
        primary(table, "id"),
        points_to(table, "need_id", "needs.id"),
        points_to(table, "from_id", "charities.id"),
        points_to(table, "to_id", "charities.id"),
        check(table, "two_charities", "from_id <> to_id"),
        check(table, "a_word_has_a_moment", "(said IS NULL) = (said_at IS NULL)"),
    )
    index("uq_consent_questions_one_open", table, "need_id", where="said IS NULL", unique=True)
    index("ix_consent_questions_need_id", table, "need_id")
