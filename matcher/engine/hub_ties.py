"""Ties in a hub: earlier needs are served, and earlier offers serve, where it costs the same."""

from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from matcher.engine.flow import seat, unseat
from matcher.engine.hubs import Hub
from matcher.engine.market import load_m
from matcher.engine.network import Network
from matcher.engine.problem import Ints, Rows


def settle_hub(network: Network, hub: Hub, need_rank: Ints, offer_rank: Ints) -> None:
    """Serve the earlier needs of each penalty, at the earlier offers of each load."""
    _settle_needs(network, hub, need_rank)
    _settle_offers(network, hub, offer_rank)


def _settle_needs(network: Network, hub: Hub, rank: Ints) -> None:
    flow, penalty = network.flow, network.market.penalty[hub.needs]
    pair = _first_pairs(network, hub.needs)
    order = np.lexsort((rank[hub.needs], penalty))
    for group in np.split(order, np.nonzero(np.diff(penalty[order]))[0] + 1):
        held = flow.held[pair[group]]
        served = int(held.sum())
        for leaving in group[served:][held[served:]]:
            unseat(network.graph, flow, pair[leaving])
        for coming in group[:served][~held[:served]]:
            seat(network.graph, flow, pair[coming])
    flow.unserved[hub.needs] = ~flow.held[pair]


def _settle_offers(network: Network, hub: Hub, rank: Ints) -> None:
    """Go through the offers in their order; each gets what a later one does at the same load."""
    graph, flow, market = network.graph, network.flow, network.market
    tokens = np.arange(hub.first_token, hub.first_token + len(hub.token_offer))
    home = _first_pairs(network, tokens)
    out: dict[int, list[int]] = {}
    at_home: dict[int, list[int]] = {}
    for offer, token_home in zip(hub.token_offer.tolist(), home.tolist(), strict=True):
        if flow.held[token_home + 1]:
            out.setdefault(offer, []).append(token_home)
        elif flow.held[token_home]:
            at_home.setdefault(offer, []).append(token_home)
    latest: dict[int, list[tuple[int, int]]] = {}
    for offer in out:
        heappush(latest.setdefault(_last(network, offer), []), (-int(rank[offer]), offer))
    for offer in sorted(at_home, key=lambda one: int(rank[one])):
        while at_home[offer] and flow.used[offer] < market.capacity[offer]:
            giving = latest.get(load_m(market, offer, flow.used[offer] + 1), [])
            if not giving or -giving[0][0] <= rank[offer]:
                break
            _, giver = heappop(giving)
            back, away = out[giver].pop(), at_home[offer].pop()
            unseat(graph, flow, back + 1)
            unseat(graph, flow, away)
            seat(graph, flow, back)
            seat(graph, flow, away + 1)
            if out[giver]:
                last = _last(network, giver)
                heappush(latest.setdefault(last, []), (-int(rank[giver]), giver))


def _last(network: Network, offer: int) -> int:
    """What the last place in use with an offer adds."""
    return load_m(network.market, offer, int(network.flow.used[offer]))


def _first_pairs(network: Network, rows: Rows | Ints) -> NDArray[np.int64]:
    """The first pair of each row: a need's one with its hub, or a token's with its home."""
    start: NDArray[np.int64] = network.graph.start[rows]
    return start
