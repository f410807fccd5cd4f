"""Can what a person has locked be kept at all? Asked before anything is planned around it."""

from enum import StrEnum
from typing import NamedTuple

from matcher.engine.routes_problem import RoutesProblem
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


def locked_walks(problem: RoutesProblem) -> list[Walk]:
    """The runs of what is locked alone; the caller knows that no lock is broken."""
    walks = [walk(problem, row, order) for row, order in enumerate(problem.locked) if order]
    return [walked for walked in walks if walked is not None]
