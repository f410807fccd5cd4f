"""Hubs: remote needs that any offer of their category can serve, without a pair for each.

Thousands of phone-call needs that ask for no language, time or attribute may go to any of
tens of thousands of offers, at no distance. A short list for each would let their prices
drift apart; all pairs would be far too many. So each such category gets one hub, an offer
row of no load, and one token, a need row, for every place of its offers. A token is at home
in the hub and may move out to its offer. The hub has as many places as tokens: whenever a
need comes in, a token must move out, and takes a place with its offer for that need. Which
need stands for which token does not matter, as all pairs of the category cost the same.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.engine.flow import Flow
from matcher.engine.graph import Graph, graph_of
from matcher.engine.market import Market, market_of
from matcher.engine.problem import REMOTE, Ints, NeedArrays, Problem, Rows

# A token never stays on the street: it costs more than any way that leads it home.
TOKEN_PENALTY = 2**40
# Beyond this a category goes by lists, as if it had no hub.
MOST_TOKENS = 4_000_000
SMALLEST_HUB = 1


@dataclass(frozen=True, slots=True)
class Hub:
    """One remote category's hub."""

    offer: int  # its row among the market's offers
    needs: Rows  # rows of the needs that it serves
    first_token: int  # row of its first token among the market's needs
    token_offer: Rows  # (tokens,) the offer that each token may move out to


def hubs_of(problem: Problem) -> tuple[Hub, ...]:
    """Return the hubs that this problem is worth, with their rows after the problem's own."""
    hubs: list[Hub] = []
    free = serves_any(problem.needs)
    offer, token = len(problem.offers.radius), len(problem.needs.units)
    for category in np.nonzero(REMOTE)[0]:
        needs = np.nonzero(free & (problem.needs.category == category))[0].astype(np.int32)
        gives = (problem.offers.categories >> np.uint64(category)) & np.uint64(1) != 0
        places = np.where(gives, np.minimum(problem.offers.capacity, len(needs)), 0)
        if len(needs) < SMALLEST_HUB or not 0 < places.sum(dtype=np.int64) <= MOST_TOKENS:
            continue
        token_offer = np.repeat(np.arange(len(places), dtype=np.int32), places)
        hubs.append(Hub(offer, needs, token, token_offer))
        offer, token = offer + 1, token + len(token_offer)
    return tuple(hubs)


def needs_of(hubs: tuple[Hub, ...], needs: int) -> NDArray[np.bool_]:
    """Whether each need goes by a hub."""
    inside = np.zeros(needs, dtype=np.bool_)
    for hub in hubs:
        inside[hub.needs] = True
    return inside


def serves_any(needs: NeedArrays) -> NDArray[np.bool_]:
    """Whether any offer of the category would do: one unit, and nothing else is asked for."""
    free: NDArray[np.bool_] = (
        (needs.units == 1)
        & (needs.languages == 0).all(axis=1)
        & (needs.requires == 0).all(axis=1)
        & (needs.slots == 0)
        & (np.diff(needs.avoid_start) == 0)
    )
    return free


def market_with(problem: Problem, hubs: tuple[Hub, ...]) -> Market:
    """Return the problem's market with the rows of its hubs and tokens."""
    market = market_of(problem)
    tokens = sum(len(hub.token_offer) for hub in hubs)
    none = np.zeros(len(hubs), dtype=np.int64)
    return Market(
        units=np.concatenate([market.units, np.ones(tokens, dtype=np.int64)]),
        penalty=np.concatenate([market.penalty, np.full(tokens, TOKEN_PENALTY)]),
        capacity=np.concatenate([market.capacity, _sizes(hubs)]),
        recent=np.concatenate([market.recent, none]),
        step_m=np.concatenate([market.step_m, none]),
    )


def graph_with(
    problem: Problem, hubs: tuple[Hub, ...], need: Rows, offer: Rows, cost: Rows
) -> Graph:
    """Return the graph of the candidates, the needs' pairs with hubs, and the tokens' pairs."""
    needs, offers = [need], [offer]
    for hub in hubs:
        tokens = np.arange(hub.first_token, hub.first_token + len(hub.token_offer))
        needs += [hub.needs, np.repeat(tokens, 2).astype(np.int32)]
        home = np.full(len(tokens), hub.offer, dtype=np.int32)
        offers += [
            np.full(len(hub.needs), hub.offer, dtype=np.int32),
            np.stack([home, hub.token_offer], axis=1).ravel(),
        ]
    need, offer = np.concatenate(needs), np.concatenate(offers)
    cost = np.concatenate([cost, np.zeros(len(need) - len(cost), dtype=np.int32)])
    order = np.argsort(need, kind="stable")
    rows = len(problem.needs.units) + int(_sizes(hubs).sum())
    return graph_of(rows, need[order], offer[order], cost[order])


def _sizes(hubs: tuple[Hub, ...]) -> NDArray[np.int64]:
    return np.array([len(hub.token_offer) for hub in hubs], dtype=np.int64)


def prices_with_hubs(
    hubs: tuple[Hub, ...], market: Market, graph: Graph, flow: Flow, offers: int
) -> Ints:
    """Return the prices of the problem's own offers, for every need to go by.

    A hub is worth what its dearest token out, or its dearest need on the street, pays. An
    offer whose tokens are all out is full of them: its own row may ask less than the hub,
    though no need can come in at that price, so it is worth the hub's.
    """
    price = flow.offer_price[:offers].copy()
    for hub in hubs:
        at_home = _at_home(hub, graph, flow)
        street = hub.needs[flow.unserved[hub.needs] > 0]
        worth = max(
            int(price[hub.token_offer[~at_home]].max(initial=0)),
            int(market.penalty[street].max(initial=0)),
        )
        tokens = np.bincount(hub.token_offer, minlength=offers)
        full = (tokens > 0) & (np.bincount(hub.token_offer[at_home], minlength=offers) == 0)
        price[full] = np.maximum(price[full], worth)
    return price


def _at_home(hub: Hub, graph: Graph, flow: Flow) -> NDArray[np.bool_]:
    """Which tokens hold a place in the hub itself."""
    begin = flow.room[hub.offer]
    holders = graph.need[flow.holder[begin : begin + flow.used[hub.offer]]] - hub.first_token
    at_home = np.zeros(len(hub.token_offer), dtype=np.bool_)
    at_home[holders[holders >= 0]] = True
    return at_home


def resolved(
    hubs: tuple[Hub, ...], need: Rows, offer: Rows, need_rank: Ints, offer_rank: Ints
) -> tuple[Rows, Rows]:
    """Return the held pairs with every need in a hub put to the offer that stands for it.

    `need` and `offer` are the market's rows; what comes back are the problem's. Needs and
    places are paired in the order of their ranks. A token that moved out for nobody, which
    costs nothing where it happens, is forgotten.
    """
    pairs = [(need, offer)]
    for hub in hubs:
        inside = (offer == hub.offer) & (need < hub.first_token)
        tokens = need - hub.first_token
        out = (tokens >= 0) & (tokens < len(hub.token_offer)) & (offer != hub.offer)
        served = _by_rank(need[inside], need_rank)
        pairs.append((served, _by_rank(offer[out], offer_rank)[: len(served)]))
    first_token = min((hub.first_token for hub in hubs), default=np.iinfo(np.int32).max)
    first_hub = min((hub.offer for hub in hubs), default=np.iinfo(np.int32).max)
    own = (need < first_token) & (offer < first_hub)
    pairs[0] = (need[own], offer[own])
    need, offer = (np.concatenate(part) for part in zip(*pairs, strict=True))
    order = np.lexsort((offer, need))
    return need[order], offer[order]


def _by_rank(rows: Rows, rank: Ints) -> Rows:
    return rows[np.argsort(rank[rows], kind="stable")]
