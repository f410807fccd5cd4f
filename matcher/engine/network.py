"""The flow network of one solve: market, candidate graph, hubs and the flow itself."""

import numpy as np
from numpy.typing import NDArray

from matcher.engine.candidates import nearest_candidates
from matcher.engine.flow import Flow, empty_flow, pay_for_the_dearest, regrown
from matcher.engine.graph import Graph, including
from matcher.engine.hubs import (
    Hub,
    graph_with,
    hubs_of,
    market_with,
    needs_of,
    prices_with_hubs,
    resolved,
)
from matcher.engine.market import Market
from matcher.engine.problem import Ints, Problem, Rows
from matcher.engine.town_index import TownIndex


class Network:
    """What the auction and the searches change until nothing is left to mend."""

    def __init__(
        self, problem: Problem, hubs: tuple[Hub, ...], market: Market, graph: Graph, flow: Flow
    ) -> None:
        self.hubs = hubs
        self.market = market
        self.graph = graph
        self.flow = flow
        self.needs = len(problem.needs.units)
        self.offers = len(problem.offers.radius)
        self.in_hub: NDArray[np.bool_] = needs_of(hubs, self.needs)

    def offer_price(self) -> Ints:
        """Price of each of the problem's own offers, metres-equivalent."""
        return prices_with_hubs(self.hubs, self.market, self.graph, self.flow, self.offers)

    def settle_prices(self) -> None:
        """Make the flow's own prices those that a look at all pairs goes by.

        Pairs that a look found at those prices may come in then without breaking a rule.
        """
        self.flow.offer_price[: self.offers] = self.offer_price()
        pay_for_the_dearest(self.graph, self.flow)

    def include(self, need: Rows, offer: Rows, cost: Rows) -> None:
        """Grow the graph by pairs sorted by need; the flow on it stays as it is."""
        self.graph, held = including(self.graph, self.flow.held, need, offer, cost)
        self.flow = regrown(self.market, self.graph, held, self.flow)

    def matches(self, need_rank: Ints, offer_rank: Ints) -> tuple[Rows, Rows]:
        """Need rows and offer rows of what is held, sorted by need, then offer.

        Where any need may go to any offer, they meet in the order of their ranks.
        """
        pairs = np.nonzero(self.flow.held)[0]
        need, offer = self.graph.need[pairs], self.graph.offer[pairs]
        return resolved(self.hubs, need, offer, need_rank, offer_rank)


def network_of(problem: Problem, index: TownIndex, candidates: int) -> Network:
    """Return the network of the nearest candidates, in which every unit still waits."""
    hubs = hubs_of(problem)
    in_hub = needs_of(hubs, len(problem.needs.units))
    pairs = nearest_candidates(problem, index, candidates, in_hub)
    market = market_with(problem, hubs)
    graph = graph_with(problem, hubs, *pairs)
    return Network(problem, hubs, market, graph, empty_flow(market, graph))
