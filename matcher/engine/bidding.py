"""Bidding: waiting units take the offer that is cheapest to them, and drive up its price.

The innermost loop of a solve. A bid lands anywhere in memory, and waiting for memory is most
of what it costs. So what is read together lies together here, in tables of their own that
are made for one pass and read back after it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.engine.compiled import compiled
from matcher.engine.flow import Flow
from matcher.engine.graph import Graph
from matcher.engine.market import Market
from matcher.engine.problem import FAR, Ints, Rows

# Columns of an offer's row: where its seats begin, how many there are, how many are taken,
# what the next one's load adds, and what each further one adds to that.
BASE, ROOM, TAKEN, LOAD, STEP = range(5)
# Columns of a seat's row. The seats of an offer are a heap, the lowest level first.
LEVEL, PAIR, NEED = range(3)


class Bidding(NamedTuple):
    """What bids read and change. Money is in parts of a metre, `parts` to each."""

    start: Ints  # (n + 1,) where each need's choices begin
    choice: Rows  # (pairs, 2) offer and cost, in whole metres
    price: Ints  # (m,)
    offer: Ints  # (m, 5)
    seat: Ints  # (places, 3)
    held: NDArray[np.bool_]  # (pairs,) right for needs of several units only
    units: Ints  # (n,)
    penalty: Ints  # (n,)
    unserved: Ints  # (n,)
    parts: int


def choices_of(graph: Graph) -> Rows:
    """Return offer and cost of each pair, side by side."""
    return np.stack([graph.offer, graph.cost], axis=1).astype(np.int32)


def bidding_of(graph: Graph, choice: Rows, flow: Flow, market: Market, parts: int) -> Bidding:
    """Return the tables at the flow's prices. Who sits there can be outbid from today's on."""
    load = market.step_m * (market.recent + flow.used)
    room = np.diff(flow.room)
    need = graph.need[np.maximum(flow.holder, 0)] if len(graph.need) else flow.holder
    return Bidding(
        start=graph.start,
        choice=choice,
        price=flow.offer_price,
        offer=np.stack([flow.room[:-1], room, flow.used, load, market.step_m], axis=1),
        seat=np.stack([np.repeat(flow.offer_price, room), flow.holder, need], axis=1),
        held=flow.held,
        units=market.units,
        penalty=market.penalty,
        unserved=flow.unserved,
        parts=parts,
    )


@compiled
def bid_until_placed(bidding: Bidding, queue: Ints, step: int) -> None:
    """Serve the queue of needs first come first served; who is outbid goes to its end."""
    head, length, size = 0, len(queue), len(queue)
    while length:
        i = queue[head]
        head = head + 1 if head + 1 < size else 0
        length -= 1
        pair, bid = _best_bid(bidding, i, step)
        if pair < 0:
            bidding.unserved[i] += 1
            continue
        if bidding.units[i] > 1:
            bidding.held[pair] = True
        outbid = _take(bidding, i, pair, bid)
        if outbid >= 0:
            end = head + length
            queue[end - size if end >= size else end] = outbid
            length += 1


@compiled
def _best_bid(bidding: Bidding, i: int, step: int) -> tuple[int, int]:
    """The cheapest pair that need `i` does not hold yet, and how high it can go."""
    best, second, pair = FAR, FAR, -1
    many = bidding.units[i] > 1
    for a in range(bidding.start[i], bidding.start[i + 1]):
        if many and bidding.held[a]:
            continue
        value = bidding.choice[a, 1] * bidding.parts + bidding.price[bidding.choice[a, 0]]
        # No branches: a wrong guess would wait for the price to come from memory.
        second = min(second, max(value, best))
        pair = a if value < best else pair
        best = min(best, value)
    if pair < 0 or best >= bidding.penalty[i]:
        return -1, 0
    most = min(second, bidding.penalty[i]) - bidding.choice[pair, 1] * bidding.parts
    return pair, int(most + step)


@compiled
def _take(bidding: Bidding, i: int, pair: int, bid: int) -> int:
    """Give need `i` a seat with the pair's offer; return the need that loses its own, or -1."""
    j = bidding.choice[pair, 0]
    row, seat = bidding.offer[j], bidding.seat
    base, taken, outbid = row[BASE], row[TAKEN], -1
    if taken == row[ROOM] or (taken and seat[base, LEVEL] < row[LOAD]):
        outbid = int(seat[base, NEED])
        if bidding.units[outbid] > 1:
            bidding.held[seat[base, PAIR]] = False
        _sink(seat, base, taken, bid, pair, i)
    else:
        _rise(seat, base, taken, bid, pair, i)
        row[TAKEN] += 1
        row[LOAD] += row[STEP]
    ask = seat[base, LEVEL]
    if row[TAKEN] < row[ROOM]:
        ask = min(ask, max(bidding.price[j], row[LOAD]))
    bidding.price[j] = max(bidding.price[j], ask)
    return outbid


@compiled
def _sink(seat: Ints, base: int, taken: int, bid: int, pair: int, need: int) -> None:
    """The lowest seat is left, and the bid finds its place among the others."""
    k = 0
    while 2 * k + 1 < taken:
        child = 2 * k + 1
        if child + 1 < taken and seat[base + child + 1, LEVEL] < seat[base + child, LEVEL]:
            child += 1
        if bid <= seat[base + child, LEVEL]:
            break
        _move(seat, base + child, base + k)
        k = child
    _sit(seat, base + k, bid, pair, need)


@compiled
def _rise(seat: Ints, base: int, k: int, bid: int, pair: int, need: int) -> None:
    while k and bid < seat[base + (k - 1) // 2, LEVEL]:
        up = (k - 1) // 2
        _move(seat, base + up, base + k)
        k = up
    _sit(seat, base + k, bid, pair, need)


@compiled
def _move(seat: Ints, source: int, target: int) -> None:
    _sit(seat, target, seat[source, LEVEL], seat[source, PAIR], seat[source, NEED])


@compiled
def _sit(seat: Ints, place: int, level: int, pair: int, need: int) -> None:
    seat[place, LEVEL], seat[place, PAIR], seat[place, NEED] = level, pair, need


@compiled
def read_back(bidding: Bidding, flow: Flow) -> None:
    """Bring the flow to what the bids came to: nobody waits."""
    flow.held[:] = False
    flow.waiting[:] = 0
    for j in range(len(flow.used)):
        flow.used[j] = bidding.offer[j, TAKEN]
        for place in range(flow.room[j], flow.room[j] + flow.used[j]):
            a = bidding.seat[place, PAIR]
            flow.holder[place] = a
            flow.place[a] = place
            flow.held[a] = True
