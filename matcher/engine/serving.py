"""Who serves whom in an answer, need by need."""

from typing import NamedTuple

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.problem import Ints, Problem, Rows
from matcher.engine.result import Result


class Serving(NamedTuple):
    """The offers that serve need `i` are `offer[start[i] : start[i + 1]]`, in order."""

    start: Ints  # (n + 1,)
    offer: Rows  # (matches,)


def serving_of(problem: Problem, result: Result) -> Serving:
    """Return the matches by need; those of `result` are sorted already."""
    needs = len(problem.needs.units)
    start = np.zeros(needs + 1, dtype=np.int64)
    np.cumsum(np.bincount(result.need_row, minlength=needs), out=start[1:])
    return Serving(start, result.offer_row)


@compiled
def serves(serving: Serving, i: int, j: int) -> bool:
    """Whether offer `j` serves need `i` already."""
    low, high = serving.start[i], serving.start[i + 1]
    while low < high:
        middle = (low + high) // 2
        if serving.offer[middle] < j:
            low = middle + 1
        else:
            high = middle
    return bool(low < serving.start[i + 1] and serving.offer[low] == j)
