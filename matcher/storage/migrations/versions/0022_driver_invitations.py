"""A charity invites somebody to drive for it."""

from alembic import op

from matcher.storage.migrations.notation import (
    check,
    index,
    moment,
    one_of,
    points_to,
    primary,
    text,
    unique,
)

revision = "0022_driver_invitations"
down_revision = "0021_few_places"


def upgrade() -> None:
    """Make the table."""
    table = "driver_invitations"
    op.create_table(
        table,
        text("id", 32),
        text("charity_id", 32),
        text("person_id", 32),
        text("token_hash", 64),
        text("hint", 60),
        text("invited_by", 64),
        moment("invited_at"),
        moment("expires_at"),
        one_of(table, "end", "yes no lapsed taken_back", null=True),
        moment("ended_at", null=True),
        primary(table, "id"),
        unique(table, "token_hash"),
        points_to(table, "charity_id", "charities.id"),
        points_to(table, "person_id", "people.id"),
        check(table, "an_end_has_a_moment", '("end" IS NULL) = (ended_at IS NULL)'),
        check(table, "what_ended_is_nobodys", "ended_at IS NULL OR hint = ''"),
    )
    index(
        "uq_driver_invitations_one_open",
        table,
        "charity_id person_id",
        where="ended_at IS NULL",
        unique=True,
    )
    index("ix_driver_invitations_person_id", table, "person_id")
