"""Many charities under one umbrella: registering, the shared list, referrals, who helps whom."""

from alembic import op

from matcher.storage.migrations.notation import (
    check,
    day,
    flag,
    index,
    moment,
    one_of,
    points_to,
    primary,
    text,
    unique,
)

revision = "0016_groups"
down_revision = "0015_imports"


def upgrade() -> None:
    """Make the tables. Charities that are there have no registration: they are verified."""
    _create_registrations()
    _create_vouches()
    _create_pages()
    _create_release_asks()
    _create_directory()
    _create_referrals()
    _create_helping()
    # No need that is there was taken from the shared list: each is its charity's own.
    op.add_column("needs", moment("taken_at", null=True))
    op.add_column("notes", text("charity_id", 32, null=True))
    # A note stays with the staff for whom it was written, wherever its need goes.
    op.execute(
        "UPDATE notes SET charity_id = "
        "(SELECT needs.charity_id FROM needs WHERE needs.id = notes.need_id) "
        "WHERE kind = 'note'"
    )


def _create_registrations() -> None:
    op.create_table(
        "registrations",
        text("charity_id", 32),
        text("coordinator_id", 32),
        moment("registered_at"),
        moment("settled_at", null=True),
        text("settled_by", 64, null=True),
        primary("registrations", "charity_id"),
        points_to("registrations", "charity_id", "charities.id"),
        points_to("registrations", "coordinator_id", "coordinators.id"),
        check(
            "registrations",
            "settled_by_somebody",
            "(settled_at IS NULL) = (settled_by IS NULL)",
        ),
    )


def _create_vouches() -> None:
    op.create_table(
        "vouches",
        text("charity_id", 32),
        text("by_charity_id", 32),
        text("coordinator_id", 32),
        moment("at"),
        primary("vouches", "charity_id", "by_charity_id"),
        unique("vouches", "charity_id", "coordinator_id"),
        points_to("vouches", "charity_id", "charities.id"),
        points_to("vouches", "by_charity_id", "charities.id"),
        points_to("vouches", "coordinator_id", "coordinators.id"),
        check("vouches", "not_for_oneself", "charity_id <> by_charity_id"),
    )


def _create_pages() -> None:
    op.create_table(
        "charity_pages",
        text("charity_id", 32),
        text("does"),
        text("categories"),
        text("opening", 200),
        text("number", 16),
        text("phone", 200),
        text("email", 200),
        text("website", 200),
        moment("changed_at"),
        primary("charity_pages", "charity_id"),
        points_to("charity_pages", "charity_id", "charities.id"),
    )
    op.create_table(
        "intake_pauses",
        text("charity_id", 32),
        text("why", 200),
        day("until"),
        text("by", 64),
        moment("at"),
        primary("intake_pauses", "charity_id"),
        points_to("intake_pauses", "charity_id", "charities.id"),
    )


def _create_release_asks() -> None:
    table = "release_asks"
    op.create_table(
        table,
        text("id", 32),
        text("need_id", 32),
        text("holder_id", 32),
        text("asker_id", 32),
        one_of(table, "reason", "can_serve knows_them waits_long"),
        text("asked_by", 64),
        moment("asked_at"),
        moment("deadline"),
        one_of(table, "end", "released kept lapsed overtaken taken_back", null=True),
        moment("ended_at", null=True),
        text("ended_by", 64, null=True),
        primary(table, "id"),
        points_to(table, "need_id", "needs.id"),
        points_to(table, "holder_id", "charities.id"),
        points_to(table, "asker_id", "charities.id"),
        check(table, "two_charities", "holder_id <> asker_id"),
        check(table, "an_end_has_a_moment", '("end" IS NULL) = (ended_at IS NULL)'),
    )
    index("uq_release_asks_one_open", table, "need_id", where='"end" IS NULL', unique=True)
    index("ix_release_asks_holder_id", table, "holder_id")
    index("ix_release_asks_asker_id", table, "asker_id")


def _create_directory() -> None:
    op.create_table(
        "directory",
        text("id", 32),
        one_of("directory", "kind", "food_bank council helpline advice other"),
        text("name", 120),
        text("does"),
        text("phone", 200),
        text("website", 200),
        text("boroughs"),
        day("checked_on"),
        moment("created_at"),
        moment("changed_at"),
        moment("ended_at", null=True),
        primary("directory", "id"),
    )


def _create_referrals() -> None:
    table = "referrals"
    states = "offered accepted declined lapsed taken_back returned sent"
    reasons = "full not_ours cannot_reach resident_wants_us_not"
    op.create_table(
        table,
        text("id", 32),
        text("need_id", 32),
        text("from_id", 32),
        text("to_id", 32, null=True),
        text("directory_id", 32, null=True),
        text("shared"),
        one_of(table, "consent_by", "telephone in_person in_writing"),
        one_of(table, "state", states),
        text("asked_by", 64),
        moment("asked_at"),
        moment("deadline", null=True),
        one_of(table, "reason", reasons, null=True),
        moment("ended_at", null=True),
        text("ended_by", 64, null=True),
        one_of(table, "was_it_use", "yes in_part no not_known", null=True),
        moment("noted_at", null=True),
        text("noted_by", 64, null=True),
        primary(table, "id"),
        points_to(table, "need_id", "needs.id"),
        points_to(table, "from_id", "charities.id"),
        points_to(table, "to_id", "charities.id"),
        points_to(table, "directory_id", "directory.id"),
        check(table, "to_one_of_both", "(to_id IS NULL) <> (directory_id IS NULL)"),
        check(table, "outside_is_sent", "(state = 'sent') = (to_id IS NULL)"),
        check(table, "offers_lapse", "to_id IS NULL OR deadline IS NOT NULL"),
        check(table, "two_charities", "to_id IS NULL OR from_id <> to_id"),
        check(table, "use_has_a_moment", "(was_it_use IS NULL) = (noted_at IS NULL)"),
    )
    index("uq_referrals_one_offered", table, "need_id", where="state = 'offered'", unique=True)
    index("ix_referrals_need_id", table, "need_id")
    index("ix_referrals_from_id", table, "from_id")
    index("ix_referrals_to_id", table, "to_id")


def _create_helping() -> None:
    op.create_table(
        "helping",
        text("volunteer_id", 32),
        text("charity_id", 32),
        flag("drives"),
        moment("since"),
        primary("helping", "volunteer_id", "charity_id"),
        points_to("helping", "volunteer_id", "volunteers.person_id"),
        points_to("helping", "charity_id", "charities.id"),
    )
    index("ix_helping_charity_id", "helping", "charity_id")
