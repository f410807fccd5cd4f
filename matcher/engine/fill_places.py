"""The exact search backwards: fill one place that is paid for and empty, or stop paying.

The mirror of `place_units`: from the empty place to the need that would gain most by
coming, to the place that it leaves, and so on, until someone comes from the street or a
place is worth no more than its load and is given up. Prices fall by what was left.
"""

from matcher.engine.compiled import compiled
from matcher.engine.flow import NO_PAIR, Flow
from matcher.engine.graph import Graph, Reverse
from matcher.engine.heap import DONE, Heap, clear, reach, take_nearest
from matcher.engine.market import Market, load_m
from matcher.engine.paths import STREET, move_backwards
from matcher.engine.problem import FAR, Ints


@compiled
def fill_all_places(
    graph: Graph,
    reverse: Reverse,
    flow: Flow,
    market: Market,
    heap: Heap,
    parent: Ints,
    low: int,
    high: int,
) -> None:
    """Settle every place of offers `low` up to `high` that is paid for and empty."""
    for j in range(low, high):
        while flow.used[j] < flow.paid[j]:
            _fill(graph, reverse, flow, market, heap, parent, j)


@compiled
def _fill(
    graph: Graph,
    reverse: Reverse,
    flow: Flow,
    market: Market,
    heap: Heap,
    parent: Ints,
    root: int,
) -> None:
    m = len(flow.used)
    reach(heap, root, 0)
    parent[root] = NO_PAIR
    best, end_offer, end_need = FAR, STREET, STREET
    while heap.size[0]:
        if heap.key[0] >= best:
            break
        node = take_nearest(heap)
        far = heap.distance[node]
        if node < m:
            if flow.paid[node]:
                give_up = far + flow.offer_price[node] - load_m(market, node, flow.paid[node])
                if give_up < best:
                    best, end_offer, end_need = give_up, node, STREET
            _into_offer(graph, reverse, flow, heap, parent, node, far, best)
        else:
            if flow.unserved[node - m]:
                best, end_offer, end_need = far, STREET, node - m
                break
            _into_need(graph, flow, heap, parent, node - m, far, best)
    _lower_prices(flow, heap, m, best)
    move_backwards(graph, flow, parent, end_offer, end_need)
    clear(heap)


@compiled
def _into_offer(
    graph: Graph,
    reverse: Reverse,
    flow: Flow,
    heap: Heap,
    parent: Ints,
    j: int,
    far: int,
    best: int,
) -> None:
    """Every need that could come here and does not."""
    m = len(flow.used)
    base = far + flow.offer_price[j]
    for r in range(reverse.start[j], reverse.start[j + 1]):
        a = reverse.pair[r]
        i = graph.need[a]
        at = base + graph.cost[a] - flow.need_price[i]
        if at < best and not flow.held[a] and heap.place[m + i] != DONE and reach(heap, m + i, at):
            parent[m + i] = a


@compiled
def _into_need(
    graph: Graph, flow: Flow, heap: Heap, parent: Ints, i: int, far: int, best: int
) -> None:
    """The need would leave one of the places that it holds."""
    base = far + flow.need_price[i]
    for a in range(graph.start[i], graph.start[i + 1]):
        if flow.held[a]:
            j = graph.offer[a]
            at = base - graph.cost[a] - flow.offer_price[j]
            if at < best and heap.place[j] != DONE and reach(heap, j, at):
                parent[j] = a


@compiled
def _lower_prices(flow: Flow, heap: Heap, m: int, best: int) -> None:
    for t in range(heap.size[1]):
        node = heap.touched[t]
        left = best - heap.distance[node]
        if left > 0:
            if node < m:
                flow.offer_price[node] -= left
            else:
                flow.need_price[node - m] -= left
