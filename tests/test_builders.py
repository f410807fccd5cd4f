"""The random town is worth testing on: it has every kind of trouble, and the same each time."""

from collections import Counter

import pytest

from matcher.domain.eligibility import Obstacle, obstacle
from matcher.domain.urgency import Urgency
from tests.builders import BOROUGHS, GONE, HERE, a_need, a_town, an_offer


def test_a_need_and_an_offer_of_which_nothing_is_said_fit_each_other():
    assert obstacle(a_need(), an_offer()) is None


def test_the_same_seed_gives_the_same_town_and_another_gives_another():
    assert a_town(seed=1) == a_town(seed=1)
    assert a_town(seed=1) != a_town(seed=2)


def test_every_rule_refuses_some_pair_and_some_pairs_pass_them_all():
    needs, offers = a_town(seed=3)
    found = Counter(obstacle(need, offer) for need in needs for offer in offers)
    assert set(found) == {*Obstacle, None}
    assert found[None] >= len(needs)


def test_needs_and_offers_vary_in_all_that_the_objective_counts():
    needs, offers = a_town(seed=3, needs=200, offers=200)
    assert {need.urgency for need in needs} == set(Urgency)
    assert {need.people_needed for need in needs} == {1, 2, 3}
    assert {need.borough for need in needs} == {offer.borough for offer in offers} == set(BOROUGHS)
    assert {offer.capacity for offer in offers} == {0, 1, 2, 3, 4}
    assert any(GONE in need.avoid for need in needs)
    assert len({need.place for need in needs}) < len(needs)


@pytest.mark.parametrize(
    ("needs", "offers", "box_m"), [(0, 5, 8), (5, 0, 8), (1, 1, 8), (30, 70, 900)]
)
def test_a_town_has_the_size_that_was_asked_for(needs: int, offers: int, box_m: int):
    some_needs, some_offers = a_town(needs=needs, offers=offers, box_m=box_m)
    assert (len(some_needs), len(some_offers)) == (needs, offers)
    for someone in (*some_needs, *some_offers):
        assert 0 <= someone.place.easting - HERE.easting < box_m
        assert 0 <= someone.place.northing - HERE.northing < box_m
