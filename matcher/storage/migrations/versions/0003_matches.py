"""Rounds and the matches they propose."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from matcher.storage.migrations.notation import (
    big_number,
    blob,
    check,
    day,
    flag,
    fraction,
    index,
    json,
    moment,
    number,
    one_of,
    points_to,
    primary,
    text,
    unique,
)

revision = "0003_matches"
down_revision = "0002_needs_and_offers"


def upgrade() -> None:
    """Make the tables."""
    _create_rounds()
    _create_matches()
    _create_notes()


def _create_rounds() -> None:
    op.create_table(
        "rounds",
        text("id", 32),
        moment("slot"),
        moment("started_at"),
        moment("finished_at", null=True),
        number("needs"),
        number("units"),
        number("offers"),
        number("matched"),
        number("recorded"),
        number("skipped"),
        big_number("objective", null=True),
        big_number("lower_bound", null=True),
        fraction("gap", null=True),
        json("report", null=True),
        primary("rounds", "id"),
        unique("rounds", "slot"),
        check("rounds", "bound_below_objective", "lower_bound <= objective"),
        check("rounds", "counts", "recorded >= 0 AND skipped >= 0"),
    )
    index("ix_rounds_started_at", "rounds", "started_at")


def _create_matches() -> None:
    columns = [*_matches_columns(), *_matches_reasons()]
    op.create_table("matches", *columns, *_matches_keys())
    index("ix_matches_deadline", "matches", "deadline", where="status = 'proposed'")
    index("ix_matches_need_id", "matches", "need_id")
    index("ix_matches_offer_id_proposed_at", "matches", "offer_id proposed_at")
    index("ix_matches_round_id", "matches", "round_id")
    index("ix_matches_unit_id", "matches", "unit_id")
    index(
        "uq_matches_one_per_pair",
        "matches",
        "need_id offer_id",
        where=(
            "status IN ('accepted', 'confirmed', 'done_reported', 'proposed') AND on_date IS NULL"
        ),
        unique=True,
    )
    index(
        "uq_matches_one_per_pair_and_date",
        "matches",
        "need_id offer_id on_date",
        where=(
            "status IN ('accepted', 'confirmed', 'done_reported', 'proposed') "
            "AND on_date IS NOT NULL"
        ),
        unique=True,
    )
    index(
        "uq_matches_one_per_unit",
        "matches",
        "unit_id",
        where=(
            "status IN ('accepted', 'confirmed', 'done_reported') "
            "OR (status = 'proposed' AND NOT asked_together)"
        ),
        unique=True,
    )


def _matches_columns() -> list[sa.Column[Any]]:
    return [
        text("id", 32),
        text("unit_id", 32),
        text("need_id", 32),
        day("on_date", null=True),
        text("offer_id", 32),
        text("round_id", 32, null=True),
        one_of(
            "matches",
            "status",
            "proposed accepted declined lapsed withdrawn done_reported confirmed failed",
        ),
        flag("asked_together"),
        flag("locked"),
        text("touched_by", 64, null=True),
        number("cost"),
        number("distance_m", null=True),
        json("reasons"),
        moment("proposed_at"),
        moment("deadline", null=True),
        moment("answered_at", null=True),
        moment("details_agreed_at", null=True),
        moment("on_my_way_at", null=True),
        moment("done_reported_at", null=True),
        moment("confirmed_at", null=True),
        moment("ended_at", null=True),
        number("minutes_given", null=True),
    ]


def _matches_reasons() -> list[sa.Column[Any]]:
    return [
        one_of(
            "matches",
            "decline_reason",
            "too_far wrong_time not_able not_this_kind other",
            null=True,
        ),
        one_of(
            "matches",
            "failure_reason",
            "not_in cannot_reach wrong_details no_longer_needed did_not_come "
            "unwell no_time not_safe other",
            null=True,
        ),
        one_of("matches", "withdrawn_by", "resident volunteer coordinator system", null=True),
        one_of(
            "matches",
            "withdrawn_reason",
            "no_longer_needed not_this_person handed_back undone taken_by_another "
            "need_changed need_closed offer_ended volunteer_suspended erased other",
            null=True,
        ),
    ]


def _matches_keys() -> list[sa.Constraint]:
    return [
        primary("matches", "id"),
        points_to("matches", "offer_id", "offers.id"),
        points_to("matches", "round_id", "rounds.id"),
        points_to("matches", "unit_id need_id", "units.id units.need_id"),
        check(
            "matches",
            "a_decline_has_a_reason",
            "(status = 'declined') = (decline_reason IS NOT NULL)",
        ),
        check(
            "matches",
            "a_failure_has_a_reason",
            "(status = 'failed') = (failure_reason IS NOT NULL)",
        ),
        check("matches", "distance_m", "distance_m >= 0"),
        check("matches", "minutes_given", "minutes_given >= 0"),
        check("matches", "proposals_lapse", "status <> 'proposed' OR deadline IS NOT NULL"),
        check(
            "matches",
            "withdrawn_by_somebody",
            "(status = 'withdrawn') = (withdrawn_by IS NOT NULL AND withdrawn_reason IS NOT NULL)",
        ),
    ]


def _create_notes() -> None:
    op.create_table(
        "notes",
        text("id", 32),
        text("kind", 24),
        text("person_id", 32, null=True),
        text("need_id", 32, null=True),
        text("match_id", 32, null=True),
        blob("sealed"),
        text("by", 64),
        moment("at"),
        text("settled_by", 64, null=True),
        moment("settled_at", null=True),
        primary("notes", "id"),
        points_to("notes", "match_id", "matches.id", cascade=True),
        points_to("notes", "need_id", "needs.id", cascade=True),
        points_to("notes", "person_id", "people.id", cascade=True),
    )
    index("ix_notes_need_id", "notes", "need_id")
    index("ix_notes_person_id", "notes", "person_id")
