"""Ties: among answers that cost the same, the one that prefers earlier ids.

Of two answers of one cost the better is the one whose list of matches, in the order of cost,
then need, then offer, comes first. From a proven answer this walks to better ones by single
steps that cost nothing: a need takes the place of one that is served, moves to another offer,
or swaps offers with another need. Chains of three and more are not looked for: the best answer of
all would be a second optimisation as long as the first.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.engine.compiled import compiled
from matcher.engine.flow import NO_PAIR, Flow, seat, unseat
from matcher.engine.graph import Graph
from matcher.engine.hub_ties import settle_hub
from matcher.engine.market import Market, load_m
from matcher.engine.network import Network
from matcher.engine.problem import Ints

# Each step makes the list come earlier, so they end by themselves; later passes look only where
# the one before made a step.
MOST_PASSES = 64


class Ranks(NamedTuple):
    """Which of two needs, and of two offers, has the earlier id."""

    need: Ints  # (n,)
    offer: Ints  # (m,)


class Touched(NamedTuple):
    """Whose places the steps of one pass changed."""

    need: NDArray[np.bool_]  # (market's needs,)
    offer: NDArray[np.bool_]  # (market's offers,)


def settle_ties(network: Network, ranks: Ranks) -> None:
    """Walk from the network's proven flow to one of the same cost that prefers earlier ids."""
    for hub in network.hubs:
        settle_hub(network, hub, ranks.need, ranks.offer)
    tight = _tight_pairs(network, ranks)
    pairs, market = tight, network.market
    for _ in range(MOST_PASSES):
        touched = Touched(np.zeros(market.needs, np.bool_), np.zeros(market.offers, np.bool_))
        _settle(network.graph, network.flow, market, ranks, touched, pairs)
        pairs = _near(network, touched, tight)
        if not len(pairs):
            return


def _tight_pairs(network: Network, ranks: Ranks) -> Ints:
    """The pairs that an answer of the same cost may hold, the earlier needs first.

    What is not held costs a need at least its price, with the offer's; where it costs more, no
    answer of the same cost holds it. The prices stay as they are while ties are settled.
    """
    graph, flow = network.graph, network.flow
    tight = graph.cost + flow.offer_price[graph.offer] <= flow.need_price[graph.need]
    tight &= (graph.offer < len(ranks.offer)) & (graph.need < len(ranks.need))
    pairs = np.nonzero(tight)[0]
    return pairs[np.argsort(ranks.need[graph.need[pairs]], kind="stable")]


def _near(network: Network, touched: Touched, tight: Ints) -> Ints:
    """The tight pairs that a step may have made worth another look."""
    graph, held = network.graph, network.flow.held
    touched.need[graph.need[held & touched.offer[graph.offer]]] = True
    near = touched.need[graph.need[tight]] | touched.offer[graph.offer[tight]]
    return tight[near & ~held[tight]]


@compiled
def _settle(
    graph: Graph, flow: Flow, market: Market, ranks: Ranks, touched: Touched, pairs: Ints
) -> None:
    """One pass over the pairs."""
    for b in pairs:
        if not flow.held[b]:
            _step(graph, flow, market, ranks, touched, b)


@compiled
def _step(graph: Graph, flow: Flow, market: Market, ranks: Ranks, touched: Touched, b: int) -> None:
    """Let the need of pair `b` come to it, from the street or from another of its pairs."""
    i, pays = graph.need[b], graph.cost[b] + flow.offer_price[graph.offer[b]]
    if (
        flow.unserved[i]
        and pays == market.penalty[i]
        and _replace(graph, flow, market, ranks, touched, b)
    ):
        return
    for a in range(graph.start[i], graph.start[i + 1]):
        if not flow.held[a] or graph.offer[a] >= len(ranks.offer):
            continue
        if graph.cost[a] + flow.offer_price[graph.offer[a]] == pays and (
            _move(graph, flow, market, ranks, a, b) or _swap(graph, flow, ranks, a, b)
        ):
            touched.offer[graph.offer[a]] = touched.offer[graph.offer[b]] = True
            return


@compiled
def _replace(
    graph: Graph, flow: Flow, market: Market, ranks: Ranks, touched: Touched, b: int
) -> bool:
    """An unserved need takes the place of a later one, which then stays on the street."""
    i, j = graph.need[b], graph.offer[b]
    latest = NO_PAIR
    for place in range(flow.room[j], flow.room[j] + flow.used[j]):
        e = flow.holder[place]
        k = graph.need[e]
        if k >= len(ranks.need) or k == i or not _earlier(graph, ranks, b, e):
            continue
        costs_no_more = graph.cost[b] + market.penalty[k] == graph.cost[e] + market.penalty[i]
        if costs_no_more and (latest == NO_PAIR or _earlier(graph, ranks, latest, e)):
            latest = e
    if latest == NO_PAIR:
        return False
    unseat(graph, flow, latest)
    seat(graph, flow, b)
    flow.unserved[i] -= 1
    flow.unserved[graph.need[latest]] += 1
    touched.offer[j] = touched.need[graph.need[latest]] = True
    return True


@compiled
def _move(graph: Graph, flow: Flow, market: Market, ranks: Ranks, a: int, b: int) -> bool:
    """The need of both pairs moves from `a` to an empty place of `b`."""
    left, taken = graph.offer[a], graph.offer[b]
    if flow.used[taken] >= market.capacity[taken] or not _earlier(graph, ranks, b, a):
        return False
    opened = load_m(market, taken, flow.used[taken] + 1)
    closed = load_m(market, left, flow.used[left])
    if graph.cost[b] + opened != graph.cost[a] + closed:
        return False
    if flow.used[taken] + 1 > flow.room[taken + 1] - flow.room[taken]:
        return False
    unseat(graph, flow, a)
    seat(graph, flow, b)
    return True


@compiled
def _swap(graph: Graph, flow: Flow, ranks: Ranks, a: int, b: int) -> bool:
    """Two needs change places: the one of `a` and `b`, and a holder of `b`'s offer."""
    left, taken = graph.offer[a], graph.offer[b]
    for place in range(flow.room[taken], flow.room[taken] + flow.used[taken]):
        e = flow.holder[place]
        k = graph.need[e]
        if k >= len(ranks.need) or k == graph.need[a]:
            continue
        for f in range(graph.start[k], graph.start[k + 1]):
            if graph.offer[f] != left or flow.held[f]:
                continue
            if graph.cost[b] + graph.cost[f] != graph.cost[a] + graph.cost[e]:
                continue
            first = f if _earlier(graph, ranks, f, b) else b
            old = a if _earlier(graph, ranks, a, e) else e
            if _earlier(graph, ranks, first, old):
                unseat(graph, flow, a)
                unseat(graph, flow, e)
                seat(graph, flow, b)
                seat(graph, flow, f)
                return True
    return False


@compiled
def _earlier(graph: Graph, ranks: Ranks, a: int, b: int) -> bool:
    """Whether pair `a` comes before pair `b`: by cost, then need, then offer."""
    if graph.cost[a] != graph.cost[b]:
        return bool(graph.cost[a] < graph.cost[b])
    if graph.need[a] != graph.need[b]:
        return bool(ranks.need[graph.need[a]] < ranks.need[graph.need[b]])
    return bool(ranks.offer[graph.offer[a]] < ranks.offer[graph.offer[b]])
