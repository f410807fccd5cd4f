"""The auction's other half: places that are dearer than their load and empty ask for takers.

After bidding, an offer may stand empty at a price that an earlier, coarser pass drove up.
Here it turns round (D. P. Bertsekas and D. A. Castañón, Computational Optimization and
Applications 1, 1992): the offer takes the need that gains most by coming, at the price at
which the next one would come, or falls to its load when nobody gains more than a step.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.engine.compiled import compiled
from matcher.engine.flow import NO_PAIR, Flow, seat, unseat
from matcher.engine.graph import Graph, Reverse
from matcher.engine.market import Market, load_m
from matcher.engine.problem import FAR, NOBODY, Ints

# Hubs have more pairs than this. They and their tokens are left to the next bids: going
# through all of a hub's tokens for every place of theirs would take longer than the auction.
MANY_PAIRS = 2_048
# Fine steps may lower thousands of prices a hair at a time. Past so many turns for each offer the
# exact searches are quicker.
MOST_MOVES = 12


class Asking(NamedTuple):
    """Working space: offers still to ask, and the dearest pair that each need holds."""

    stack: Ints
    stacked: NDArray[np.bool_]
    size: Ints  # [offers on the stack]
    dearest: Ints  # (n,) pair, or NO_PAIR while a unit is on the street


@compiled
def ask_until_fair(
    graph: Graph, reverse: Reverse, flow: Flow, market: Market, step: int, real: int
) -> None:
    """Bring every offer to a price at which its empty places are fair, within a step.

    Only the first `real` needs are asked: those of the problem, not the hubs' tokens.
    """
    m = len(flow.used)
    asking = Asking(
        np.zeros(m, dtype=np.int64),
        np.zeros(m, dtype=np.bool_),
        np.zeros(1, dtype=np.int64),
        np.full(len(market.penalty), NO_PAIR, dtype=np.int64),
    )
    for i in range(len(market.penalty)):
        _find_dearest(graph, flow, asking, i)
    for j in range(m):
        _ask_again(asking, j)
    moves_left = MOST_MOVES * m
    while asking.size[0] and moves_left > 0:
        moves_left -= 1
        asking.size[0] -= 1
        j = asking.stack[asking.size[0]]
        asking.stacked[j] = False
        if reverse.start[j + 1] - reverse.start[j] <= MANY_PAIRS:
            _fill_one_by_one(graph, reverse, flow, market, asking, j, step, real)


@compiled
def _ask_again(asking: Asking, j: int) -> None:
    if j != NOBODY and not asking.stacked[j]:
        asking.stack[asking.size[0]] = j
        asking.stacked[j] = True
        asking.size[0] += 1


@compiled
def _fill_one_by_one(
    graph: Graph,
    reverse: Reverse,
    flow: Flow,
    market: Market,
    asking: Asking,
    j: int,
    step: int,
    real: int,
) -> None:
    while flow.used[j] < flow.room[j + 1] - flow.room[j]:
        load = load_m(market, j, flow.used[j] + 1)
        if flow.offer_price[j] <= load:
            return
        pair, gain, next_gain = NO_PAIR, -FAR, -FAR
        for r in range(reverse.start[j], reverse.start[j + 1]):
            a = reverse.pair[r]
            if flow.held[a] or graph.need[a] >= real:
                continue
            worth = _worth(graph, flow, market, asking, a)
            if worth > gain:
                pair, gain, next_gain = a, worth, gain
            elif worth > next_gain:
                next_gain = worth
        if gain <= load + step:
            flow.offer_price[j] = load
            return
        _ask_again(asking, _bring(graph, flow, asking, pair))
        flow.offer_price[j] = min(flow.offer_price[j], max(load, next_gain - step))


@compiled
def _worth(graph: Graph, flow: Flow, market: Market, asking: Asking, a: int) -> int:
    """At what price of its offer the need of pair `a` would come: what it pays, less the cost."""
    i = graph.need[a]
    held = asking.dearest[i]
    if held == NO_PAIR:
        return int(market.penalty[i] - graph.cost[a])
    return int(graph.cost[held] + flow.offer_price[graph.offer[held]] - graph.cost[a])


@compiled
def _bring(graph: Graph, flow: Flow, asking: Asking, pair: int) -> int:
    """Move the dearest unit of the pair's need to it; return the offer that it leaves."""
    i = graph.need[pair]
    left, held = NOBODY, asking.dearest[i]
    if held == NO_PAIR:
        flow.unserved[i] -= 1
    else:
        left = int(graph.offer[held])
        unseat(graph, flow, held)
    seat(graph, flow, pair)
    _find_dearest(graph, flow, asking, i)
    return left


@compiled
def _find_dearest(graph: Graph, flow: Flow, asking: Asking, i: int) -> None:
    """Prices that fall later may make another pair the dearest: near enough for an auction."""
    asking.dearest[i] = NO_PAIR
    if flow.unserved[i]:
        return
    price = -FAR
    for a in range(graph.start[i], graph.start[i + 1]):
        if flow.held[a]:
            now = graph.cost[a] + flow.offer_price[graph.offer[a]]
            if now > price:
                asking.dearest[i], price = a, now
