"""A first answer by auction: quick, nearly optimal, and with prices that are nearly right.

Bertsekas' auction with falling steps (D. P. Bertsekas, Annals of Operations Research 14,
1988): waiting units bid for the offer that is cheapest at today's prices, by as much as
keeps it cheapest plus a step; the lowest bidder of a full offer waits again. Each pass uses
a smaller step. The exact searches mend what the last step left wrong, so nothing here
decides the optimum: it decides how little is left to do.
"""

from collections.abc import Callable

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.flow import NO_PLACE, Flow, seat, unseat
from matcher.engine.graph import Graph, reverse_of
from matcher.engine.market import Market, last_load, load_m
from matcher.engine.network import Network
from matcher.engine.problem import Ints
from matcher.engine.reverse_auction import ask_until_fair

PARTS = 64
LOWER_BY = 2
# Finer than this, turning round takes longer than the exact searches that it would spare.
LEAST_ASKING_STEP = 16
FAR = 2**60


def auction(
    network: Network, steps: tuple[int, ...], is_over: Callable[[], bool] = lambda: False
) -> None:
    """Bring the network's flow near the optimum, from the prices that it has.

    `steps` are in parts of a metre, `PARTS` to each. The prices come back in whole metres:
    after a last step of one part nearly all of them are exactly right, which they would not
    be had the auction stopped at a metre. It may stop after any step, when time `is_over`:
    every unit is placed then or on the street.
    """
    market, graph, flow = network.market, network.graph, network.flow
    reverse = reverse_of(graph, market.offers)
    level = np.zeros(len(flow.holder), dtype=np.int64)
    fine = graph._replace(cost=graph.cost.astype(np.int64) * PARTS)
    parts = market._replace(penalty=market.penalty * PARTS, step_m=market.step_m * PARTS)
    flow.offer_price[:] *= PARTS
    before = 0
    for step in steps:
        # A coarse pass drives prices up to a step too high; starting lower costs less bids
        # than bringing every one of them down again.
        lowered = flow.offer_price - LOWER_BY * before
        np.maximum(lowered, last_load(parts, flow.used), out=flow.offer_price)
        release_outpriced(fine, flow, parts, step, level)
        queue = np.repeat(np.arange(market.needs), flow.waiting)
        _bid_until_placed(fine, flow, parts, step, level, queue)
        if step >= LEAST_ASKING_STEP:
            ask_until_fair(fine, reverse, flow, parts, step, network.needs)
        before = step
        if is_over():
            break
    whole = (flow.offer_price + PARTS // 2) // PARTS
    flow.offer_price[:] = np.maximum(whole, last_load(market, flow.used))


@compiled
def release_outpriced(graph: Graph, flow: Flow, market: Market, step: int, level: Ints) -> None:
    """Let go who could do better by more than a step.

    Who stays can be outbid from today's price on.
    """
    for i in range(len(market.penalty)):
        free = market.penalty[i]
        for a in range(graph.start[i], graph.start[i + 1]):
            if not flow.held[a]:
                free = min(free, graph.cost[a] + flow.offer_price[graph.offer[a]])
        for a in range(graph.start[i], graph.start[i + 1]):
            if flow.held[a] and graph.cost[a] + flow.offer_price[graph.offer[a]] > free + step:
                unseat(graph, flow, a)
                flow.waiting[i] += 1
        if flow.unserved[i] and market.penalty[i] > free + step:
            flow.waiting[i] += flow.unserved[i]
            flow.unserved[i] = 0
    for j in range(len(flow.used)):
        level[flow.room[j] : flow.room[j + 1]] = flow.offer_price[j]


@compiled
def _bid_until_placed(
    graph: Graph,
    flow: Flow,
    market: Market,
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
        pair, bid = _best_bid(graph, flow, market.penalty[i], i, step)
        if pair < 0:
            flow.unserved[i] += 1
            continue
        outbid = _take(graph, flow, market, level, pair, bid)
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
def _take(graph: Graph, flow: Flow, market: Market, level: Ints, pair: int, bid: int) -> int:
    """Give the pair a place; return the need that loses its own, or -1.

    The levels of an offer's holders form a heap in its part of `holder`, the lowest first.
    """
    j = graph.offer[pair]
    used, base = flow.used[j], flow.room[j]
    full = used == flow.room[j + 1] - base
    lowest = level[base] if used else FAR
    outbid = -1
    if full or lowest < load_m(market, j, used + 1):
        outbid = int(graph.need[flow.holder[base]])
        flow.held[flow.holder[base]] = False
        flow.place[flow.holder[base]] = NO_PLACE
        flow.holder[base], level[base] = pair, bid
        flow.place[pair], flow.held[pair] = base, True
        _sink(flow, level, base, used)
    else:
        seat(graph, flow, pair)
        level[base + used] = bid
        _rise(flow, level, base, used)
        used += 1
    ask = level[base]
    if used < flow.room[j + 1] - base:
        ask = min(ask, max(flow.offer_price[j], load_m(market, j, used + 1)))
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
    flow.place[flow.holder[a]], flow.place[flow.holder[b]] = a, b
    level[a], level[b] = level[b], level[a]
