"""Put a stop where it costs least in runs that stand, and leave every lock as it is."""

from collections.abc import Sequence
from typing import NamedTuple

from matcher.engine.routes_problem import REQUIRED, Routes, RoutesProblem
from matcher.engine.routes_walk import cost_of, fits, places_in_time, walk


class Place(NamedTuple):
    """Where a stop would go, and what it would cost there."""

    cost: int
    driver: int
    position: int


def cheapest_place(problem: RoutesProblem, routes: Routes, stop: int) -> Place | None:
    """The cheapest place that keeps every rule; among alike ones the first."""
    places = []
    for driver, order in enumerate(routes):
        if not fits(problem, driver, [*order, stop]):
            continue
        stands = walk(problem, driver, order)
        cost = cost_of(problem, stands) if stands is not None else 0
        for position in places_in_time(problem, driver, order, stop):
            if position < problem.first[driver]:
                continue
            walked = walk(problem, driver, [*order[:position], stop, *order[position:]])
            if walked is not None:
                places.append(Place(cost_of(problem, walked) - cost, driver, position))
    return min(places, default=None)


def with_all_that_fit(problem: RoutesProblem, routes: Sequence[Sequence[int]]) -> Routes:
    """Put in what is left over, those that must be served first, while it is worth its way."""
    filled = [list(order) for order in routes]
    served = {stop for order in filled for stop in order}
    worth = problem.stops.worth_m.tolist()
    left = [stop for stop in range(problem.n_stops) if stop not in served]
    missed = problem.stops.missed.tolist()

    def turn(row: int) -> tuple[bool, int, int, int]:
        is_required = worth[row] == REQUIRED
        return not is_required, -missed[row] if is_required else 0, -worth[row], row

    for stop in sorted(left, key=turn):
        place = cheapest_place(problem, filled, stop)
        if place is not None and (worth[stop] == REQUIRED or place.cost < worth[stop]):
            filled[place.driver].insert(place.position, stop)
    return filled
