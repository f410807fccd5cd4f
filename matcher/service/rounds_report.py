"""What a round says of itself when it is done: counts and prices, and nothing about anybody."""

from collections import Counter
from typing import Any

import numpy as np

from matcher.domain.categories import CATEGORIES
from matcher.engine.explain import Explanation
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.values import Values
from matcher.service.rounds_answer import units_by_blocker
from matcher.storage.reading.columns import Coded
from matcher.storage.reading.round_snapshot import RoundSnapshot
from matcher.storage.writing.proposals import Recorded
from matcher.storage.writing.rounds import Certificate

ANYWHERE = "anywhere"


def certificate_of(problem: Problem, result: Result) -> Certificate:
    """The sizes of the problem and the proof of the answer."""
    return Certificate(
        needs=len(problem.needs.units),
        units=problem.units,
        offers=len(problem.offers.capacity),
        matched=len(result.need_row),
        objective=int(result.objective),
        lower_bound=int(result.lower_bound),
        gap=result.gap,
    )


def report_of(
    snapshot: RoundSnapshot,
    problem: Problem,
    result: Result,
    why: Explanation,
    values: Values,
    recorded: Recorded,
) -> dict[str, Any]:
    """The report as the round's row keeps it.

    `boroughs` and `urgencies` count units; `prices` say what one more volunteer would be worth,
    in metres-equivalent, by borough and category, and under “anywhere” for remote help.
    """
    needs = snapshot.needs
    return {
        "unserved": units_by_blocker(result, why),
        "boroughs": _units_by(needs.borough, problem, result),
        "urgencies": _units_by(needs.urgency, problem, result),
        "categories": _units_by(needs.category, problem, result),
        "prices": _prices(problem, values),
        "skipped": dict(sorted(Counter(no.value for _, no in recorded.skipped).items())),
        # What one person with several offers could not give, see `rounds_capacity`.
        "left_out": len(result.need_row) - len(recorded.proposals) - len(recorded.skipped),
        "longest_write_s": round(recorded.longest_s, 3),
    }


def _units_by(column: Coded, problem: Problem, result: Result) -> dict[str, dict[str, int]]:
    kinds = len(column.values)
    asked = np.bincount(column.number, weights=problem.needs.units, minlength=kinds)
    unserved = np.bincount(column.number, weights=result.unserved, minlength=kinds)
    rows = zip(column.values, asked.tolist(), unserved.tolist(), strict=True)
    return {value: {"units": int(units), "unserved": int(left)} for value, units, left in rows}


def _prices(problem: Problem, values: Values) -> dict[str, dict[str, int]]:
    prices: dict[str, dict[str, int]] = {}
    rows = zip(
        values.borough.tolist(), values.category.tolist(), values.value_m.tolist(), strict=True
    )
    for borough, category, value_m in rows:
        place = problem.boroughs[borough] if borough >= 0 else ANYWHERE
        prices.setdefault(place, {})[CATEGORIES[category].slug] = value_m
    return prices
