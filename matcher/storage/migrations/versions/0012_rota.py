"""The rota: slots that come again at a place, their shifts, and who signed up for them."""

from alembic import op

from matcher.storage.migrations.notation import (
    check,
    clock,
    day,
    flag,
    index,
    moment,
    number,
    one_of,
    points_to,
    primary,
    text,
    unique,
)

revision = "0012_rota"
down_revision = "0011_fewer_indexes"

SKILLS = "leading food_hygiene first_aid manual_handling safeguarding"


def upgrade() -> None:
    """Make the tables."""
    _create_places()
    _create_slots()
    _create_exceptions()
    _create_shifts()
    _create_sign_ups()
    _create_quarters()
    _create_those_who_come_again()
    _create_trainings()
    _create_feeds()


def _create_places() -> None:
    op.create_table(
        "rota_places",
        text("id", 32),
        text("charity_id", 32),
        text("name", 80),
        text("postcode", 8),
        number("easting"),
        number("northing"),
        text("borough", 9),
        text("cell", 8),
        moment("created_at"),
        primary("rota_places", "id"),
        unique("rota_places", "charity_id", "name"),
        points_to("rota_places", "charity_id", "charities.id"),
    )
    index("ix_rota_places_borough", "rota_places", "borough")


def _create_slots() -> None:
    op.create_table(
        "rota_slots",
        text("id", 32),
        text("place_id", 32),
        text("title", 80),
        text("rule", 160),
        day("first_on"),
        clock("starts"),
        clock("ends"),
        number("wanted"),
        number("trained_wanted"),
        one_of("rota_slots", "skill", SKILLS, null=True),
        one_of("rota_slots", "check_level", "none identity references basic_dbs enhanced_dbs"),
        number("late_hours"),
        text("led_by", 32, null=True),
        day("stopped_on", null=True),
        text("created_by", 64),
        moment("created_at"),
        moment("changed_at"),
        primary("rota_slots", "id"),
        points_to("rota_slots", "place_id", "rota_places.id"),
        points_to("rota_slots", "led_by", "coordinators.id"),
        check("rota_slots", "people", "wanted >= 1 AND trained_wanted BETWEEN 0 AND wanted"),
        check("rota_slots", "trained_in_something", "trained_wanted = 0 OR skill IS NOT NULL"),
        check("rota_slots", "late_hours", "late_hours >= 0"),
    )
    index("ix_rota_slots_place_id", "rota_slots", "place_id")


def _create_exceptions() -> None:
    op.create_table(
        "rota_exceptions",
        text("slot_id", 32),
        day("on_date"),
        flag("left_out"),
        clock("starts", null=True),
        clock("ends", null=True),
        text("by", 64),
        moment("at"),
        primary("rota_exceptions", "slot_id", "on_date"),
        points_to("rota_exceptions", "slot_id", "rota_slots.id"),
        check("rota_exceptions", "times_unless_left_out", "left_out = (starts IS NULL)"),
        check("rota_exceptions", "both_times", "(starts IS NULL) = (ends IS NULL)"),
    )


def _create_shifts() -> None:
    op.create_table(
        "rota_shifts",
        text("id", 32),
        text("slot_id", 32),
        day("on_date"),
        moment("starts_at"),
        moment("ends_at"),
        number("wanted"),
        number("trained_wanted"),
        number("taken"),
        number("untrained"),
        moment("called_off_at", null=True),
        moment("created_at"),
        moment("changed_at"),
        primary("rota_shifts", "id"),
        unique("rota_shifts", "slot_id", "on_date"),
        points_to("rota_shifts", "slot_id", "rota_slots.id"),
        check("rota_shifts", "never_more_than_wanted", "taken BETWEEN 0 AND wanted"),
        check(
            "rota_shifts",
            "trained_places_kept",
            "untrained BETWEEN 0 AND taken AND untrained <= wanted - trained_wanted",
        ),
        check("rota_shifts", "people", "trained_wanted BETWEEN 0 AND wanted"),
        check("rota_shifts", "times", "ends_at > starts_at"),
    )
    index("ix_rota_shifts_starts_at", "rota_shifts", "starts_at")


def _create_sign_ups() -> None:
    op.create_table(
        "rota_sign_ups",
        text("id", 32),
        text("shift_id", 32),
        text("volunteer_id", 32),
        one_of("rota_sign_ups", "state", "coming came no_show left taken_over called_off"),
        flag("trained"),
        flag("regular"),
        flag("late"),
        one_of(
            "rota_sign_ups",
            "reason",
            "unwell work caring travel other times_changed taken_off suspended erased",
            null=True,
        ),
        number("minutes", null=True),
        moment("signed_at"),
        moment("offered_at", null=True),
        moment("ended_at", null=True),
        text("noted_by", 64, null=True),
        primary("rota_sign_ups", "id"),
        points_to("rota_sign_ups", "shift_id", "rota_shifts.id"),
        points_to("rota_sign_ups", "volunteer_id", "volunteers.person_id"),
        check(
            "rota_sign_ups",
            "hours_of_those_who_came",
            "(state = 'came') = (minutes IS NOT NULL)",
        ),
        check("rota_sign_ups", "minutes", "minutes >= 0"),
    )
    index("ix_rota_sign_ups_volunteer_id", "rota_sign_ups", "volunteer_id")
    index(
        "uq_rota_sign_ups_once_a_shift",
        "rota_sign_ups",
        "shift_id volunteer_id",
        where="state IN ('came', 'coming', 'no_show')",
        unique=True,
    )


def _create_quarters() -> None:
    op.create_table(
        "rota_quarters",
        text("volunteer_id", 32),
        number("quarter"),
        text("sign_up_id", 32),
        primary("rota_quarters", "volunteer_id", "quarter"),
        points_to("rota_quarters", "volunteer_id", "volunteers.person_id"),
        points_to("rota_quarters", "sign_up_id", "rota_sign_ups.id"),
    )
    index("ix_rota_quarters_sign_up_id", "rota_quarters", "sign_up_id")
    index("ix_rota_quarters_quarter", "rota_quarters", "quarter")


def _create_those_who_come_again() -> None:
    for table in ("rota_regulars", "rota_standbys"):
        op.create_table(
            table,
            text("slot_id", 32),
            text("volunteer_id", 32),
            moment("since"),
            primary(table, "slot_id", "volunteer_id"),
            points_to(table, "slot_id", "rota_slots.id"),
            points_to(table, "volunteer_id", "volunteers.person_id"),
        )
        index(f"ix_{table}_volunteer_id", table, "volunteer_id")


def _create_trainings() -> None:
    op.create_table(
        "rota_trainings",
        text("id", 32),
        text("volunteer_id", 32),
        text("charity_id", 32, null=True),
        one_of("rota_trainings", "skill", SKILLS),
        day("seen_on"),
        text("seen_by", 64),
        day("review_on", null=True),
        moment("revoked_at", null=True),
        text("revoked_by", 64, null=True),
        moment("created_at"),
        primary("rota_trainings", "id"),
        points_to("rota_trainings", "volunteer_id", "volunteers.person_id"),
        points_to("rota_trainings", "charity_id", "charities.id"),
    )
    index("ix_rota_trainings_volunteer_id", "rota_trainings", "volunteer_id")
    op.create_table(
        "rota_names",
        text("volunteer_id", 32),
        moment("agreed_at"),
        primary("rota_names", "volunteer_id"),
        points_to("rota_names", "volunteer_id", "volunteers.person_id"),
    )


def _create_feeds() -> None:
    op.create_table(
        "rota_feeds",
        text("id", 32),
        text("token_hash", 64),
        text("charity_id", 32),
        text("place_id", 32, null=True),
        text("created_by", 64),
        moment("created_at"),
        moment("revoked_at", null=True),
        primary("rota_feeds", "id"),
        unique("rota_feeds", "token_hash"),
        points_to("rota_feeds", "charity_id", "charities.id"),
        points_to("rota_feeds", "place_id", "rota_places.id"),
    )
    index("ix_rota_feeds_charity_id", "rota_feeds", "charity_id")
    index("ix_rota_feeds_place_id", "rota_feeds", "place_id")
