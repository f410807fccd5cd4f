"""A day of runs in the words of PyVRP, and its answers in ours.

PyVRP knows which vehicle may go where only through its ways, so each driver who differs has ways
of their own: a way into a stop that they must not serve is NO_WAY, and one into a stop that loses
last week's driver is longer by what that costs.

What is locked keeps its driver in the same manner. Its order is kept by load: for each two
that follow one another there is a load of which a vehicle carries one. The first of the two
brings one that has been aboard since the depot, the second takes one in. In that order there is
never more than one aboard; the other way round there are two.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, Solution, VehicleType
from pyvrp import Route as PyvrpRoute

from matcher.engine.problem import Ints
from matcher.engine.routes_legs import NO_WAY
from matcher.engine.routes_problem import REQUIRED, Routes, RoutesProblem
from matcher.engine.routes_walk import Walk


class Model(NamedTuple):
    """What PyVRP solves, and what its numbers mean."""

    data: ProblemData
    stop_of: list[int]  # client → stop row
    clients_of: list[list[int]]  # stop row → its clients, one for each window
    drivers_of: list[list[int]]  # vehicle type → driver rows
    dearest_m: int  # the most that a stop is worth without which there are solutions

    def client_at(self, stop: int, second: int) -> int:
        """The client that stands for a stop in the window that holds a moment."""
        windows = [self.data.client(client) for client in self.clients_of[stop]]
        holds = [one.tw_early <= second <= one.tw_late for one in windows]
        return self.clients_of[stop][holds.index(True)]


def model_of(problem: RoutesProblem, musts: Collection[int]) -> Model:
    """Return the model of a day on which somebody can go out and something is to be done.

    A solution without one of the stops in `musts` is none. What must be served and is not among
    them is worth more than all else; to say so of every stop makes for much poorer runs.
    """
    required_m = _prizes(problem)
    clients, groups, stop_of = _clients(problem, required_m, musts)
    profiles, profile_of = _profiles(problem)
    ends = sorted({*problem.drivers.leaves.tolist(), *problem.drivers.ends.tolist()})
    types, drivers_of = _vehicles(problem, profile_of, {row: i for i, row in enumerate(ends)})
    places = problem.legs.metres.shape[1]
    data = ProblemData(
        locations=[Location(0, 0) for _ in range(places)],
        clients=clients,
        depots=[Depot(row) for row in ends],
        vehicle_types=types,
        distance_matrices=[metres for metres, _ in profiles],
        duration_matrices=[seconds for _, seconds in profiles],
        groups=groups,
    )
    clients_of: list[list[int]] = [[] for _ in range(problem.n_stops)]
    for client, stop in enumerate(stop_of):
        clients_of[stop].append(client)
    dearest_m = max((one.prize for one in clients if not one.required), default=0)
    return Model(data, stop_of, clients_of, drivers_of, dearest_m)


def solution_of(model: Model, walks: Sequence[Walk]) -> Solution:
    """Return runs as PyVRP has them, each stop in the window in which it begins."""
    type_of = {row: kind for kind, rows in enumerate(model.drivers_of) for row in rows}
    routes = []
    for walked in walks:
        clients = [model.client_at(visit.stop, visit.begin_s) for visit in walked.visits]
        routes.append(PyvrpRoute(model.data, clients, type_of[walked.driver]))
    return Solution(model.data, routes)


def routes_of(model: Model, solution: Solution, n_drivers: int) -> Routes:
    """Return PyVRP's routes as ours; alike drivers take theirs in the order of their rows."""
    routes: Routes = [[] for _ in range(n_drivers)]
    of_type: list[Routes] = [[] for _ in model.drivers_of]
    for route in solution.routes():
        order = [model.stop_of[visit.idx] for visit in route if visit.is_client()]
        of_type[route.vehicle_type()].append(order)
    for rows, orders in zip(model.drivers_of, of_type, strict=True):
        for row, order in zip(rows, sorted(filter(None, orders)), strict=False):
            routes[row] = order
    return routes


def _required_m(problem: RoutesProblem) -> int:
    """More than everything else together can ever cost, so that nothing else is weighed first."""
    metres = problem.legs.metres
    seconds = int(problem.drivers.back_by_s.max(initial=0)) * problem.params.second_m
    ways = (problem.n_stops + problem.n_drivers) * int(metres[metres < NO_WAY].max(initial=0))
    each = problem.params.run_m + seconds + int(problem.drivers.lead_m.max(initial=0))
    worth = int(problem.stops.worth_m.clip(min=0).sum())
    extra = int(problem.extra_m.max(axis=0, initial=0).sum())
    return 1 + ways + each * problem.n_drivers + worth + extra


def _prizes(problem: RoutesProblem) -> Ints:
    """What each stop that must be served is worth where not all can be: as many as can be come
    first, then those that were missed, then what is cheap.

    What all the missed ones are worth beside the others is together less than one stop more.
    """
    required_m, missed = _required_m(problem), problem.stops.missed
    if not missed.any():
        return np.full(problem.n_stops, required_m, np.int64)
    return 2 * required_m + missed * (required_m // int(missed.sum()))


def _clients(
    problem: RoutesProblem, required_m: Ints, musts: Collection[int]
) -> tuple[list[Client], list[ClientGroup], list[int]]:
    deliveries, pickups = _loads(problem)
    clients: list[Client] = []
    groups: list[ClientGroup] = []
    stop_of: list[int] = []
    for stop, windows in enumerate(problem.stops.windows):
        worth = int(problem.stops.worth_m[stop])
        several = len(windows) > 1
        for opens, closes in windows:
            clients.append(
                Client(
                    location=stop,
                    delivery=deliveries[stop].tolist(),
                    pickup=pickups[stop].tolist(),
                    service_duration=int(problem.stops.service_s[stop]),
                    tw_early=opens,
                    tw_late=closes,
                    prize=int(required_m[stop]) if worth == REQUIRED else worth,
                    required=stop in musts and not several,
                    group=len(groups) if several else None,
                )
            )
            stop_of.append(stop)
        if several:
            mine = list(range(len(clients) - len(windows), len(clients)))
            groups.append(ClientGroup(mine, required=stop in musts))
    return clients, groups, stop_of


def _in_order(problem: RoutesProblem) -> list[tuple[int, ...]]:
    """What is locked in order and not nailed to the beginning, by driver."""
    return [rows[first:] for rows, first in zip(problem.locked, problem.first, strict=True)]


def _dimensions(problem: RoutesProblem) -> int:
    return 2 + max((len(rows) - 1 for rows in _in_order(problem) if rows), default=0)


def _loads(problem: RoutesProblem) -> tuple[Ints, Ints]:
    """Parcels and grams, then one load for each two that follow one another in a lock."""
    deliveries = np.zeros((problem.n_stops, _dimensions(problem)), np.int64)
    deliveries[:, :2] = problem.stops.load
    pickups = np.zeros_like(deliveries)
    for rows in _in_order(problem):
        for place, (before, after) in enumerate(pairwise(rows), start=2):
            deliveries[before, place] = 1
            pickups[after, place] = 1
    return deliveries, pickups


# PyVRP's own name for the type of its matrices is none that a checker knows.
Ways = tuple[Any, Any]


def _profiles(problem: RoutesProblem) -> tuple[list[Ways], list[int]]:
    """Ways by profile, and each driver's profile; drivers who do not differ share one."""
    known: dict[object, int] = {}
    profiles: list[Ways] = []
    profile_of = []
    for driver in range(problem.n_drivers):
        begun = problem.locked[driver][: problem.first[driver]]
        kind = int(problem.drivers.kind[driver])
        may, extra = problem.may[driver], problem.extra_m[driver]
        key = (kind, may.tobytes(), extra.tobytes(), begun)
        if key not in known:
            known[key] = len(profiles)
            profiles.append(_ways(problem, driver, begun))
        profile_of.append(known[key])
    return profiles, profile_of


def _ways(problem: RoutesProblem, driver: int, begun: Sequence[int]) -> Ways:
    kind, n = problem.drivers.kind[driver], problem.n_stops
    metres, seconds = problem.legs.metres[kind].copy(), problem.legs.seconds[kind].copy()
    metres[:, :n] += problem.extra_m[driver]
    shut = np.zeros_like(metres, dtype=np.bool_)
    shut[:, :n] = ~problem.may[driver]
    before = int(problem.drivers.leaves[driver])
    for stop in begun:
        shut[:, stop] = True
        shut[before, stop] = False
        before = stop
    # Longer than any day is long enough: penalties multiply it, and must stay inside 64 bits.
    never = 1 + 2 * int(problem.drivers.back_by_s.max())
    metres[shut], seconds[shut] = NO_WAY, never
    np.minimum(seconds, never, out=seconds)
    np.fill_diagonal(metres, 0)
    np.fill_diagonal(seconds, 0)
    return metres, seconds


def _vehicles(
    problem: RoutesProblem, profile_of: Sequence[int], depot_of: dict[int, int]
) -> tuple[list[VehicleType], list[list[int]]]:
    drivers, params = problem.drivers, problem.params
    order_loads = [1] * (_dimensions(problem) - 2)
    known: dict[tuple[int, ...], list[int]] = {}
    for driver in range(problem.n_drivers):
        if drivers.ready_s[driver] > min(drivers.leave_by_s[driver], drivers.back_by_s[driver]):
            continue
        key = (
            profile_of[driver],
            *map(int, drivers.capacity[driver]),
            int(drivers.leaves[driver]),
            int(drivers.ends[driver]),
            int(drivers.ready_s[driver]),
            int(min(drivers.leave_by_s[driver], drivers.back_by_s[driver])),
            int(drivers.back_by_s[driver]),
            params.run_m + int(drivers.lead_m[driver] + params.second_m * drivers.lead_s[driver]),
        )
        known.setdefault(key, []).append(driver)
    types = [
        VehicleType(
            num_available=len(rows),
            capacity=[parcels, grams, *order_loads],
            start_depot=depot_of[leaves],
            end_depot=depot_of[ends],
            fixed_cost=fixed,
            tw_early=ready,
            start_late=by,
            tw_late=back,
            unit_duration_cost=params.second_m,
            profile=profile,
        )
        for (profile, parcels, grams, leaves, ends, ready, by, back, fixed), rows in known.items()
    ]
    return types, list(known.values())
