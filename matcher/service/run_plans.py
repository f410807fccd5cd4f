"""Plan a day's delivery runs: rows become ids again, and what is refused says whose it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matcher.domain.refusals import Conflict, Term
from matcher.domain.runs import DayOfRuns
from matcher.domain.unserved import WhyUnserved
from matcher.engine.routes import DEFAULT_EFFORT, Effort, RoutesResult, plan_routes
from matcher.engine.routes_legs import Legs
from matcher.engine.routes_locks import WhyNot, broken_lock
from matcher.engine.routes_problem import Routes, RoutesProblem, problem_of
from matcher.engine.routes_reasons import why_unserved
from matcher.engine.routes_typed import TypedOrder
from matcher.engine.routes_walk import Walk

__all__ = [
    "DEFAULT_EFFORT",
    "Effort",
    "PlannedRun",
    "PlannedStop",
    "RunPlan",
    "UnservedStop",
    "plan_runs",
]

_WHAT_IS_WRONG = {
    WhyNot.NOT_ALLOWED: Term("at least one of them must not be served by this driver"),
    WhyNot.TOO_FULL: Term("they are more than the vehicle takes"),
    WhyNot.NOT_IN_TIME: Term("in this order a time window or the driver's hours cannot be kept"),
}


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """When a driver is where; they may begin `slack_s` later with all that follows in time."""

    stop_id: str
    arrive_s: int
    begin_s: int
    leave_s: int
    slack_s: int


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """One driver's run; times are seconds after midnight, and the load is at the depot's door."""

    driver_id: str
    stops: tuple[PlannedStop, ...]
    set_out_s: int
    leave_depot_s: int
    end_s: int
    slack_s: int
    metres: int
    parcels: int
    weight_g: int

    @property
    def minutes(self) -> int:
        """How much of the driver's day it takes, rounded up."""
        return -(-(self.end_s - self.set_out_s) // 60)


@dataclass(frozen=True, slots=True)
class UnservedStop:
    """A stop on nobody's run, and why."""

    stop_id: str
    why: WhyUnserved


@dataclass(frozen=True, slots=True)
class RunPlan:
    """The runs of a day, who is left out, and what it costs beside the order typed in."""

    runs: tuple[PlannedRun, ...]
    unserved: tuple[UnservedStop, ...]
    cost_m: int
    metres: int
    typed: TypedOrder
    rounds: int
    repeatable: bool
    seconds: float


def plan_runs(
    day: DayOfRuns,
    *,
    before: Mapping[str, Sequence[str]] | None = None,
    legs: Legs | None = None,
    seed: int = 0,
    effort: Effort = DEFAULT_EFFORT,
    tell: Callable[[float], None] | None = None,
) -> RunPlan:
    """Return the plan of a day, made from the runs `before` where they still keep every rule.

    `legs` are ways from a street map, in the order of `routes_problem.places_of`; without them
    they are straight lines. Raises Conflict where what is locked for a driver cannot be kept.
    """
    problem = problem_of(day, legs)
    _require_locks(day, problem)
    rows = _rows_of(day, before) if before is not None else None
    result = plan_routes(problem, rows, seed=seed, effort=effort, tell=tell)
    routes = result.routes(len(day.drivers))
    return RunPlan(
        runs=tuple(_run(day, walked) for walked in result.walks),
        unserved=_unserved(day, problem, routes, result),
        cost_m=result.cost_m,
        metres=result.metres,
        typed=result.typed,
        rounds=result.rounds,
        repeatable=result.repeatable,
        seconds=result.seconds,
    )


def _require_locks(day: DayOfRuns, problem: RoutesProblem) -> None:
    broken = broken_lock(problem)
    if broken is not None:
        raise Conflict(
            "What is locked for %(id)s cannot be kept: %(why)s. Please unlock a stop or give it to"
            " somebody else.",
            id=day.drivers[broken.driver].id,
            why=_WHAT_IS_WRONG[broken.why],
        )


def _rows_of(day: DayOfRuns, runs: Mapping[str, Sequence[str]]) -> Routes:
    """Stops and drivers that are not in this day any more are left out."""
    row = {stop.id: row for row, stop in enumerate(day.stops)}
    return [[row[id] for id in runs.get(one.id, ()) if id in row] for one in day.drivers]


def _run(day: DayOfRuns, walked: Walk) -> PlannedRun:
    stops = [day.stops[visit.stop] for visit in walked.visits]
    return PlannedRun(
        driver_id=day.drivers[walked.driver].id,
        stops=tuple(
            PlannedStop(stop.id, *visit[1:])
            for stop, visit in zip(stops, walked.visits, strict=True)
        ),
        set_out_s=walked.set_out_s,
        leave_depot_s=walked.leave_s,
        end_s=walked.end_s,
        slack_s=walked.slack_s,
        metres=walked.metres,
        parcels=sum(stop.parcels for stop in stops),
        weight_g=sum(stop.weight_g for stop in stops),
    )


def _unserved(
    day: DayOfRuns, problem: RoutesProblem, routes: Routes, result: RoutesResult
) -> tuple[UnservedStop, ...]:
    return tuple(
        UnservedStop(day.stops[stop].id, why_unserved(day, problem, routes, stop))
        for stop in result.unserved
    )
