"""A first answer by auction: quick, nearly optimal, and with prices that are nearly right.

Bertsekas' auction with falling steps (D. P. Bertsekas, Annals of Operations Research 14,
1988): waiting units bid for the offer that is cheapest at today's prices, by as much as
keeps it cheapest plus a step; the lowest bidder of a full offer waits again. Each pass uses
a smaller step. The exact searches mend what the last step left wrong, so nothing here
decides the optimum: it decides how little is left to do.
"""

import os
from time import process_time
import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.flow import Flow, empty_flow, load_m, seat, unseat
from matcher.engine.graph import Graph, reverse_of
from matcher.engine.problem import Ints, OfferArrays, Problem
from matcher.engine.reverse_auction import ask_until_fair

PARTS = 64
FAR = np.int64(2**60)


def auction(problem: Problem, graph: Graph, flow: Flow, steps: tuple[int, ...]) -> None:
    """Bring `flow` within the last step of optimal for every unit, from the prices it has.

    `steps` are in parts of a metre, `PARTS` to each. The prices come back in whole metres:
    after a last step of one part nearly all of them are exactly right, which they would not
    be had the auction stopped at a metre.
    """
    needs, offers = problem.needs, problem.offers
    reverse = reverse_of(graph, len(offers.radius))
    level = np.zeros(len(flow.holder), dtype=np.int64)
    fine = graph._replace(cost=graph.cost.astype(np.int64) * PARTS)
    penalty, step_m = needs.penalty * PARTS, problem.params.load_step_m * PARTS
    flow.offer_price[:] *= PARTS
    for step in steps:
        _release_outpriced(fine, flow, penalty, step, level)
        if os.environ.get('DBG')=='2': print('      waiting',flow.waiting.sum(),step); t=process_time()
        queue = np.repeat(np.arange(len(flow.waiting)), flow.waiting)
        _bid_until_placed(fine, flow, offers, penalty, step_m, step, level, queue)
        if os.environ.get('DBG')=='2': print('      fwd',process_time()-t);t=process_time()
        ask_until_fair(fine, reverse, flow, offers, penalty, step_m, step)
        if os.environ.get('DBG')=='2': print('      rev',process_time()-t)
    lowest = offers.recent.astype(np.int64) * problem.params.load_step_m
    flow.offer_price[:] = np.maximum((flow.offer_price + PARTS // 2) // PARTS, lowest)


@compiled
def _release_outpriced(graph: Graph, flow: Flow, penalty: Ints, step: int, level: Ints) -> None:
    """Let go who could do better by more than a step; who stays can be outbid from today's price."""
    for i in range(len(penalty)):
        free = penalty[i]
        for a in range(graph.start[i], graph.start[i + 1]):
            if not flow.held[a]:
                free = min(free, graph.cost[a] + flow.offer_price[graph.offer[a]])
        for a in range(graph.start[i], graph.start[i + 1]):
            if flow.held[a] and graph.cost[a] + flow.offer_price[graph.offer[a]] > free + step:
                unseat(graph, flow, a)
                flow.waiting[i] += 1
        if flow.unserved[i] and penalty[i] > free + step:
            flow.waiting[i] += flow.unserved[i]
            flow.unserved[i] = 0
    for j in range(len(flow.used)):
        level[flow.room[j] : flow.room[j + 1]] = flow.offer_price[j]


@compiled
def _bid_until_placed(
    graph: Graph,
    flow: Flow,
    offers: OfferArrays,
    penalty: Ints,
    step_m: int,
    step: int,
    level: Ints,
    queue: Ints,
) -> None:
    """Serve the queue first come first served; who is outbid goes to its end."""
    head, length, size = 0, len(queue), len(queue)
    while length:
        i = queue[head]
        head = (head + 1) % size
        length -= 1
        flow.waiting[i] -= 1
        pair, bid = _best_bid(graph, flow, penalty[i], i, step)
        if pair < 0:
            flow.unserved[i] += 1
            continue
        outbid = _take(graph, flow, offers, step_m, level, pair, bid)
        if outbid >= 0:
            flow.waiting[outbid] += 1
            queue[(head + length) % size] = outbid
            length += 1


@compiled
def _best_bid(graph: Graph, flow: Flow, penalty: int, i: int, step: int) -> tuple[int, int]:
    """The cheapest pair that need `i` does not hold yet, and how high it can go."""
    best, second, pair = FAR, FAR, -1
    for a in range(graph.start[i], graph.start[i + 1]):
        value = graph.cost[a] + flow.offer_price[graph.offer[a]]
        if value < second and not flow.held[a]:
            if value < best:
                best, second, pair = value, best, a
            else:
                second = value
    if pair < 0 or best >= penalty:
        return -1, 0
    return pair, min(second, penalty) - graph.cost[pair] + step


@compiled
def _take(
    graph: Graph, flow: Flow, offers: OfferArrays, step_m: int, level: Ints, pair: int, bid: int
) -> int:
    """Give the pair a place; return the need that loses its own, or -1.

    The levels of an offer's holders form a heap in its part of `holder`, the lowest first.
    """
    j = graph.offer[pair]
    used, base = flow.used[j], flow.room[j]
    full = used == flow.room[j + 1] - base
    lowest = level[base] if used else FAR
    outbid = np.int64(-1)
    if full or lowest < load_m(offers, step_m, j, used + 1):
        outbid = np.int64(graph.need[flow.holder[base]])
        flow.held[flow.holder[base]] = False
        flow.holder[base], level[base] = pair, bid
        flow.held[pair] = True
        _sink(flow, level, base, used)
    else:
        seat(graph, flow, pair)
        level[base + used] = bid
        _rise(flow, level, base, used)
        used += 1
    ask = level[base]
    if used < flow.room[j + 1] - base:
        ask = min(ask, max(flow.offer_price[j], load_m(offers, step_m, j, used + 1)))
    flow.offer_price[j] = max(flow.offer_price[j], ask)
    return outbid


@compiled
def _sink(flow: Flow, level: Ints, base: int, size: int) -> None:
    k = 0
    while 2 * k + 1 < size:
        child = 2 * k + 1
        if child + 1 < size and level[base + child + 1] < level[base + child]:
            child += 1
        if level[base + k] <= level[base + child]:
            return
        _swap(flow, level, base + k, base + child)
        k = child


@compiled
def _rise(flow: Flow, level: Ints, base: int, k: int) -> None:
    while k and level[base + k] < level[base + (k - 1) // 2]:
        _swap(flow, level, base + k, base + (k - 1) // 2)
        k = (k - 1) // 2


@compiled
def _swap(flow: Flow, level: Ints, a: int, b: int) -> None:
    flow.holder[a], flow.holder[b] = flow.holder[b], flow.holder[a]
    level[a], level[b] = level[b], level[a]
