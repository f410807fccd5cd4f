"""Look for the cheapest runs in one phase or two: first all that must be served, then what can.

PyVRP finds far better runs where stops are required than where leaving one out is merely dear:
on Solomon's RC108 with a dear prize for each of 100 customers it still left one out after 20
seconds, where with required ones it was at the best known distance after 12. But where they
cannot all be served it finds nothing at all, so then we ask a second time.
"""

from collections.abc import Callable, Collection, Sequence
from math import inf
from time import perf_counter
from typing import NamedTuple

from matcher.engine.routes_locks import start_of
from matcher.engine.routes_model import model_of, routes_of, solution_of
from matcher.engine.routes_problem import REQUIRED, Routes, RoutesProblem
from matcher.engine.routes_search import Effort, Found, search
from matcher.engine.routes_walk import Walk, fits, walk

Tell = Callable[[float], None]


class Looked(NamedTuple):
    """The cheapest runs that were found, and after how many seconds the first were."""

    routes: Routes
    kept_after_s: float
    rounds: int
    cut_short: bool


def look_for_routes(
    problem: RoutesProblem,
    before: Routes | None,
    *,
    seed: int,
    effort: Effort,
    tell: Tell | None,
) -> Looked:
    """Return runs that keep every rule, found from those `before` where they still hold."""
    servable = _servable_alone(problem)
    if not servable:
        return Looked([list(rows) for rows in problem.locked], 0.0, 0, False)
    start = start_of(problem, before)
    settled = {stop for rows in problem.locked for stop in rows}
    musts = settled | {stop for stop in servable if problem.stops.worth_m[stop] == REQUIRED}
    if musts == settled or not _room_for(problem, musts):
        return _looked(problem, settled, start, seed, effort, inf, tell)
    began = perf_counter()
    first = _looked(problem, musts, start, seed, effort, effort.give_up_after, tell)
    if first.routes:
        return first
    spent_s = perf_counter() - began
    rest = effort.less(first.rounds, spent_s)
    second = _looked(problem, settled, start, seed, rest, inf, _from(effort.give_up_after, tell))
    return Looked(
        second.routes,
        spent_s + second.kept_after_s,
        first.rounds + second.rounds,
        first.cut_short or second.cut_short,
    )


def _looked(
    problem: RoutesProblem,
    musts: Collection[int],
    walks: Sequence[Walk],
    seed: int,
    effort: Effort,
    hopeless_from: float,
    tell: Tell | None,
) -> Looked:
    """One phase; no routes at all where it found none that keep every rule."""
    model = model_of(problem, musts)
    # Even nothing is a start that keeps every rule, unless more must be in.
    start = solution_of(model, walks) if walks or hopeless_from == inf else None
    found: Found = search(
        model, start, seed=seed, effort=effort, hopeless_from=hopeless_from, tell=tell
    )
    if found.kept_after_s is None:
        return Looked([], inf, found.rounds, found.cut_short)
    routes = routes_of(model, found.solution, problem.n_drivers)
    return Looked(routes, found.kept_after_s, found.rounds, found.cut_short)


def _servable_alone(problem: RoutesProblem) -> set[int]:
    """The stops that somebody could serve if there were no other."""
    return {
        stop
        for stop in range(problem.n_stops)
        if any(
            fits(problem, driver, [stop]) and walk(problem, driver, [stop]) is not None
            for driver in range(problem.n_drivers)
        )
    }


def _room_for(problem: RoutesProblem, stops: Collection[int]) -> bool:
    """Whether all vehicles together have room for so much; if not, nobody need look."""
    load = problem.stops.load[sorted(stops)].sum(axis=0)
    return bool((load <= problem.drivers.capacity.sum(axis=0)).all())


def _from(done: float, tell: Tell | None) -> Tell | None:
    """Tell of the second phase as of what is left after the first."""
    if tell is None:
        return None
    return lambda part: tell(done + (1 - done) * part)
