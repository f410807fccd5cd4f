"""The two steps of a search from the street over offers and needs, with reduced costs.

Nodes are numbered: offers, then needs. Who starts on the street, and how far to go, is the
business of those who search.
"""

from matcher.engine.compiled import compiled
from matcher.engine.flow import Flow
from matcher.engine.graph import Graph
from matcher.engine.heap import DONE, Heap, reach


@compiled
def to_holders(graph: Graph, flow: Flow, heap: Heap, j: int) -> None:
    """Reach the needs that hold a place with offer `j`: each might leave it for another."""
    m = len(flow.used)
    base = heap.distance[j] - flow.offer_price[j]
    for place in range(flow.room[j], flow.room[j] + flow.used[j]):
        a = flow.holder[place]
        i = graph.need[a]
        if heap.place[m + i] != DONE:
            reach(heap, m + i, base + flow.need_price[i] - graph.cost[a])


@compiled
def to_offers(graph: Graph, flow: Flow, heap: Heap, i: int) -> None:
    """Reach the offers that need `i` does not hold: it might come to each."""
    base = heap.distance[len(flow.used) + i] - flow.need_price[i]
    for a in range(graph.start[i], graph.start[i + 1]):
        j = graph.offer[a]
        if not flow.held[a] and heap.place[j] != DONE:
            reach(heap, j, base + graph.cost[a] + flow.offer_price[j])
