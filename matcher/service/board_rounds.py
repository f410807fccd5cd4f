"""The log of rounds with their certificates, and what would change if there were more.

Prices say what one more volunteer of a kind would be worth in a borough, in metres-equivalent;
a wider radius says which needs somebody could reach who just does not go so far.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.domain.eligibility import Blocker
from matcher.domain.refusals import NotFound
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.rounds_report import ANYWHERE
from matcher.storage.reading.board_rounds import blocked_by_gate, widening_that_helps
from matcher.storage.reading.rounds import ReportedRound, latest_rounds, round_by_id

STEPS_M = (500, 1_000, 2_000)
MOST_PRICES = 15


@dataclass(frozen=True, slots=True)
class Worth:
    """What one more volunteer would be worth; `borough` is None for help from anywhere."""

    borough: str | None
    category: str
    value_m: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would change: units by the gate that is shut, needs within reach, and prices."""

    by_gate: Mapping[Blocker, int]
    wider: tuple[tuple[int, int], ...]
    worth: tuple[Worth, ...]


def round_log(act: Act, desk: Desk, most: int = 50) -> tuple[ReportedRound, ...]:
    """The latest rounds; a round is of the whole town, and names nobody."""
    desk.require(Right.SEE_ROUNDS)
    return tuple(latest_rounds(act.store, most))


def round_of(act: Act, desk: Desk, round_id: str) -> ReportedRound:
    """One round."""
    desk.require(Right.SEE_ROUNDS)
    found = round_by_id(act.store, round_id)
    if found is None:
        raise NotFound("There is no such round.")
    return found


def what_if(act: Act, desk: Desk) -> WhatIf:
    """What stands in the way in this scope now, and what would help most."""
    desk.require(Right.SEE_ROUNDS)
    metres = widening_that_helps(act.store, desk.scope)
    return WhatIf(
        by_gate=blocked_by_gate(act.store, desk.scope),
        wider=tuple((step, sum(one <= step for one in metres)) for step in STEPS_M),
        worth=_worth(act, desk),
    )


def _worth(act: Act, desk: Desk) -> tuple[Worth, ...]:
    """The dearest prices of the latest finished round in this scope's boroughs."""
    finished = [one for one in latest_rounds(act.store, 5) if one.finished_at and one.report]
    if not finished:
        return ()
    prices: Mapping[str, Mapping[str, int]] = (finished[0].report or {}).get("prices", {})
    found = [
        Worth(None if place == ANYWHERE else place, category, value_m)
        for place, by_category in prices.items()
        if desk.scope.everything or place == ANYWHERE or place in desk.scope.boroughs
        for category, value_m in by_category.items()
        if value_m > 0
    ]
    found.sort(key=lambda one: (-one.value_m, one.borough or "", one.category))
    return tuple(found[:MOST_PRICES])
