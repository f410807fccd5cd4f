"""The exact search forwards: place one waiting unit at the least cost for the whole town.

Dijkstra over offers and needs with reduced costs: a unit goes to an offer, whose holder goes
to another offer, and so on, until someone finds a place that is paid for and empty, a place
that may be opened, or the street. Prices rise by what the search had left when it ended.
"""

from matcher.engine.compiled import compiled
from matcher.engine.flow import NO_PAIR, Flow
from matcher.engine.graph import Graph
from matcher.engine.heap import DONE, Heap, clear, reach, take_nearest
from matcher.engine.market import Market, load_m
from matcher.engine.paths import STREET, move_forwards
from matcher.engine.problem import FAR, Ints
from matcher.engine.sweep import Marks, sweep_waiting


@compiled
def place_all_waiting(
    graph: Graph,
    flow: Flow,
    market: Market,
    heap: Heap,
    marks: Marks,
    parent: Ints,
) -> None:
    """Place every waiting unit. Nodes are numbered: offers, then needs.

    A sweep goes first, and again whenever the single searches have walked as far as the
    last sweep did: that bounds the waste on plateaus by a factor of two.
    """
    walked = 0
    sweep_waiting(graph, flow, market, marks, parent, 0)
    for i in range(len(market.penalty)):
        while flow.waiting[i]:
            walked += _place(graph, flow, market, heap, parent, i)
            flow.waiting[i] -= 1
            if walked > marks.sweep[1] + len(market.penalty) // 16:
                sweep_waiting(graph, flow, market, marks, parent, i)
                walked = 0


@compiled
def _place(
    graph: Graph,
    flow: Flow,
    market: Market,
    heap: Heap,
    parent: Ints,
    root: int,
) -> int:
    """Place one unit of need `root`; return how many nodes the search touched."""
    m = len(flow.used)
    reach(heap, m + root, 0)
    parent[m + root] = NO_PAIR
    best, end_offer, end_need = FAR, STREET, STREET
    while heap.size[0]:
        if heap.key[0] >= best:
            break
        node = take_nearest(heap)
        far = heap.distance[node]
        if node < m:
            exit_at = far + _exit_cost(flow, market, node)
            if exit_at < best:
                best, end_offer, end_need = exit_at, node, STREET
            _through_offer(graph, flow, heap, parent, node, far, best)
        else:
            i = node - m
            exit_at = far + market.penalty[i] - flow.need_price[i]
            if exit_at < best:
                best, end_offer, end_need = exit_at, STREET, i
            _through_need(graph, flow, heap, parent, i, far, best)
    _raise_prices(flow, heap, m, best)
    move_forwards(graph, flow, parent, end_offer, end_need)
    touched = heap.size[1]
    clear(heap)
    return int(touched)


@compiled
def _exit_cost(flow: Flow, market: Market, j: int) -> int:
    """What it costs to stay with offer `j`: nothing where a paid place is empty."""
    if flow.used[j] < flow.paid[j]:
        return 0
    if flow.paid[j] < market.capacity[j]:
        return int(load_m(market, j, flow.paid[j] + 1) - flow.offer_price[j])
    return FAR


@compiled
def _through_offer(
    graph: Graph, flow: Flow, heap: Heap, parent: Ints, j: int, far: int, best: int
) -> None:
    """Each holder may make way."""
    m = len(flow.used)
    for place in range(flow.room[j], flow.room[j] + flow.used[j]):
        a = flow.holder[place]
        i = graph.need[a]
        at = far + flow.need_price[i] - graph.cost[a] - flow.offer_price[j]
        if at < best and heap.place[m + i] != DONE and reach(heap, m + i, at):
            parent[m + i] = a


@compiled
def _through_need(
    graph: Graph, flow: Flow, heap: Heap, parent: Ints, i: int, far: int, best: int
) -> None:
    """The need may turn to any offer that it does not hold."""
    base = far - flow.need_price[i]
    for a in range(graph.start[i], graph.start[i + 1]):
        j = graph.offer[a]
        at = base + graph.cost[a] + flow.offer_price[j]
        if at < best and not flow.held[a] and heap.place[j] != DONE and reach(heap, j, at):
            parent[j] = a


@compiled
def _raise_prices(flow: Flow, heap: Heap, m: int, best: int) -> None:
    for t in range(heap.size[1]):
        node = heap.touched[t]
        left = best - heap.distance[node]
        if left > 0:
            if node < m:
                flow.offer_price[node] += left
            else:
                flow.need_price[node - m] += left
