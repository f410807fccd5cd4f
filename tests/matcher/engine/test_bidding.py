"""Bidding for places: everyone ends within a step of the best, and no price falls."""

import numpy as np
import pytest

from matcher.engine.auction import auction
from matcher.engine.bidding import LEVEL, bid_until_placed, bidding_of, choices_of, read_back
from matcher.engine.market import last_load
from matcher.engine.network import Network, network_of
from matcher.engine.town_index import index_offers
from tests.builders import a_need, a_town, an_offer
from tests.matcher.engine.solving import posed

PARTS = 64
STEP = 640


def a_network(needs: list, offers: list) -> Network:
    problem = posed(needs, offers)
    return network_of(problem, index_offers(problem.offers), 8)


def in_parts(network: Network) -> tuple:
    """The market and the flow with money in parts of a metre."""
    market, flow = network.market, network.flow
    flow.offer_price[:] *= PARTS
    return market._replace(penalty=market.penalty * PARTS, step_m=market.step_m * PARTS), flow


def bid_once(network: Network) -> tuple:
    market, flow = in_parts(network)
    bidding = bidding_of(network.graph, choices_of(network.graph), flow, market, PARTS)
    queue = np.repeat(np.arange(market.needs), flow.waiting)
    bid_until_placed(bidding, queue, STEP)
    read_back(bidding, flow)
    return market, flow, bidding


@pytest.mark.parametrize("seed", range(8))
def test_nobody_waits_and_everybody_is_within_a_step_of_the_best(seed):
    network = a_network(*a_town(seed, needs=60, offers=50))
    market, flow, _ = bid_once(network)
    graph = network.graph
    value = graph.cost.astype(np.int64) * PARTS + flow.offer_price[graph.offer]
    held = np.bincount(graph.need[flow.held], minlength=market.needs)
    assert (held + flow.unserved == market.units).all()
    for i in range(market.needs):
        pairs = np.arange(graph.start[i], graph.start[i + 1])
        free = min([market.penalty[i], *value[pairs[~flow.held[pairs]]]])
        assert (value[pairs[flow.held[pairs]]] <= free + STEP).all()
        assert not flow.unserved[i] or free >= market.penalty[i]


@pytest.mark.parametrize("seed", range(8))
def test_no_offer_holds_more_than_its_places_or_asks_less_than_its_load(seed):
    network = a_network(*a_town(seed, needs=90, offers=40))
    market, flow, bidding = bid_once(network)
    assert (flow.used <= market.capacity).all()
    assert (flow.offer_price >= last_load(market, flow.used)).all()
    for j in range(market.offers):
        seats = slice(flow.room[j], flow.room[j] + flow.used[j])
        levels = bidding.seat[seats, LEVEL].tolist()
        assert levels[:1] == ([min(levels)] if levels else [])
        assert (flow.place[flow.holder[seats]] == np.arange(seats.start, seats.stop)).all()


def test_the_second_bidder_pays_what_drives_the_first_one_away():
    network = a_network([a_need("n1"), a_need("n2")], [an_offer("o1"), an_offer("o2")])
    before = network.flow.offer_price.copy()
    _, flow, _ = bid_once(network)
    assert sorted(flow.used[:2].tolist()) == [1, 1]
    assert (flow.offer_price >= before).all()


def test_an_auction_that_starts_too_high_goes_again_from_lower_prices():
    needs = [a_need(f"n{k}") for k in range(8)]
    offers = [an_offer(f"o{k}") for k in range(8)]
    network = a_network(needs, offers)
    # Above what it costs to serve nobody, by a little more than the first turn comes down.
    network.flow.offer_price[:] = network.market.penalty[0] + 40
    auction(network, (64, 8, 1))
    assert network.flow.unserved.sum() == 0
    assert network.flow.used.sum() == 8
