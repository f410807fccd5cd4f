"""One day of runs as arrays: what the planner reads, made once from domain values.

Rows are numbers; ids stay at the door. Times are seconds after midnight, loads are parcels and
grams, ways are metres and seconds: whole numbers throughout.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.domain.drivers import Driver
from matcher.domain.places import Point
from matcher.domain.refusals import Invalid
from matcher.domain.runs import DayOfRuns, RunParams
from matcher.domain.stops import Stop
from matcher.domain.travel import KINDS
from matcher.engine.problem import Ints
from matcher.engine.routes_legs import Legs, straight_lines

Flags = NDArray[np.bool_]
# The worth of a stop that must be served where that can be done at all.
REQUIRED = -1

Windows = tuple[tuple[int, int], ...]
Routes = list[list[int]]
"""For each driver the rows of their stops, in order; empty for those who stay at home."""


class StopArrays(NamedTuple):
    """Stops in the order in which they were typed in, one row each; `n` rows, places 0 to n-1."""

    load: Ints  # (n, 2) parcels and grams
    service_s: Ints  # (n,)
    windows: tuple[Windows, ...]  # n; what is done at the door begins within one of them
    worth_m: Ints  # (n,) metres, or REQUIRED
    missed: Ints  # (n,) how often it was left out lately


class DriverArrays(NamedTuple):
    """Drivers, one row each; `v` rows. They leave a depot loaded and end at a place.

    Before that comes the lead, which is the same for every plan: from home to the depot, and
    loading. Its seconds count in their day, and its metres in their metres.
    """

    capacity: Ints  # (v, 2) parcels and grams
    kind: Ints  # (v,) which of the legs
    leaves: Ints  # (v,) place where they set out loaded
    ends: Ints  # (v,) place where they end
    ready_s: Ints  # (v,) earliest moment to leave the depot
    leave_by_s: Ints  # (v,) latest moment to leave it
    back_by_s: Ints  # (v,) latest moment at the end
    lead_m: Ints  # (v,)
    lead_s: Ints  # (v,)


@dataclass(frozen=True, slots=True)
class RoutesProblem:
    """The arrays of one day.

    `locked` has each driver's settled stops in order, and `first` how many of them are the
    first of the run.
    """

    stops: StopArrays
    drivers: DriverArrays
    legs: Legs  # p places
    may: Flags  # (v, n) whether a driver may serve a stop at all
    extra_m: Ints  # (v, n) what it costs that it is this driver
    locked: tuple[tuple[int, ...], ...]  # v
    first: tuple[int, ...]  # v
    params: RunParams

    @property
    def n_stops(self) -> int:
        """How many stops there are."""
        return len(self.stops.service_s)

    @property
    def n_drivers(self) -> int:
        """How many drivers there are."""
        return len(self.drivers.kind)


def places_of(day: DayOfRuns) -> tuple[Point, ...]:
    """All places of a day in the order of the legs: stops, depots, drivers' starts and ends."""
    own = (place for driver in day.drivers for place in (driver.start, driver.finish))
    return (
        *(stop.place for stop in day.stops),
        *(depot.place for depot in day.depots),
        *(place for place in own if place is not None),
    )


def problem_of(day: DayOfRuns, legs: Legs | None = None) -> RoutesProblem:
    """Turn a day into arrays; `legs` from a street map, or else straight lines."""
    places = places_of(day)
    legs = straight_lines(places, day.travel) if legs is None else legs
    if legs.metres.shape != (len(KINDS), len(places), len(places)):
        raise Invalid(f"There must be ways between {len(places)} places for each kind.", "legs")
    row = {stop.id: row for row, stop in enumerate(day.stops)}
    locks = [day.locked.get(driver.id) for driver in day.drivers]
    locked = tuple(tuple(row[id] for id in one.stops) if one else () for one in locks)
    return RoutesProblem(
        stops=_stops(day.stops),
        drivers=_drivers(day, legs),
        legs=legs,
        may=_may(day, locked),
        extra_m=_extra(day),
        locked=locked,
        first=tuple(one.first if one else 0 for one in locks),
        params=day.params,
    )


def _stops(stops: Sequence[Stop]) -> StopArrays:
    return StopArrays(
        load=_ints(((stop.parcels, stop.weight_g) for stop in stops), 2),
        service_s=_ints(stop.service_s for stop in stops),
        windows=tuple(tuple((one.start_s, one.end_s) for one in stop.windows) for stop in stops),
        worth_m=_ints(REQUIRED if stop.prize_m is None else stop.prize_m for stop in stops),
        missed=_ints(stop.missed for stop in stops),
    )


def _drivers(day: DayOfRuns, legs: Legs) -> DriverArrays:
    depot = {depot.id: depot for depot in day.depots}
    depot_row = {depot.id: len(day.stops) + row for row, depot in enumerate(day.depots)}
    kind = [KINDS.index(driver.kind) for driver in day.drivers]
    loads = [depot_row[driver.depot] for driver in day.drivers]
    starts, ends = _own_places(day, loads)
    rows = (np.array(kind, np.int64), np.array(starts, np.int64), np.array(loads, np.int64))
    lead_m, way_s = legs.metres[rows], legs.seconds[rows]
    of = [depot[driver.depot] for driver in day.drivers]
    loading = _ints(one.loading_s for one in of)
    opens = _ints(one.open.start_s for one in of)
    there = _ints(driver.hours.start_s for driver in day.drivers) + way_s
    return DriverArrays(
        capacity=_ints(((driver.parcels, driver.weight_g) for driver in day.drivers), 2),
        kind=rows[0],
        leaves=rows[2],
        ends=_ints(ends),
        ready_s=np.maximum(there, opens) + loading,
        leave_by_s=_ints(one.open.end_s for one in of),
        back_by_s=_ints(driver.hours.end_s for driver in day.drivers),
        lead_m=lead_m,
        lead_s=way_s + loading,
    )


def _own_places(day: DayOfRuns, loads: Sequence[int]) -> tuple[list[int], list[int]]:
    """Where drivers start and end, as rows of places in the order of `places_of`."""
    starts, ends, row = list(loads), list(loads), len(day.stops) + len(day.depots)
    for number, driver in enumerate(day.drivers):
        if driver.start is not None:
            starts[number], row = row, row + 1
        if driver.finish is not None:
            ends[number], row = row, row + 1
    return starts, ends


def _may(day: DayOfRuns, locked: Sequence[Sequence[int]]) -> Flags:
    may = np.array(
        [[may_serve(driver, stop) for stop in day.stops] for driver in day.drivers], np.bool_
    ).reshape(len(day.drivers), len(day.stops))
    for number, rows in enumerate(locked):
        others = np.arange(len(day.drivers)) != number
        may[np.ix_(others, list(rows))] = False
    return may


def may_serve(driver: Driver, stop: Stop) -> bool:
    """Whether nothing but time, room and the others' stops stands between the two."""
    return (
        driver.id not in stop.blocked
        and (not stop.two_people or driver.aboard == 2)
        and stop.depot in (None, driver.depot)
    )


def _extra(day: DayOfRuns) -> Ints:
    driving = {driver.id for driver in day.drivers}
    lost = [
        [
            day.params.same_driver_m
            if stop.last_driver in driving and stop.last_driver != driver.id
            else 0
            for stop in day.stops
        ]
        for driver in day.drivers
    ]
    return np.array(lost, np.int64).reshape(len(day.drivers), len(day.stops))


def _ints(values: Iterable[object], columns: int | None = None) -> Ints:
    array = np.array(list(values), dtype=np.int64)
    return array if columns is None else array.reshape(-1, columns)
