"""Of all prices that prove the same optimum, the least: what one more unit really costs.

An optimum has many proofs where the choice is tight, and the searches end at some of them.
The least prices are the ones with a meaning: a need's is what the town would gain if one of
its units were served from outside, an offer's what one more place there would be worth. They
lie a shortest path from the street away (Dijkstra with reduced costs), and are unique, so
they do not depend on how the optimum was found.
"""

from matcher.engine.compiled import compiled
from matcher.engine.flow import Flow
from matcher.engine.from_street import to_holders, to_offers
from matcher.engine.graph import Graph
from matcher.engine.heap import Heap, new_heap, reach, take_nearest
from matcher.engine.market import Market, load_m
from matcher.engine.network import Network
from matcher.engine.pricing import Pricing, price_all_pairs
from matcher.engine.problem import Problem
from matcher.engine.town_index import TownIndex


def lower_to_least(
    problem: Problem, index: TownIndex, network: Network, proof: Pricing, new_pairs: int
) -> Pricing:
    """Lower the prices of an optimal network to the least, and return their proof.

    Pairs outside the graph may hold prices up; where a look at all pairs finds such, they
    come in and the lowering starts again from the prices that were proven.
    """
    network.settle_prices()
    while True:
        flow = network.flow
        proven = flow.need_price.copy(), flow.offer_price.copy()
        heap = new_heap(network.market.needs + network.market.offers)
        _lower(network.graph, flow, network.market, heap)
        pricing = price_all_pairs(problem, index, network, new_pairs)
        if not len(pricing.need):
            return pricing
        flow.need_price[:], flow.offer_price[:] = proven
        network.include(pricing.need, pricing.offer, pricing.cost)


@compiled
def _lower(graph: Graph, flow: Flow, market: Market, heap: Heap) -> None:
    """Lower every price by the node's distance from the street."""
    m = len(flow.used)
    for j in range(m):
        if flow.used[j]:
            reach(heap, j, flow.offer_price[j] - load_m(market, j, flow.used[j]))
        else:
            reach(heap, j, flow.offer_price[j] - load_m(market, j, 1))
    for i in range(len(market.penalty)):
        if flow.unserved[i]:
            reach(heap, m + i, 0)
    while heap.size[0]:
        node = take_nearest(heap)
        if node < m:
            to_holders(graph, flow, heap, node)
        else:
            to_offers(graph, flow, heap, node - m)
    for j in range(m):
        flow.offer_price[j] -= heap.distance[j]
    for t in range(heap.size[1]):
        if heap.touched[t] >= m:
            flow.need_price[heap.touched[t] - m] -= heap.distance[heap.touched[t]]
