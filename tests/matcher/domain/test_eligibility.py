"""Every hard rule, in one order, with the first reason; and what stands in a unit's way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.eligibility import (
    BLOCKERS,
    GATES_PASSED,
    Blocker,
    Obstacle,
    blocker,
    eligible,
    obstacle,
)
from matcher.domain.offers import MOST_RADIUS_M
from tests.builders import HERE, a_need, a_town, an_offer, at

# One fault a rule, in the order of the rules: each breaks its own rule and no other.
FAULTS = {
    Obstacle.PAUSED: {"paused": True},
    Obstacle.CATEGORY: {"categories": {"visit"}},
    Obstacle.RADIUS: {"place": at(2_001)},
    Obstacle.ATTRIBUTES: {"provides": {"dbs"}},
    Obstacle.LANGUAGE: {"languages": {"en"}},
    Obstacle.TIME: {"availability": {"sun-eve"}},
    Obstacle.AVOIDED: {"id": "o9"},
}
ASKS = a_need(
    requires={"dbs", "car"}, languages={"bn", "so"}, availability={"mon-am"}, avoid={"o9"}
)
SUITS = {
    "provides": {"dbs", "car", "woman"},
    "languages": {"bn", "en"},
    "availability": {"mon-am", "mon-pm"},
    "place": at(2_000),
}


def test_an_offer_that_breaks_no_rule_is_eligible():
    assert obstacle(ASKS, an_offer(**SUITS)) is None
    assert eligible(ASKS, an_offer(**SUITS))


@pytest.mark.parametrize("why", Obstacle)
def test_each_rule_alone_keeps_an_offer_away(why):
    offer = an_offer(**(SUITS | FAULTS[why]))
    assert obstacle(ASKS, offer) is why
    assert not eligible(ASKS, offer)


@given(st.sets(st.sampled_from(list(Obstacle)), min_size=1))
def test_of_many_reasons_the_first_in_order_is_told(reasons):
    said = dict(SUITS)
    for reason in reasons:
        said |= FAULTS[reason]
    assert obstacle(ASKS, an_offer(**said)) is min(reasons, key=list(Obstacle).index)


def test_a_radius_reaches_as_far_as_the_rounded_distance_says():
    offer = an_offer(radius_m=1)
    assert eligible(a_need(place=at(1, 1)), offer)  # 1.41 m
    assert not eligible(a_need(place=at(1, 2)), offer)  # 2.24 m
    assert eligible(a_need(place=HERE), an_offer(radius_m=0))


def test_remote_help_knows_no_radius():
    offer = an_offer(categories={"phone_call"}, place=at(MOST_RADIUS_M), radius_m=0)
    assert eligible(a_need(category="phone_call"), offer)


def test_a_need_that_names_no_languages_suits_everybody():
    assert eligible(a_need(), an_offer(languages=set()))
    assert not eligible(a_need(languages={"en"}), an_offer(languages=set()))


@pytest.mark.parametrize(
    ("wanted", "given_", "suits"),
    [
        (set(), set(), True),
        ({"mon-am"}, set(), True),
        (set(), {"mon-am"}, True),
        ({"mon-am", "tue-pm"}, {"tue-pm"}, True),
        ({"mon-am"}, {"mon-pm"}, False),
    ],
)
def test_times_matter_only_where_both_name_any(wanted, given_, suits):
    assert eligible(a_need(availability=wanted), an_offer(availability=given_)) is suits


def test_capacity_is_no_rule_of_eligibility():
    assert eligible(a_need(), an_offer(capacity=0))


def test_every_obstacle_stands_at_a_gate_and_further_ones_at_later_gates():
    assert GATES_PASSED.keys() == {*Obstacle, None}
    gates = list(GATES_PASSED.values())
    assert gates == sorted(gates)
    assert set(gates) == set(range(len(BLOCKERS)))


@pytest.mark.parametrize(
    ("obstacles", "why"),
    [
        ([], Blocker.NO_OFFER_IN_CATEGORY),
        ([Obstacle.PAUSED, Obstacle.CATEGORY], Blocker.NO_OFFER_IN_CATEGORY),
        ([Obstacle.RADIUS, Obstacle.PAUSED], Blocker.NONE_WITHIN_RADIUS),
        ([Obstacle.RADIUS, Obstacle.ATTRIBUTES], Blocker.NONE_WITH_ATTRIBUTES),
        ([Obstacle.LANGUAGE, Obstacle.RADIUS], Blocker.NONE_WITH_LANGUAGE),
        ([Obstacle.TIME, Obstacle.LANGUAGE], Blocker.NONE_AT_THAT_TIME),
        ([Obstacle.TIME, Obstacle.AVOIDED], Blocker.AVOIDED),
    ],
)
def test_the_blocker_is_the_first_gate_that_nobody_passes(obstacles, why):
    offers = [an_offer(**({"id": f"o{k}"} | SUITS | FAULTS[o])) for k, o in enumerate(obstacles)]
    assert blocker(ASKS, offers) is why
    assert blocker(ASKS, [*offers, an_offer(**SUITS)]) is Blocker.ALL_FULL


@given(st.integers(0, 30))
def test_all_full_is_said_exactly_where_somebody_is_eligible(seed):
    needs, offers = a_town(seed, needs=8, offers=12)
    for need in needs:
        somebody = any(eligible(need, offer) for offer in offers)
        assert (blocker(need, offers) is Blocker.ALL_FULL) is somebody
