"""The auction's other half: places that are dearer than their load and empty ask for takers.

After bidding, an offer may stand empty at a price that an earlier, coarser pass drove up.
Here it turns round (D. P. Bertsekas and D. A. Castañón, Computational Optimization and
Applications 1, 1992): the offer takes the need that gains most by coming, at the price at
which the next one would come, or falls to its load when nobody gains more than a step.
"""

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.flow import Flow, load_m, seat, unseat
from matcher.engine.graph import Graph, Reverse
from matcher.engine.problem import Ints, OfferArrays

NOBODY = -1
FAR = np.int64(2**60)


@compiled
def ask_until_fair(
    graph: Graph,
    reverse: Reverse,
    flow: Flow,
    offers: OfferArrays,
    penalty: Ints,
    step_m: int,
    step: int,
) -> None:
    """Bring every offer to a price at which its empty places are fair, within a step."""
    for i in range(len(penalty)):
        _set_need_price(graph, flow, penalty, i)
    m = len(flow.used)
    stack = np.arange(m)
    stacked = np.ones(m, dtype=np.bool_)
    size = m
    while size:
        size -= 1
        j = stack[size]
        stacked[j] = False
        while flow.used[j] < flow.room[j + 1] - flow.room[j]:
            load = load_m(offers, step_m, j, flow.used[j] + 1)
            if flow.offer_price[j] <= load:
                break
            pair, gain, next_gain = _keenest(graph, reverse, flow, j)
            if gain <= load + step:
                _fall_to(graph, flow, penalty, j, load)
                break
            left = _bring(graph, flow, penalty, pair)
            _fall_to(graph, flow, penalty, j, max(load, next_gain - step))
            if left != NOBODY and not stacked[left]:
                stack[size] = left
                stacked[left] = True
                size += 1


@compiled
def _keenest(graph: Graph, reverse: Reverse, flow: Flow, j: int) -> tuple[int, int, int]:
    """The pair that would gain most by coming to `j`, at what price it and the next would."""
    pair, gain, next_gain = np.int64(NOBODY), -FAR, -FAR
    for r in range(reverse.start[j], reverse.start[j + 1]):
        a = reverse.pair[r]
        worth = flow.need_price[graph.need[a]] - graph.cost[a]
        if worth > next_gain and not flow.held[a]:
            if worth > gain:
                pair, gain, next_gain = a, worth, gain
            else:
                next_gain = worth
    return pair, gain, next_gain


@compiled
def _bring(graph: Graph, flow: Flow, penalty: Ints, pair: int) -> int:
    """Move the dearest unit of the pair's need to it; return the offer that it leaves."""
    i = graph.need[pair]
    left = np.int64(NOBODY)
    if flow.unserved[i]:
        flow.unserved[i] -= 1
    else:
        dearest, value = np.int64(NOBODY), -FAR
        for a in range(graph.start[i], graph.start[i + 1]):
            if flow.held[a]:
                now = graph.cost[a] + flow.offer_price[graph.offer[a]]
                if now > value:
                    dearest, value = a, now
        left = np.int64(graph.offer[dearest])
        unseat(graph, flow, dearest)
    seat(graph, flow, pair)
    _set_need_price(graph, flow, penalty, i)
    return left


@compiled
def _fall_to(graph: Graph, flow: Flow, penalty: Ints, j: int, price: int) -> None:
    """Lower the price of `j` to `price`, never raising it, and tell its holders."""
    if price >= flow.offer_price[j]:
        return
    flow.offer_price[j] = price
    for place in range(flow.room[j], flow.room[j] + flow.used[j]):
        _set_need_price(graph, flow, penalty, graph.need[flow.holder[place]])


@compiled
def _set_need_price(graph: Graph, flow: Flow, penalty: Ints, i: int) -> None:
    """What the dearest unit of need `i` costs at today's prices."""
    if flow.unserved[i]:
        flow.need_price[i] = penalty[i]
        return
    price = np.int64(0)
    for a in range(graph.start[i], graph.start[i + 1]):
        if flow.held[a]:
            price = max(price, graph.cost[a] + flow.offer_price[graph.offer[a]])
    flow.need_price[i] = price
