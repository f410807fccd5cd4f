"""Fill many places that are paid for and empty at once: prices fall together, then one sweep.

One search from the street (Dijkstra with reduced costs) finds how far each price has to fall
until every empty place has a way to it that costs nothing. A sweep over those ways fills all
places whose ways do not meet; what is left waits for the next fall. This is the primal-dual
method (L. R. Ford and D. R. Fulkerson, Flows in Networks, 1962), worth it where places stand
empty all over the country and would each be searched for alone.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.engine.compiled import compiled
from matcher.engine.flow import NO_PAIR, Flow
from matcher.engine.from_street import to_holders, to_offers
from matcher.engine.graph import Graph, Reverse
from matcher.engine.heap import Heap, clear, reach, take_nearest
from matcher.engine.market import Market, load_m
from matcher.engine.paths import STREET, move_backwards
from matcher.engine.problem import Ints

NOWHERE = -1


class Trail(NamedTuple):
    """Working space of a sweep over offers, then needs."""

    seen: NDArray[np.bool_]  # (m + n,) on the way, or known to lead nowhere
    cursor: Ints  # (m + n,) next pair to try
    stack: Ints  # (m + n,) the way from the empty place to here


def new_trail(nodes: int) -> Trail:
    """Return a trail on which nothing is seen."""
    return Trail(
        np.zeros(nodes, dtype=np.bool_),
        np.zeros(nodes, dtype=np.int64),
        np.zeros(nodes, dtype=np.int64),
    )


@compiled
def fill_many(
    graph: Graph,
    reverse: Reverse,
    flow: Flow,
    market: Market,
    heap: Heap,
    trail: Trail,
    parent: Ints,
) -> int:
    """Settle what empty places one fall of prices and one sweep can; return how many."""
    _lower_until_reached(graph, flow, market, heap)
    trail.seen[:] = False
    m = len(flow.used)
    trail.cursor[:m] = reverse.start[:m]
    trail.cursor[m:] = graph.start[:-1]
    filled = 0
    for j in range(m):
        while flow.used[j] < flow.paid[j] and _fill_free(
            graph, reverse, flow, market, trail, parent, j
        ):
            filled += 1
    return filled


@compiled
def _lower_until_reached(graph: Graph, flow: Flow, market: Market, heap: Heap) -> None:
    """Lower prices until a way of no cost leads from the street to every empty place."""
    m, left, farthest = len(flow.used), 0, 0
    for j in range(m):
        if flow.paid[j]:
            reach(heap, j, flow.offer_price[j] - load_m(market, j, flow.paid[j]))
            left += flow.used[j] < flow.paid[j]
    for i in range(len(market.penalty)):
        if flow.unserved[i]:
            reach(heap, m + i, 0)
    while left:
        node = take_nearest(heap)
        farthest = heap.distance[node]
        if node < m:
            left -= flow.used[node] < flow.paid[node]
            to_holders(graph, flow, heap, node)
        else:
            to_offers(graph, flow, heap, node - m)
    for j in range(m):
        # An offer that pays for no place holds nobody, so nothing hangs on its price.
        if flow.paid[j]:
            flow.offer_price[j] -= min(heap.distance[j], farthest)
    for i in range(len(market.penalty)):
        flow.need_price[i] -= min(heap.distance[m + i], farthest)
    clear(heap)


@compiled
def _fill_free(
    graph: Graph,
    reverse: Reverse,
    flow: Flow,
    market: Market,
    trail: Trail,
    parent: Ints,
    root: int,
) -> bool:
    """Look depth first for a way of no cost from the empty place `root` to the street."""
    m = len(flow.used)
    if trail.seen[root]:
        return False
    trail.seen[root], parent[root], trail.stack[0] = True, NO_PAIR, root
    size = 1
    while size:
        node = trail.stack[size - 1]
        if node < m and _may_be_given_up(flow, market, node):
            move_backwards(graph, flow, parent, node, STREET)
            _forget(graph, trail, size, m)
            return True
        if node >= m and flow.unserved[node - m]:
            move_backwards(graph, flow, parent, STREET, node - m)
            _forget(graph, trail, size, m)
            return True
        if node < m:
            step = _next_arrival(graph, reverse, flow, trail, parent, node)
        else:
            step = _next_left(graph, flow, trail, parent, node - m)
        if step == NOWHERE:
            size -= 1
        else:
            trail.stack[size] = step
            size += 1
    return False


@compiled
def _may_be_given_up(flow: Flow, market: Market, j: int) -> bool:
    paid = flow.paid[j]
    return bool(paid and flow.offer_price[j] == load_m(market, j, paid))


@compiled
def _forget(graph: Graph, trail: Trail, size: int, m: int) -> None:
    """A way that was taken may be part of another one, the other way round."""
    for k in range(size):
        node = trail.stack[k]
        trail.seen[node] = False
        if node >= m:
            trail.cursor[node] = graph.start[node - m]


@compiled
def _next_arrival(
    graph: Graph, reverse: Reverse, flow: Flow, trail: Trail, parent: Ints, j: int
) -> int:
    """The next need that could come to offer `j` at no cost, as a node."""
    m = len(flow.used)
    while trail.cursor[j] < reverse.start[j + 1]:
        a = reverse.pair[trail.cursor[j]]
        trail.cursor[j] += 1
        i = graph.need[a]
        tight = graph.cost[a] + flow.offer_price[j] == flow.need_price[i]
        if tight and not flow.held[a] and not trail.seen[m + i]:
            trail.seen[m + i], parent[m + i] = True, a
            return int(m + i)
    return NOWHERE


@compiled
def _next_left(graph: Graph, flow: Flow, trail: Trail, parent: Ints, i: int) -> int:
    """The next offer that need `i` could leave at no cost."""
    node = len(flow.used) + i
    while trail.cursor[node] < graph.start[i + 1]:
        a = trail.cursor[node]
        trail.cursor[node] += 1
        j = graph.offer[a]
        tight = graph.cost[a] + flow.offer_price[j] == flow.need_price[i]
        if tight and flow.held[a] and not trail.seen[j]:
            trail.seen[j], parent[j] = True, a
            return int(j)
    return NOWHERE
