"""Walk one driver's stops in order: when they are where, how far it is, what could be late."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from matcher.engine.routes_problem import RoutesProblem


class Visit(NamedTuple):
    """One stop on the way. `slack_s` is how late it may begin with all that follows in time."""

    stop: int
    arrive_s: int
    begin_s: int
    leave_s: int
    slack_s: int


@dataclass(frozen=True, slots=True)
class Walk:
    """One driver's run. It leaves the depot as late as it can without ending later.

    `set_out_s` is when they leave home, `leave_s` when they leave the depot loaded, and
    `slack_s` how much later they may leave it with everything in time.
    """

    driver: int
    visits: tuple[Visit, ...]
    set_out_s: int
    leave_s: int
    end_s: int
    slack_s: int
    metres: int
    extra_m: int

    @property
    def seconds(self) -> int:
        """All of the driver's day that it takes."""
        return self.end_s - self.set_out_s


class _Timing(NamedTuple):
    arrive: list[int]
    begin: list[int]
    end: int


def walk(problem: RoutesProblem, driver: int, order: Sequence[int]) -> Walk | None:
    """Return the walk, or None where a window or the driver's hours cannot be kept.

    Room and who may come are not asked here: see `fits`.
    """
    drivers = problem.drivers
    ready, by = int(drivers.ready_s[driver]), int(drivers.leave_by_s[driver])
    early = _timing(problem, driver, order, ready) if ready <= by else None
    if early is None:
        return None
    waits = sum(begin - arrive for arrive, begin in zip(early.arrive, early.begin, strict=True))
    room = min(by - ready, _slacks(problem, driver, order, early)[0])
    late = _timing(problem, driver, order, ready + min(waits, room))
    assert late is not None
    leave = ready + min(waits, room)
    slack, *at_stops = _slacks(problem, driver, order, late)
    metres = int(drivers.lead_m[driver]) + sum(
        int(problem.legs.metres[drivers.kind[driver], a, b])
        for a, b in pairwise(_way(problem, driver, order))
    )
    service = problem.stops.service_s
    return Walk(
        driver=driver,
        visits=tuple(
            Visit(stop, arrive, begin, begin + int(service[stop]), spare)
            for stop, arrive, begin, spare in zip(
                order, late.arrive, late.begin, at_stops, strict=True
            )
        ),
        set_out_s=leave - int(drivers.lead_s[driver]),
        leave_s=leave,
        end_s=late.end,
        slack_s=min(slack, by - leave),
        metres=metres,
        extra_m=sum(int(problem.extra_m[driver, stop]) for stop in order),
    )


def fits(problem: RoutesProblem, driver: int, order: Sequence[int]) -> bool:
    """Whether a driver may serve all these stops and has room for what they take."""
    rows = list(order)
    load = problem.stops.load[rows].sum(axis=0)
    return bool(
        problem.may[driver, rows].all() and (load <= problem.drivers.capacity[driver]).all()
    )


def places_in_time(
    problem: RoutesProblem, driver: int, order: Sequence[int], stop: int
) -> list[int]:
    """The positions at which a stop could be put with everything in time, found in one pass.

    Where some of the stops have several windows these are all positions: then only a walk can
    tell.
    """
    every = list(range(len(order) + 1))
    if any(len(problem.stops.windows[row]) > 1 for row in order):
        return every
    ready = int(problem.drivers.ready_s[driver])
    timing = _timing(problem, driver, order, ready)
    if timing is None or ready > problem.drivers.leave_by_s[driver]:
        return []
    _, *slacks = _slacks(problem, driver, order, timing)
    seconds = problem.legs.seconds[problem.drivers.kind[driver]]
    service = problem.stops.service_s
    way = _way(problem, driver, order)
    leaves = [ready, *(at + int(service[row]) for row, at in zip(order, timing.begin, strict=True))]
    latest = [at + slack for at, slack in zip(timing.begin, slacks, strict=True)]
    latest.append(int(problem.drivers.back_by_s[driver]))
    found = []
    for position in every:
        there = leaves[position] + int(seconds[way[position], stop])
        opens = next((a for a, end in problem.stops.windows[stop] if there <= end), None)
        if opens is not None:
            done = max(opens, there) + int(service[stop])
            if done + int(seconds[stop, way[position + 1]]) <= latest[position]:
                found.append(position)
    return found


def cost_of(problem: RoutesProblem, walked: Walk) -> int:
    """What a run costs, in metres-equivalent; one without stops costs nothing."""
    if not walked.visits:
        return 0
    params = problem.params
    return walked.metres + walked.extra_m + params.run_m + params.second_m * walked.seconds


def _way(problem: RoutesProblem, driver: int, order: Sequence[int]) -> list[int]:
    return [int(problem.drivers.leaves[driver]), *order, int(problem.drivers.ends[driver])]


def _timing(
    problem: RoutesProblem, driver: int, order: Sequence[int], leave: int
) -> _Timing | None:
    seconds = problem.legs.seconds[problem.drivers.kind[driver]]
    now, arrive, begin = leave, [], []
    way = _way(problem, driver, order)
    for here, there in pairwise(way[:-1]):
        now += int(seconds[here, there])
        # The first window that is not over: to begin earlier never makes anything later.
        window = next((one for one in problem.stops.windows[there] if now <= one[1]), None)
        if window is None:
            return None
        arrive.append(now)
        begin.append(max(now, window[0]))
        now = begin[-1] + int(problem.stops.service_s[there])
    end = now + int(seconds[way[-2], way[-1]])
    return _Timing(arrive, begin, end) if end <= problem.drivers.back_by_s[driver] else None


def _slacks(
    problem: RoutesProblem, driver: int, order: Sequence[int], timing: _Timing
) -> list[int]:
    """How late one may leave the depot, then begin at each stop, all that follows in time."""
    slack = int(problem.drivers.back_by_s[driver]) - timing.end
    slacks: list[int] = []
    for stop, arrive, begin in zip(
        reversed(order), reversed(timing.arrive), reversed(timing.begin), strict=True
    ):
        close = next(end for _, end in problem.stops.windows[stop] if begin <= end)
        slack = min(slack, close - begin)
        slacks.append(slack)
        slack += begin - arrive
    return [slack, *reversed(slacks)]
