"""What stands in the way of needs, and ways to find what has changed."""

from alembic import op

from matcher.storage.migrations.notation import (
    check,
    index,
    moment,
    number,
    one_of,
    points_to,
    primary,
    text,
)

revision = "0007_blocked_needs"
down_revision = "0006_codes"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "blocked_needs",
        text("need_id", 32),
        one_of(
            "blocked_needs",
            "blocker",
            "no_offer_in_category none_within_radius none_with_attributes none_with_language"
            " none_at_that_time avoided all_full",
        ),
        number("units"),
        number("wider_radius_m", null=True),
        moment("since"),
        primary("blocked_needs", "need_id"),
        points_to("blocked_needs", "need_id", "needs.id", cascade=True),
        check("blocked_needs", "units", "units >= 1"),
        check("blocked_needs", "wider_radius_m", "wider_radius_m >= 0"),
    )
    index("ix_blocked_needs_blocker", "blocked_needs", "blocker")
