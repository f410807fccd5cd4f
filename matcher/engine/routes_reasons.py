"""Why nobody comes to a stop: the first gate that no driver passes."""

from matcher.domain.runs import DayOfRuns
from matcher.domain.unserved import WhyUnserved
from matcher.engine.routes_insert import cheapest_place
from matcher.engine.routes_problem import Routes, RoutesProblem
from matcher.engine.routes_walk import walk


def why_unserved(day: DayOfRuns, problem: RoutesProblem, routes: Routes, stop: int) -> WhyUnserved:
    """Return what stands in the way of a stop that is on none of `routes`."""
    asked = day.stops[stop]
    left = [row for row, one in enumerate(day.drivers) if one.id not in asked.blocked]
    if not left:
        return WhyUnserved.BLOCKED
    left = [row for row in left if asked.depot in (None, day.drivers[row].depot)]
    if not left:
        return WhyUnserved.OTHER_DEPOT
    left = [row for row in left if not asked.two_people or day.drivers[row].aboard == 2]
    if not left:
        return WhyUnserved.NOT_TWO_PEOPLE
    capacity, load = problem.drivers.capacity, problem.stops.load
    left = [row for row in left if (load[stop] <= capacity[row]).all()]
    if not left:
        return WhyUnserved.TOO_HEAVY
    left = [row for row in left if _can_be_there(problem, row, stop)]
    if not left:
        return WhyUnserved.NOBODY_THEN
    left = [row for row in left if walk(problem, row, [stop]) is not None]
    if not left:
        return WhyUnserved.TOO_LONG
    if cheapest_place(problem, routes, stop) is not None:
        return WhyUnserved.NOT_WORTH_THE_WAY
    full = [row for row in left if (load[[*routes[row], stop]].sum(axis=0) > capacity[row]).any()]
    return WhyUnserved.ALL_FULL if len(full) == len(left) else WhyUnserved.NO_TIME_LEFT


def _can_be_there(problem: RoutesProblem, driver: int, stop: int) -> bool:
    """Whether a driver could begin at the door in a window, if they came for nothing else."""
    drivers = problem.drivers
    ready, by = int(drivers.ready_s[driver]), int(drivers.back_by_s[driver])
    way = int(problem.legs.seconds[drivers.kind[driver], drivers.leaves[driver], stop])
    last = max(end for _, end in problem.stops.windows[stop])
    opens = next((a for a, b in problem.stops.windows[stop] if ready + way <= b), None)
    return (
        ready <= drivers.leave_by_s[driver]
        and ready + way <= last
        and opens is not None
        and max(opens, ready + way) <= by
    )
