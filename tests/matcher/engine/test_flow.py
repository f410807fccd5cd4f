"""The prices of a flow: what a served need pays."""

from matcher.engine.flow import pay_for_the_dearest
from matcher.engine.network import Network, network_of
from matcher.engine.repair import repair
from matcher.engine.town_index import index_offers
from tests.builders import a_need, a_town, an_offer, at
from tests.matcher.engine.solving import posed


def at_its_best(needs: list, offers: list) -> Network:
    """The network of the town, optimal on its own pairs."""
    problem = posed(needs, offers)
    network = network_of(problem, index_offers(problem.offers), 8)
    repair(network)
    return network


def broken_rules(network: Network) -> int:
    """How many pairs break the rules of the prices."""
    graph, flow = network.graph, network.flow
    reduced = graph.cost + flow.offer_price[graph.offer] - flow.need_price[graph.need]
    return int((reduced[~flow.held] < 0).sum() + (reduced[flow.held] > 0).sum())


def test_a_need_for_two_that_pays_more_than_for_either_is_brought_down_to_the_dearer_one():
    needs = [a_need("n1", people_needed=2)]
    offers = [an_offer(f"o{k}", place=at(100 * k)) for k in range(3)]
    network = at_its_best(needs, offers)
    network.flow.need_price[0] = 180
    assert broken_rules(network) == 0
    pay_for_the_dearest(network.graph, network.flow)
    assert network.flow.need_price[0] == 100


def test_a_need_on_the_street_goes_on_paying_what_it_costs_to_leave_it_there():
    network = at_its_best([a_need("n1", people_needed=2)], [an_offer("o1")])
    before = network.flow.need_price.copy()
    pay_for_the_dearest(network.graph, network.flow)
    assert network.flow.need_price[0] == before[0] == network.market.penalty[0]


def test_no_rule_is_broken_by_paying_less():
    for seed in range(10):
        network = at_its_best(*a_town(seed, needs=60, offers=50))
        pay_for_the_dearest(network.graph, network.flow)
        assert broken_rules(network) == 0
