"""The log of rounds with their certificates, and what would change if there were more.

What would change is worked out with each round (`rounds_what_if`) and read here for one's own
boroughs; a page solves nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matcher.domain.eligibility import Blocker
from matcher.domain.refusals import NotFound
from matcher.domain.roles import Right, Scope
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.rounds_report import ANYWHERE
from matcher.service.rounds_what_if import SEVERAL, STEPS_M
from matcher.storage.reading.board_rounds import blocked_by_gate, widening_that_helps
from matcher.storage.reading.rounds import ReportedRound, latest_rounds, round_by_id

MOST_WORTH = 15


@dataclass(frozen=True, slots=True)
class Worth:
    """What one more volunteer would change; `borough` is None for help from anywhere.

    So many more units `matched` by one and by several; all ways together get `shorter_m` with
    one, or longer where it is below 0. None where the town is too large to solve it again.
    """

    borough: str | None
    category: str
    matched: int
    matched_by_several: int | None = None
    shorter_m: int | None = None


@dataclass(frozen=True, slots=True)
class Wider:
    """With radii so much wider: needs that somebody could reach, and those matched in the end.

    `reached` is of this scope's own needs now; `matched` of all in its boroughs at the latest
    round, None before there was one.
    """

    metres: int
    reached: int
    matched: int | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would change: units by the gate that is shut, with wider radii, and with more people."""

    by_gate: Mapping[Blocker, int]
    wider: tuple[Wider, ...]
    worth: tuple[Worth, ...]
    several: int = SEVERAL


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
    here = desk.require(Right.SEE_ROUNDS)
    metres = widening_that_helps(act.store, here)
    known = _latest(act)
    return WhatIf(
        by_gate=blocked_by_gate(act.store, here),
        wider=tuple(
            Wider(step, sum(one <= step for one in metres), _matched(known, here, step))
            for step in STEPS_M
        ),
        worth=_worth(known, here),
    )


def _latest(act: Act) -> Mapping[str, Any]:
    """What the latest round that looked ahead has said, nothing before there was one."""
    reports = (one.report or {} for one in latest_rounds(act.store, 5) if one.finished_at)
    return next((report["what_if"] for report in reports if "what_if" in report), {})


def _matched(known: Mapping[str, Any], scope: Scope, metres: int) -> int | None:
    if "wider" not in known:
        return None
    by_borough: Mapping[str, int] = known["wider"].get(str(metres), {})
    return sum(needs for place, needs in by_borough.items() if _sees(scope, place))


def _worth(known: Mapping[str, Any], scope: Scope) -> tuple[Worth, ...]:
    """Where one more would change most: who is matched first, then the ways."""
    found = [
        Worth(
            None if one["borough"] == ANYWHERE else one["borough"],
            one["category"],
            one["matched"],
            one.get("matched_by_several"),
            one.get("shorter_m"),
        )
        for one in known.get("more", ())
        if one["borough"] == ANYWHERE or _sees(scope, one["borough"])
    ]
    found.sort(key=lambda one: (one.matched, one.matched_by_several or 0), reverse=True)
    return tuple(found[:MOST_WORTH])


def _sees(scope: Scope, borough: str) -> bool:
    return scope.everything or borough in scope.boroughs
