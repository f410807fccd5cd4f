"""The state of a solve: who holds which place, what is paid for, and the prices.

Three kinds of nodes make the flow network: needs, offers and the street, which takes every
place that is paid for and every unit left unserved, and whose price is 0. With c the pair's
cost, p a need's price, q an offer's price and L(k) the load cost of an offer's k-th place:

    not held   c + q - p >= 0          held     c + q - p <= 0
    unserved   p = penalty             served   p <= penalty
    paid(j) places:  L(paid) <= q <= L(paid + 1)

Where all of it holds, nobody waits and no place is paid for but empty, the flow is optimal
on the graph (complementary slackness). The two searches keep it true while they move.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.engine.compiled import compiled
from matcher.engine.graph import Graph
from matcher.engine.market import Market
from matcher.engine.problem import Ints

NO_PAIR = -1
NO_PLACE = -1


class Flow(NamedTuple):
    """Arrays that the searches change in place."""

    held: NDArray[np.bool_]  # (pairs,)
    place: Ints  # (pairs,) where in `holder` a held pair stands
    room: Ints  # (m + 1,) where each offer's part of `holder` begins
    holder: Ints  # pair numbers that hold a place, the first `used[j]` of offer j's part
    used: Ints  # (m,) places held
    paid: Ints  # (m,) places paid for, at least `used`
    unserved: Ints  # (n,) units on the street
    waiting: Ints  # (n,) units not placed yet
    need_price: Ints  # (n,)
    offer_price: Ints  # (m,)


def empty_flow(market: Market, graph: Graph) -> Flow:
    """Return a flow in which every unit waits and every offer asks for its first load."""
    room = room_for(market, graph)
    return Flow(
        held=np.zeros(len(graph.need), dtype=np.bool_),
        place=np.full(len(graph.need), NO_PLACE, dtype=np.int64),
        room=room,
        holder=np.full(int(room[-1]), NO_PAIR, dtype=np.int64),
        used=np.zeros(market.offers, dtype=np.int64),
        paid=np.zeros(market.offers, dtype=np.int64),
        unserved=np.zeros(market.needs, dtype=np.int64),
        waiting=market.units.copy(),
        need_price=np.zeros(market.needs, dtype=np.int64),
        offer_price=market.first_load(),
    )


def room_for(market: Market, graph: Graph) -> Ints:
    """Where each offer's holders are kept: no more of them than places, or than pairs."""
    pairs = np.bincount(graph.offer, minlength=market.offers)
    room = np.zeros(len(pairs) + 1, dtype=np.int64)
    np.cumsum(np.minimum(pairs, market.capacity), out=room[1:])
    return room


def regrown(market: Market, graph: Graph, held: NDArray[np.bool_], flow: Flow) -> Flow:
    """Return `flow` on a grown graph: the pairs have new numbers, all else stands."""
    room = room_for(market, graph)
    grown = flow._replace(
        held=held,
        place=np.full(len(graph.need), NO_PLACE, dtype=np.int64),
        room=room,
        holder=np.full(int(room[-1]), NO_PAIR, dtype=np.int64),
    )
    grown.used[:] = 0
    _seat_held(graph, grown)
    return grown


@compiled
def _seat_held(graph: Graph, flow: Flow) -> None:
    for a in range(len(graph.need)):
        if flow.held[a]:
            seat(graph, flow, a)


@compiled
def seat(graph: Graph, flow: Flow, a: int) -> None:
    """Pair `a` takes a place with its offer."""
    j = graph.offer[a]
    place = flow.room[j] + flow.used[j]
    flow.holder[place] = a
    flow.place[a] = place
    flow.used[j] += 1
    flow.held[a] = True


@compiled
def unseat(graph: Graph, flow: Flow, a: int) -> None:
    """Pair `a` gives its place back; the last of the offer's holders moves up."""
    j = graph.offer[a]
    place, last = flow.place[a], flow.room[j] + flow.used[j] - 1
    moved = flow.holder[last]
    flow.holder[place] = moved
    flow.place[moved] = place
    flow.holder[last] = NO_PAIR
    flow.place[a] = NO_PLACE
    flow.used[j] -= 1
    flow.held[a] = False


@compiled
def pay_for_the_dearest(graph: Graph, flow: Flow) -> None:
    """Set the price of each need that is served to the least that the rules allow."""
    for i in range(len(flow.need_price)):
        if flow.unserved[i] or flow.waiting[i]:
            continue
        dearest = -1
        for a in range(graph.start[i], graph.start[i + 1]):
            if flow.held[a]:
                dearest = max(dearest, graph.cost[a] + flow.offer_price[graph.offer[a]])
        if dearest >= 0:
            flow.need_price[i] = dearest
