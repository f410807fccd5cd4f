"""Can what a person has locked be kept at all? Asked before anything is planned around it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from matcher.engine.routes_problem import Routes, RoutesProblem
from matcher.engine.routes_walk import Walk, fits, walk


class WhyNot(StrEnum):
    """Which rule the locked stops of one driver break."""

    NOT_ALLOWED = "not_allowed"
    TOO_FULL = "too_full"
    NOT_IN_TIME = "not_in_time"


class BrokenLock(NamedTuple):
    """A driver's row, and what is wrong with what is locked for them."""

    driver: int
    why: WhyNot


def broken_lock(problem: RoutesProblem) -> BrokenLock | None:
    """The first driver whose locked stops, alone and in order, break a rule."""
    for driver, rows in enumerate(problem.locked):
        if not problem.may[driver, list(rows)].all():
            return BrokenLock(driver, WhyNot.NOT_ALLOWED)
        if not fits(problem, driver, rows):
            return BrokenLock(driver, WhyNot.TOO_FULL)
        if rows and walk(problem, driver, rows) is None:
            return BrokenLock(driver, WhyNot.NOT_IN_TIME)
    return None


def start_of(problem: RoutesProblem, before: Routes | None) -> list[Walk]:
    """The runs to begin from: those that stood before where they keep every rule and lock.

    Where they do not, or there are none, what is locked alone; no lock is broken.
    """
    if before is not None:
        walks = _kept_walks(problem, before)
        if walks is not None:
            return walks
    return _kept_walks(problem, problem.locked) or []


def _kept_walks(problem: RoutesProblem, routes: Sequence[Sequence[int]]) -> list[Walk] | None:
    stops = [stop for order in routes for stop in order]
    if len(routes) != problem.n_drivers or len(set(stops)) != len(stops):
        return None
    walks = []
    for driver, order in enumerate(routes):
        locked, first = problem.locked[driver], problem.first[driver]
        if tuple(stop for stop in order if stop in locked) != locked:
            return None
        if tuple(order[:first]) != locked[:first] or not fits(problem, driver, order):
            return None
        walked = walk(problem, driver, order) if order else None
        if order and walked is None:
            return None
        walks += [walked] if walked is not None else []
    return walks
