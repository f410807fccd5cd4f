"""A stored day as the planner takes it: what waits for its plan, and what is locked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.domain.checks import may_be_given
from matcher.domain.day_times import TimeWindow
from matcher.domain.drivers import Driver
from matcher.domain.places import Point
from matcher.domain.run_days import RunKind
from matcher.domain.runs import DayOfRuns, Depot, Locked
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.domain.stops import Stop
from matcher.service.acting import Act
from matcher.service.runs_lists import who_waits
from matcher.storage.reading.checks import checks_of
from matcher.storage.reading.run_history import kept_apart, last_drivers
from matcher.storage.reading.runs import RunLine, StopLine, runs_of_day, stops_of_day
from matcher.storage.tables import DepotRow, RunDayRow

Runs = dict[str, list[str]]
"""The stops of each run that waits for its plan, in order, by the run's id."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What there is to plan, and the runs that stood before. Drivers are known by their runs."""

    day: DayOfRuns
    before: Runs


def to_plan(act: Act, day: RunDayRow) -> tuple[list[RunLine], list[StopLine]]:
    """The runs and stops of a day that have not set out."""
    runs = [one for one in runs_of_day(act.store, day.id) if one.status is RunStatus.PLANNED]
    stops = [one for one in stops_of_day(act.store, day.id) if one.status is StopStatus.PLANNED]
    return runs, stops


def orders_of(runs: Sequence[RunLine], stops: Sequence[StopLine]) -> Runs:
    """The stops of each run as they stand."""
    found: Runs = {run.id: [] for run in runs}
    for stop in sorted(stops, key=lambda one: one.place_in_run or 0):
        if stop.run_id in found:
            found[stop.run_id].append(stop.id)
    return found


def locks_of(orders: Mapping[str, Sequence[str]], stops: Sequence[StopLine]) -> dict[str, Locked]:
    """What is locked in each run, in its order."""
    locked = {stop.id for stop in stops if stop.locked}
    kept = {run: tuple(id for id in order if id in locked) for run, order in orders.items()}
    return {run: Locked(order) for run, order in kept.items() if order}


def snapshot_of(act: Act, day: RunDayRow) -> Snapshot:
    """Read a day as values; `Invalid` where it makes none, such as one without drivers."""
    runs, stops = to_plan(act, day)
    orders = orders_of(runs, stops)
    needs = sorted({stop.need_id for stop in stops if stop.need_id})
    last = last_drivers(act.store, needs, before=day.on_date)
    run_of_offer = {run.offer_id: run.id for run in runs}
    blocked = _blocked(act, runs, stops)
    depots = {id: act.store.get_one(DepotRow, id) for id in _depots(runs, stops)}
    collects = day.kind is RunKind.COLLECT
    missed = {id: one.missed for id, one in who_waits(act, day, needs).items()}
    values = DayOfRuns(
        depots=tuple(_depot(row, loading=not collects) for row in depots.values()),
        drivers=tuple(_driver(run, depots, collects=collects) for run in runs),
        stops=tuple(
            _stop(
                stop,
                run_of_offer.get(last.get(stop.need_id or "", "")),
                blocked[stop.id],
                missed.get(stop.need_id or "", 0),
            )
            for stop in stops
        ),
        locked=locks_of(orders, stops),
    )
    return Snapshot(values, orders)


def _depots(runs: Sequence[RunLine], stops: Sequence[StopLine]) -> list[str]:
    found = [run.depot_id for run in runs] + [stop.depot_id for stop in stops if stop.depot_id]
    return list(dict.fromkeys(found))


def _depot(row: DepotRow, *, loading: bool) -> Depot:
    window = TimeWindow(row.opens_s, row.closes_s)
    place = Point(row.easting, row.northing)
    return Depot(row.id, place, window, row.loading_s if loading else 0)


def _driver(run: RunLine, depots: Mapping[str, DepotRow], *, collects: bool) -> Driver:
    """What was fetched ends at the depot; a driver goes home from there by themselves."""
    home = Point(run.easting, run.northing)
    return Driver(
        id=run.id,
        depot=run.depot_id,
        kind=run.kind,
        parcels=run.parcels,
        weight_g=run.weight_g,
        hours=TimeWindow(run.starts_s, run.ends_s),
        start=home if run.from_home else None,
        finish=home if run.to_home and not collects else None,
        aboard=run.aboard,
    )


def _stop(stop: StopLine, last: str | None, blocked: frozenset[str], missed: int) -> Stop:
    return Stop(
        id=stop.id,
        place=Point(stop.easting, stop.northing),
        parcels=stop.parcels,
        weight_g=stop.weight_g,
        windows=tuple(TimeWindow(start, end) for start, end in stop.windows),
        service_s=stop.service_s,
        two_people=stop.two_people,
        last_driver=last,
        blocked=blocked,
        depot=stop.depot_id,
        missed=missed,
    )


def _blocked(
    act: Act, runs: Sequence[RunLine], stops: Sequence[StopLine]
) -> dict[str, frozenset[str]]:
    """For each stop the runs whose drivers must not come.

    They are kept apart, lack the check that such help needs, or somebody else said yes to it.
    """
    needs = sorted({stop.need_id for stop in stops if stop.need_id})
    apart = kept_apart(act.store, needs, [run.offer_id for run in runs])
    checks = {run.id: checks_of(act.store, run.volunteer_id) for run in runs}
    return {
        stop.id: frozenset(
            run.id
            for run in runs
            if (stop.need_id, run.offer_id) in apart
            or (stop.category and not may_be_given(stop.category, checks[run.id], act.today))
            or stop.said_yes not in (None, run.offer_id)
        )
        for stop in stops
    }
