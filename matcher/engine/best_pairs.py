"""The few best pairs that a search has met so far, in order."""

from typing import NamedTuple

from matcher.engine.compiled import compiled
from matcher.engine.problem import Ints, Rows


class BestPairs(NamedTuple):
    """Rows of one length: how many of them are filled is kept by the search."""

    offer: Rows
    cost: Rows
    worth: Ints  # what the order goes by, the lowest first; then the offer's row


@compiled
def keep(best: BestPairs, count: int, j: int, cost: int, worth: int) -> int:
    """Put the pair where it belongs, if it is good enough; return the new count."""
    width = len(best.offer)
    place = count if count < width else width - 1
    if count == width and (
        worth > best.worth[place] or (worth == best.worth[place] and j > best.offer[place])
    ):
        return count
    while place > 0 and (
        best.worth[place - 1] > worth
        or (best.worth[place - 1] == worth and best.offer[place - 1] > j)
    ):
        best.worth[place] = best.worth[place - 1]
        best.offer[place] = best.offer[place - 1]
        best.cost[place] = best.cost[place - 1]
        place -= 1
    best.worth[place], best.offer[place], best.cost[place] = worth, j, cost
    return min(count + 1, width)
