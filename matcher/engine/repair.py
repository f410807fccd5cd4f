"""Make a nearly right flow exactly optimal on its graph, whatever changed before."""

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.fill_many import fill_many, new_trail
from matcher.engine.fill_places import fill_all_places
from matcher.engine.flow import Flow, unseat
from matcher.engine.graph import Graph, reverse_of
from matcher.engine.heap import new_heap
from matcher.engine.market import places_worth_paying
from matcher.engine.network import Network
from matcher.engine.place_units import place_all_waiting
from matcher.engine.problem import Ints
from matcher.engine.sweep import new_marks

# From so many empty places on they are filled together, for as long as each sweep fills one
# in `LEAST_SHARE` of them: where all ways lead to one next need, searching singly is as quick.
MANY = 64
LEAST_SHARE = 8


def repair(network: Network) -> None:
    """Bring the network's flow to the optimum of its graph; what is already right is not touched.

    Pairs that break the rules of the prices are let go, every unit that waits then is placed
    by one shortest path, and every place paid for in vain is filled or given up by another.
    """
    market, graph, flow = network.market, network.graph, network.flow
    n, m = market.needs, market.offers
    release_unhappy(graph, flow, market.penalty)
    np.maximum(flow.used, places_worth_paying(market, flow.offer_price), out=flow.paid)
    heap, marks = new_heap(n + m), new_marks(n, m)
    parent = np.full(n + m, -1, dtype=np.int64)
    place_all_waiting(graph, flow, market, heap, marks, parent)
    empty = int((flow.paid - flow.used).sum())
    if not empty:
        return
    reverse, trail = reverse_of(graph, m), new_trail(n + m)
    filled = empty
    while empty >= MANY and filled * LEAST_SHARE >= empty + filled:
        filled = fill_many(graph, reverse, flow, market, heap, trail, parent)
        empty -= filled
    fill_all_places(graph, reverse, flow, market, heap, parent, 0, m)


@compiled
def release_unhappy(graph: Graph, flow: Flow, penalty: Ints) -> None:
    """Let go what is dearer than another choice, and set each need's price to match.

    A need pays what its dearest unit costs: the least price that the rules allow, so that
    the search for better pairs has the least to look at.
    """
    for i in range(len(penalty)):
        free = penalty[i]
        for a in range(graph.start[i], graph.start[i + 1]):
            if not flow.held[a]:
                free = min(free, graph.cost[a] + flow.offer_price[graph.offer[a]])
        dearest = -1
        for a in range(graph.start[i], graph.start[i + 1]):
            if flow.held[a]:
                value = graph.cost[a] + flow.offer_price[graph.offer[a]]
                if value > free:
                    unseat(graph, flow, a)
                    flow.waiting[i] += 1
                else:
                    dearest = max(dearest, value)
        if flow.unserved[i] and free < penalty[i]:
            flow.waiting[i] += flow.unserved[i]
            flow.unserved[i] = 0
        flow.need_price[i] = free if flow.waiting[i] or flow.unserved[i] else dearest
