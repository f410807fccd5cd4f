"""Delivery runs: depots, days, runs, stops, and pictures of what was left where."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from matcher.storage.migrations.notation import (
    blob,
    check,
    day,
    flag,
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

revision = "0014_runs"
down_revision = "0013_new_contacts"

_DAY_S, _MOST_PARCELS, _MOST_WEIGHT_G = 86_400, 10_000, 40_000_000


def upgrade() -> None:
    """Make the tables."""
    _create_depots()
    op.create_table("run_days", *_day_columns(), *_day_keys())
    to_plan = "plan_state IN ('solving', 'waiting')"
    index("ix_run_days_to_plan", "run_days", "plan_state", where=to_plan)
    op.create_table("runs", *_run_columns(), *_run_keys())
    index("ix_runs_offer_id", "runs", "offer_id")
    op.create_table("stops", *_stop_columns(), *_stop_keys())
    holds = "status IN ('delivered', 'left_safe', 'out', 'planned')"
    index("uq_stops_one_live_per_unit", "stops", "unit_id", where=holds, unique=True)
    index("ix_stops_day_id_typed", "stops", "day_id typed")
    for column in ("run_id", "need_id", "unit_id", "match_id"):
        index(f"ix_stops_{column}", "stops", column)
    _create_photos()


def _create_depots() -> None:
    op.create_table(
        "depots",
        text("id", 32),
        text("charity_id", 32),
        text("name", 80),
        number("easting"),
        number("northing"),
        text("borough", 9),
        text("cell", 8),
        text("postcode", 8),
        number("opens_s"),
        number("closes_s"),
        number("loading_s"),
        moment("created_at"),
        primary("depots", "id"),
        unique("depots", "charity_id", "name"),
        points_to("depots", "charity_id", "charities.id"),
        check("depots", "hours", f"0 <= opens_s AND opens_s < closes_s AND closes_s <= {_DAY_S}"),
        check("depots", "loading_s", "loading_s BETWEEN 0 AND 14400"),
    )


def _day_columns() -> list[sa.Column[Any]]:
    return [
        text("id", 32),
        text("charity_id", 32),
        text("depot_id", 32),
        day("on_date"),
        one_of("run_days", "kind", "deliver collect"),
        number("changes"),
        number("planned_changes", null=True),
        one_of("run_days", "plan_state", "none waiting solving made refused"),
        number("plan_seconds"),
        number("plan_percent"),
        text("plan_refused", null=True),
        json("plan_figures", null=True),
        moment("taken_until", null=True),
        text("created_by", 64),
        moment("created_at"),
    ]


def _day_keys() -> list[sa.Constraint]:
    return [
        primary("run_days", "id"),
        unique("run_days", "charity_id", "on_date", "kind"),
        points_to("run_days", "charity_id", "charities.id"),
        points_to("run_days", "depot_id", "depots.id"),
        check("run_days", "plan_percent", "plan_percent BETWEEN 0 AND 100"),
        check("run_days", "plan_seconds", "plan_seconds BETWEEN 1 AND 120"),
        check(
            "run_days",
            "solving_is_taken",
            "(plan_state = 'solving') = (taken_until IS NOT NULL)",
        ),
        check("run_days", "refused_why", "(plan_state = 'refused') = (plan_refused IS NOT NULL)"),
    ]


def _run_columns() -> list[sa.Column[Any]]:
    return [
        text("id", 32),
        text("day_id", 32),
        text("offer_id", 32),
        text("depot_id", 32),
        one_of("runs", "kind", "car_boot cargo_bike on_foot"),
        number("parcels"),
        number("weight_g"),
        number("starts_s"),
        number("ends_s"),
        flag("from_home"),
        flag("to_home"),
        number("aboard"),
        blob("sealed"),
        one_of("runs", "status", "planned out back reconciled"),
        text("token_hash", 64, null=True),
        number("set_out_s", null=True),
        number("leave_depot_s", null=True),
        number("end_s", null=True),
        number("metres", null=True),
        json("way", null=True),
        moment("out_at", null=True),
        moment("back_at", null=True),
        number("parcels_out", null=True),
        number("delivered_parcels", null=True),
        number("returned_parcels", null=True),
        number("wasted_parcels", null=True),
        number("missing_parcels", null=True),
        moment("reconciled_at", null=True),
        text("reconciled_by", 64, null=True),
        moment("created_at"),
    ]


def _run_keys() -> list[sa.Constraint]:
    return [
        primary("runs", "id"),
        unique("runs", "token_hash"),
        unique("runs", "day_id", "offer_id"),
        unique("runs", "id", "day_id"),
        points_to("runs", "day_id", "run_days.id", cascade=True),
        points_to("runs", "offer_id", "offers.id"),
        points_to("runs", "depot_id", "depots.id"),
        check("runs", "parcels", f"parcels BETWEEN 1 AND {_MOST_PARCELS}"),
        check("runs", "weight_g", f"weight_g BETWEEN 1 AND {_MOST_WEIGHT_G}"),
        check("runs", "aboard", "aboard IN (1, 2)"),
        check(
            "runs",
            "starts_before_it_ends",
            f"0 <= starts_s AND starts_s < ends_s AND ends_s <= {_DAY_S}",
        ),
        check("runs", "out_at", "(status = 'planned') = (out_at IS NULL)"),
        check("runs", "back_at", "(status IN ('back', 'reconciled')) = (back_at IS NOT NULL)"),
        check("runs", "reconciled_at", "(status = 'reconciled') = (reconciled_at IS NOT NULL)"),
        check(
            "runs",
            "parcels_balance",
            "status <> 'reconciled' OR (missing_parcels >= 0 AND parcels_out ="
            " delivered_parcels + returned_parcels + wasted_parcels + missing_parcels)",
        ),
    ]


def _stop_columns() -> list[sa.Column[Any]]:
    return [
        text("id", 32),
        text("day_id", 32),
        number("typed"),
        text("unit_id", 32, null=True),
        text("need_id", 32, null=True),
        text("match_id", 32, null=True),
        text("depot_id", 32, null=True),
        number("easting"),
        number("northing"),
        text("borough", 9),
        text("cell", 8),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        json("windows"),
        number("service_s"),
        flag("two_people"),
        number("parcels"),
        number("weight_g"),
        text("run_id", 32, null=True),
        number("place_in_run", null=True),
        flag("locked"),
        *(number(name, null=True) for name in ("arrive_s", "begin_s", "leave_s", "slack_s")),
        one_of(
            "stops",
            "why_unserved",
            "blocked other_depot not_two_people too_heavy nobody_then too_long all_full"
            " no_time_left not_worth_the_way",
            null=True,
        ),
        one_of("stops", "status", "planned out delivered left_safe failed returned"),
        one_of("stops", "failure", "not_in wrong_address refused unwell other", null=True),
        sa.Column("noted", sa.LargeBinary(), nullable=True),
        moment("noted_at", null=True),
        text("noted_by", 64, null=True),
        moment("seen_at", null=True),
        moment("absent_at", null=True),
    ]


def _stop_keys() -> list[sa.Constraint]:
    said = {
        "need_and_unit": "(need_id IS NULL) = (unit_id IS NULL)",
        "extra_is_sealed": "(need_id IS NULL) = (sealed IS NOT NULL)",
        "run_and_place": "(run_id IS NULL) = (place_in_run IS NULL)",
        "locked_to_a_run": "NOT locked OR run_id IS NOT NULL",
        "out_on_a_run": "status = 'planned' OR run_id IS NOT NULL",
        "served_or_why_not": "run_id IS NULL OR why_unserved IS NULL",
        "a_failure_has_a_reason": "(status = 'failed') = (failure IS NOT NULL)",
        "noted_at_some_moment": "(status IN ('planned', 'out')) = (noted_at IS NULL)",
        "parcels": f"parcels BETWEEN 0 AND {_MOST_PARCELS}",
        "weight_g": f"weight_g BETWEEN 0 AND {_MOST_WEIGHT_G}",
        "service_s": "service_s BETWEEN 0 AND 14400",
    }
    return [
        primary("stops", "id"),
        points_to("stops", "day_id", "run_days.id", cascade=True),
        points_to("stops", "unit_id need_id", "units.id units.need_id"),
        points_to("stops", "run_id day_id", "runs.id runs.day_id"),
        points_to("stops", "match_id", "matches.id"),
        points_to("stops", "depot_id", "depots.id"),
        *(check("stops", name, rule) for name, rule in said.items()),
    ]


def _create_photos() -> None:
    op.create_table(
        "stop_photos",
        text("stop_id", 32),
        blob("sealed"),
        moment("taken_at"),
        text("taken_by", 64),
        primary("stop_photos", "stop_id"),
        points_to("stop_photos", "stop_id", "stops.id", cascade=True),
    )
    index("ix_stop_photos_taken_at", "stop_photos", "taken_at")
