"""What the same stops would cost in the order in which they were typed in, for comparison."""

from typing import NamedTuple

import numpy as np

from matcher.engine.routes_problem import Routes, RoutesProblem


class TypedOrder(NamedTuple):
    """A day without a planner: the first driver takes from the top of the list, then the next.

    Each goes on while there is room and they are home in time; nobody waits at a door, so
    `outside_windows` counts the stops that come too early or too late. `left_over` is how many
    stay on the list when every driver has gone: then the metres are not of all stops.
    """

    metres: int
    seconds: int
    runs: int
    outside_windows: int
    left_over: int


def typed_order(problem: RoutesProblem, routes: Routes) -> TypedOrder:
    """Drive the stops that are on `routes` as a person would with the list alone."""
    left = sorted(stop for order in routes for stop in order)
    metres = seconds = runs = outside = 0
    for driver in range(problem.n_drivers):
        taken, way, end, missed = _taken(problem, driver, left)
        if taken:
            left = left[taken:]
            runs, metres, outside = runs + 1, metres + way, outside + missed
            lead = int(problem.drivers.lead_s[driver])
            seconds += end - int(problem.drivers.ready_s[driver]) + lead
    return TypedOrder(metres, seconds, runs, outside, len(left))


def _taken(problem: RoutesProblem, driver: int, left: list[int]) -> tuple[int, int, int, int]:
    """How many of the first stops one driver takes; then metres, the moment back, and misses."""
    drivers, stops = problem.drivers, problem.stops
    metres, seconds = (
        legs[drivers.kind[driver]] for legs in (problem.legs.metres, problem.legs.seconds)
    )
    room = drivers.capacity[driver].copy()
    here, home = int(drivers.leaves[driver]), int(drivers.ends[driver])
    way, now, missed, end = int(drivers.lead_m[driver]), int(drivers.ready_s[driver]), 0, 0
    if now > min(drivers.leave_by_s[driver], drivers.back_by_s[driver]):
        return 0, 0, 0, 0
    for count, stop in enumerate(left):
        arrive = now + int(seconds[here, stop])
        after = arrive + int(stops.service_s[stop])
        back = after + int(seconds[stop, home])
        if np.any(stops.load[stop] > room) or back > drivers.back_by_s[driver]:
            return count, way + int(metres[here, home]) if count else 0, end, missed
        room -= stops.load[stop]
        way, now, end, here = way + int(metres[here, stop]), after, back, stop
        missed += not any(opens <= arrive <= closes for opens, closes in stops.windows[stop])
    return len(left), way + int(metres[here, home]), end, missed
