"""The engine's arrays say of every pair what the domain's plain rules say of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.cost import pair_cost, unserved_penalty
from matcher.domain.eligibility import GATES_PASSED, Obstacle, eligible, obstacle
from matcher.domain.params import Params
from matcher.domain.places import Point, distance_m
from matcher.engine.candidates import nearest_candidates
from matcher.engine.rules import GATES, distance, gates_passed, suits
from matcher.engine.town_index import index_offers
from tests.builders import TODAY, a_need, a_town, an_offer
from tests.matcher.engine.solving import posed

SEEDS = st.integers(0, 1_000_000)
BOXES = st.sampled_from((0, 3, 900, 6_000, 60_000, 600_000))
EASY = settings(max_examples=40, deadline=None)


@EASY
@given(SEEDS, BOXES)
def test_every_pair_gets_as_far_as_the_rules_say(seed, box_m):
    needs, offers = a_town(seed, needs=25, offers=25, box_m=max(box_m, 8))
    problem = posed(needs, offers)
    for i, need in enumerate(needs):
        remote = CATEGORY_BY_SLUG[need.category].remote
        for j, offer in enumerate(offers):
            why = obstacle(need, offer)
            passed = gates_passed(problem.needs, problem.offers, i, j, remote)
            assert passed == GATES_PASSED[why]
            if why not in (Obstacle.PAUSED, Obstacle.CATEGORY, Obstacle.RADIUS):
                assert suits(problem.needs, problem.offers, i, j) is (passed == GATES)


@settings(max_examples=300, deadline=None)
@given(*[st.integers(0, 1_300_000) for _ in range(4)])
def test_every_distance_is_the_same_whole_number(east, north, further_east, further_north):
    here, there = Point(east, north), Point(further_east, further_north)
    problem = posed([a_need(place=here)], [an_offer(place=there)])
    assert distance(problem.needs, problem.offers, 0, 0) == distance_m(here, there)


@EASY
@given(SEEDS)
def test_every_unit_left_unserved_costs_the_same(seed):
    params = Params(unserved_routine_m=99_991, waiting_days=17)
    needs, offers = a_town(seed, needs=30, offers=2)
    assert posed(needs, offers, params).needs.penalty.tolist() == [
        unserved_penalty(need.urgency, need.days_waiting(TODAY), params) for need in needs
    ]


@EASY
@given(SEEDS, BOXES)
def test_with_room_enough_the_candidates_are_all_eligible_pairs(seed, box_m):
    needs, offers = a_town(seed, needs=30, offers=30, box_m=max(box_m, 8))
    problem = posed(needs, offers)
    found = nearest_candidates(problem, index_offers(problem.offers), 30)
    # Room for everybody a need could have: 30 and, for several people, as many more.
    assert {(i, j): c for i, j, c in zip(*(part.tolist() for part in found), strict=True)} == {
        (i, j): pair_cost(need, offer, Params())
        for i, need in enumerate(needs)
        for j, offer in enumerate(offers)
        if offer.capacity and eligible(need, offer)
    }


@pytest.mark.parametrize("most", [1, 2, 5])
def test_with_less_room_the_candidates_are_the_cheapest(most):
    for seed in range(20):
        needs, offers = a_town(seed, needs=30, offers=60)
        problem = posed(needs, offers)
        rows, chosen, _ = nearest_candidates(problem, index_offers(problem.offers), most)
        for i, need in enumerate(needs):
            if CATEGORY_BY_SLUG[need.category].remote:
                continue
            value = sorted(
                pair_cost(need, offer, Params()) + 250 * offer.recent
                for offer in offers
                if offer.capacity and eligible(need, offer)
            )
            mine = [offers[j] for j in chosen[rows == i]]
            assert [pair_cost(need, offer, Params()) + 250 * offer.recent for offer in mine] == (
                value[: most + need.people_needed - 1]
            )


def test_an_index_of_some_offers_holds_those_and_no_others():
    _, offers = a_town(5, needs=0, offers=80)
    arrays = posed([], offers).offers
    present = np.arange(80) % 3 == 0
    index = index_offers(arrays, present=present)
    held = {*index.slot.tolist(), *index.remote_slot.tolist()}
    assert held == {j for j in range(0, 80, 3) if offers[j].categories and not offers[j].paused}


def word(number: int) -> str:
    return f"w{number:03}"


@pytest.mark.parametrize("asked", [63, 64, 65, 130])
def test_more_languages_and_attributes_than_a_machine_word_has_bits(asked):
    needs = [
        a_need(f"n{k:03}", languages={word(k)}, requires={word(k), word((k + 1) % asked)})
        for k in range(asked)
    ]
    offers = [
        an_offer(f"o{k:03}", languages={word(k), "zz"}, provides={word(k), word((k + 1) % asked)})
        for k in range(asked)
    ]
    problem = posed(needs, offers)
    for i in range(asked):
        for j in range(asked):
            assert suits(problem.needs, problem.offers, i, j) is (i == j)
