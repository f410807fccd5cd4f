"""What would change, as a round's report keeps it for the board: counts by borough, and no names.

It is worked out by whoever keeps the clock, after the proposals are out, so that no page waits.
More volunteers are tried out by solving the round again, the dearest prices first, for as long as
that is cheap; beyond that the price alone tells whether one more would find somebody.
"""

from collections import Counter
from typing import Any

import numpy as np

from matcher.domain.categories import CATEGORIES
from matcher.engine.problem import Ints, Problem
from matcher.engine.result import Result
from matcher.engine.values import Values
from matcher.engine.what_if import Newcomers, change_with, found_with_wider_radii
from matcher.service.rounds_report import ANYWHERE
from matcher.storage.reading.round_snapshot import RoundSnapshot

STEPS_M = (500, 1_000, 2_000)
SEVERAL = 5
# Rows of all problems that are solved again: half a minute at the most on one calm core.
MOST_ROWS_AGAIN = 60_000


def what_would_change(
    snapshot: RoundSnapshot, problem: Problem, result: Result, values: Values
) -> dict[str, Any]:
    """`wider`: needs that would be matched too, by metres and borough; `more`: see `Worth`."""
    return {
        "wider": {
            str(metres): _needs_by_borough(
                snapshot, found_with_wider_radii(problem, result, metres)
            )
            for metres in STEPS_M
        },
        "more": _more_volunteers(problem, result, values),
    }


def _needs_by_borough(snapshot: RoundSnapshot, found: Ints) -> dict[str, int]:
    """A need that comes again has a row for each date, and is one need."""
    needs, borough = snapshot.needs, snapshot.needs.borough.texts()
    once = {needs.id[row]: borough[row] for row in np.flatnonzero(found).tolist()}
    return dict(sorted(Counter(once.values()).items()))


def _more_volunteers(problem: Problem, result: Result, values: Values) -> list[dict[str, Any]]:
    left = result.unserved > 0
    # Nothing but another match saves as much as half of what the cheapest of them would.
    worth_a_match = problem.needs.penalty[left].min() / 2 if left.any() else np.inf
    again = MOST_ROWS_AGAIN // (2 * max(1, problem.units + len(problem.offers.capacity)))
    found = []
    for place, row in enumerate(np.argsort(-values.value_m, kind="stable").tolist()):
        worth = int(values.value_m[row])
        if worth <= 0:
            break
        borough = int(values.borough[row])
        found.append(
            {
                "borough": problem.boroughs[borough] if borough >= 0 else ANYWHERE,
                "category": CATEGORIES[int(values.category[row])].slug,
                "matched": int(worth >= worth_a_match),
            }
            | (_solved_again(problem, result, values, row) if place < again else {})
        )
    return found


def _solved_again(problem: Problem, result: Result, values: Values, row: int) -> dict[str, int]:
    borough, category, _, east, north = (int(column[row]) for column in values)
    one, several = (
        change_with(problem, result, Newcomers(many, max(borough, 0), category, east, north))
        for many in (1, SEVERAL)
    )
    return {
        "matched": one.matched,
        "shorter_m": one.shorter_m,
        "matched_by_several": several.matched,
    }
