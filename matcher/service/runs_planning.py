"""Plan a stored day: asked for at a desk, solved while nothing is held, kept if it still fits.

Who solves takes the day for a while; killed half-way, the day is taken up by somebody else. What
was changed meanwhile counts: a plan of a list that is no more is not kept.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from matcher.domain.refusals import Invalid, Refusal
from matcher.domain.roles import Right
from matcher.domain.run_days import PlanState
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.engine.routes_legs import Legs
from matcher.engine.routes_problem import places_of
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.run_plans import Effort, PlannedRun, RunPlan, plan_runs
from matcher.service.runs_days import day_to_change, settle
from matcher.service.runs_lists import drop_unwanted, gather
from matcher.service.runs_snapshot import Snapshot, snapshot_of, to_plan
from matcher.service.runs_streets import (
    Streets,
    StreetsSilent,
    legs_by_street,
    way_by_street,
)
from matcher.storage.database import Database
from matcher.storage.sealed import Sealer
from matcher.storage.tables import RunDayRow, RunRow, StopRow
from matcher.storage.writing.runs import held_day, take_day_to_plan, tell_percent

SECONDS: tuple[int, ...] = (5, 15, 60)
# Longer than planning takes, with the street map's answer before it.
LEASE = timedelta(seconds=90)
TELL_EVERY_S = 1.0
NOBODY_DRIVES = "Choose a driver first."
NOTHING_TO_BRING = "Put somebody on the list first."
STRAIGHT = "straight"

Lines = Mapping[str, list[list[int]] | None]

__all__ = ["SECONDS", "Effort", "ask_for_plan", "plan_a_day"]


def ask_for_plan(act: Act, desk: Desk, day_id: str, seconds: int = 15) -> None:
    """Ask for a plan of the list as it is now; what comes every week is put on it first."""
    day = day_to_change(act, desk, day_id)
    desk.require(Right.PLAN_RUNS)
    if seconds not in SECONDS:
        raise Invalid("Choose how long the planner may look.", "seconds")
    gather(act, day)
    drop_unwanted(act, day)
    want_plan(act, day)
    day.plan_seconds = seconds


def want_plan(act: Act, day: RunDayRow) -> None:
    """Let the planner take this day as soon as it can; `Invalid` where there is nothing to plan."""
    runs, stops = to_plan(act, day)
    if not runs:
        raise Invalid(NOBODY_DRIVES, "driver")
    if not stops:
        raise Invalid(NOTHING_TO_BRING, "units")
    settle(day, PlanState.WAITING)
    day.plan_percent = 0
    act.note("asked_for_plan", "run_day", day.id, stops=len(stops), runs=len(runs))


def plan_a_day(
    database: Database,
    sealer: Sealer,
    now: Callable[[], datetime],
    *,
    streets: Streets | None = None,
    effort: Effort | None = None,
) -> str | None:
    """Make the plan of the day that waits longest; its id, None where none waits."""
    with database.begin() as store:
        day = take_day_to_plan(store, now=now(), until=now() + LEASE + timedelta(minutes=2))
        if day is None:
            return None
        day_id, changes, seconds = day.id, day.changes, day.plan_seconds
    with database.read() as store:
        act = Act(store, now(), sealer, "machine")
        shot = _snapshot(act, day_id)
    if isinstance(shot, Refusal):
        _refuse(database, day_id, changes, shot)
        return day_id
    legs, ways = _legs(shot, streets)
    try:
        plan = plan_runs(
            shot.day,
            before=shot.before,
            legs=legs,
            effort=effort or Effort(time_limit_s=float(seconds)),
            tell=_teller(database, day_id, changes),
        )
    except Refusal as no:
        _refuse(database, day_id, changes, no)
        return day_id
    lines = _lines(shot, plan, streets if legs is not None else None)
    with database.begin() as store:
        _keep(Act(store, now(), sealer, "machine"), day_id, changes, plan, ways, lines)
    return day_id


def _snapshot(act: Act, day_id: str) -> Snapshot | Refusal:
    try:
        return snapshot_of(act, act.store.get_one(RunDayRow, day_id))
    except Refusal as no:
        return no


def _legs(shot: Snapshot, streets: Streets | None) -> tuple[Legs | None, Mapping[str, Any]]:
    """Ways by street where somebody tells them; straight lines else, and why."""
    if streets is None:
        return None, {"ways": STRAIGHT}
    try:
        legs = legs_by_street(streets, places_of(shot.day), shot.day.travel)
    except StreetsSilent as silent:
        return None, {"ways": STRAIGHT, "why_straight": str(silent)}
    return legs, {"ways": streets.source}


def _lines(shot: Snapshot, plan: RunPlan, streets: Streets | None) -> Lines:
    """The streets of each run, from its depot through its doors and back, for the board's map."""
    if streets is None:
        return {}
    depots = {depot.id: depot.place for depot in shot.day.depots}
    stops = {stop.id: stop.place for stop in shot.day.stops}
    drivers = {driver.id: driver for driver in shot.day.drivers}
    found = {}
    for run in plan.runs:
        depot = depots[drivers[run.driver_id].depot]
        places = [depot, *(stops[stop.stop_id] for stop in run.stops), depot]
        found[run.driver_id] = way_by_street(streets, places, drivers[run.driver_id].kind)
    return found


def _teller(database: Database, day_id: str, changes: int) -> Callable[[float], None]:
    """Writes how far it is, once a second at most: each is a transaction of its own."""
    said = {"at": monotonic()}

    def tell(part: float) -> None:
        if monotonic() - said["at"] < TELL_EVERY_S:
            return
        said["at"] = monotonic()
        with database.begin() as store:
            tell_percent(store, day_id, min(99, int(part * 100)), changes=changes)

    return tell


def _refuse(database: Database, day_id: str, changes: int, no: Refusal) -> None:
    with database.begin() as store:
        day = held_day(store, day_id)
        if _is_ours(day, changes):
            settle(day, PlanState.REFUSED, no)


def _keep(
    act: Act,
    day_id: str,
    changes: int,
    plan: RunPlan,
    ways: Mapping[str, Any],
    lines: Lines,
) -> None:
    day = held_day(act.store, day_id)
    if not _is_ours(day, changes):
        return
    runs = {run.driver_id: run for run in plan.runs}
    for run_row in act.store.query(RunRow).filter_by(day_id=day_id, status=RunStatus.PLANNED):
        _put_run(run_row, runs.get(run_row.id))
        run_row.way = lines.get(run_row.id)
    _put_stops(act, day_id, plan)
    settle(day, PlanState.MADE)
    day.plan_percent, day.planned_changes = 100, changes
    day.plan_figures = _figures(plan) | dict(ways)
    act.note("planned_runs", "run_day", day_id, runs=len(plan.runs), left_out=len(plan.unserved))


def _is_ours(day: RunDayRow, changes: int) -> bool:
    return day.plan_state is PlanState.SOLVING and day.changes == changes


def _put_run(row: RunRow, run: PlannedRun | None) -> None:
    row.set_out_s = run.set_out_s if run else None
    row.leave_depot_s = run.leave_depot_s if run else None
    row.end_s = run.end_s if run else None
    row.metres = run.metres if run else None


def _put_stops(act: Act, day_id: str, plan: RunPlan) -> None:
    planned = {"day_id": day_id, "status": StopStatus.PLANNED}
    rows = {row.id: row for row in act.store.query(StopRow).filter_by(**planned)}
    for run in plan.runs:
        for place, stop in enumerate(run.stops):
            row = rows[stop.stop_id]
            row.run_id, row.place_in_run, row.why_unserved = run.driver_id, place, None
            row.arrive_s, row.begin_s = stop.arrive_s, stop.begin_s
            row.leave_s, row.slack_s = stop.leave_s, stop.slack_s
    for left in plan.unserved:
        row = rows[left.stop_id]
        row.run_id = row.place_in_run = None
        row.arrive_s = row.begin_s = row.leave_s = row.slack_s = None
        row.why_unserved = left.why


def _figures(plan: RunPlan) -> dict[str, Any]:
    return {
        "metres": plan.metres,
        "minutes": sum(run.minutes for run in plan.runs),
        "left_out": len(plan.unserved),
        "repeatable": plan.repeatable,
        "typed": {
            "metres": plan.typed.metres,
            "minutes": -(-plan.typed.seconds // 60),
            "runs": plan.typed.runs,
            "outside_windows": plan.typed.outside_windows,
            "left_over": plan.typed.left_over,
        },
    }
