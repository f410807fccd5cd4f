"""Plan a day's runs: keep what is locked, look for the cheapest, and put in all that fits."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from matcher.domain.refusals import Conflict
from matcher.engine.routes_insert import with_all_that_fit
from matcher.engine.routes_locks import broken_lock
from matcher.engine.routes_phases import look_for_routes
from matcher.engine.routes_problem import REQUIRED, Routes, RoutesProblem
from matcher.engine.routes_search import Effort
from matcher.engine.routes_typed import TypedOrder, typed_order
from matcher.engine.routes_walk import Walk, cost_of, walk

__all__ = ["DEFAULT_EFFORT", "Effort", "RoutesResult", "plan_routes"]

DEFAULT_EFFORT = Effort()


@dataclass(frozen=True, slots=True)
class RoutesResult:
    """The plan of one day, in rows.

    `walks` are the runs that go out, by driver. `cost_m` is what they cost together, and
    `forgone_m` the worth of the stops that are not served though they need not be. `repeatable`
    says whether the same seed gives the same plan on every machine: the time limit was not met.
    `kept_after_s` is when PyVRP had its first runs that keep every rule.
    """

    walks: tuple[Walk, ...]
    unserved: tuple[int, ...]
    cost_m: int
    forgone_m: int
    typed: TypedOrder
    rounds: int
    repeatable: bool
    kept_after_s: float
    seconds: float

    @property
    def metres(self) -> int:
        """The length of all runs."""
        return sum(walked.metres for walked in self.walks)

    def routes(self, n_drivers: int) -> Routes:
        """The stops of every driver in order, also of those who stay at home."""
        routes: Routes = [[] for _ in range(n_drivers)]
        for walked in self.walks:
            routes[walked.driver] = [visit.stop for visit in walked.visits]
        return routes


def plan_routes(
    problem: RoutesProblem,
    before: Routes | None = None,
    *,
    seed: int = 0,
    effort: Effort = DEFAULT_EFFORT,
    tell: Callable[[float], None] | None = None,
) -> RoutesResult:
    """Return the cheapest plan that was found; every plan keeps every rule and every lock.

    What cannot be served is left out and never a failure. `before` are runs that stood before a
    change by hand: where they still keep every rule, what comes out is no worse. `tell` is
    called several times a second with the part of the effort that is spent, from 0 to 1. Raises
    Conflict where locked stops cannot be kept: see `broken_lock`.
    """
    if broken_lock(problem) is not None:
        raise Conflict("What is locked for a driver cannot be kept: please unlock a stop.")
    began = perf_counter()
    looked = look_for_routes(problem, before, seed=seed, effort=effort, tell=tell)
    routes = with_all_that_fit(problem, looked.routes)
    walks = tuple(_walked(problem, row, order) for row, order in enumerate(routes) if order)
    served = {visit.stop for walked in walks for visit in walked.visits}
    unserved = tuple(stop for stop in range(problem.n_stops) if stop not in served)
    worth = problem.stops.worth_m[list(unserved)]
    return RoutesResult(
        walks=walks,
        unserved=unserved,
        cost_m=sum(cost_of(problem, walked) for walked in walks),
        forgone_m=int(worth[worth != REQUIRED].sum()),
        typed=typed_order(problem, routes),
        rounds=looked.rounds,
        repeatable=not looked.cut_short,
        kept_after_s=looked.kept_after_s,
        seconds=perf_counter() - began,
    )


def _walked(problem: RoutesProblem, driver: int, order: list[int]) -> Walk:
    walked = walk(problem, driver, order)
    if walked is None:
        raise ArithmeticError(f"The run of driver {driver} does not keep its own times.")
    return walked
