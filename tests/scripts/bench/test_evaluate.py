"""The referee says what the domain says, and catches who cheats."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.domain.cost import load_cost, pair_cost, pair_distance_m, unserved_penalty
from matcher.domain.eligibility import eligible
from matcher.domain.params import Params
from matcher.engine.problem import problem_from
from scripts.bench import balltree, floor, greedy
from scripts.bench.evaluate import Unfair, distances_m, eligible_pairs, pair_costs, worth_of
from tests.builders import TODAY, a_need, a_town, an_offer, at

PARAMS = Params()


def problem_with(needs, offers):
    return problem_from(needs, offers, today=TODAY, params=PARAMS)


def rows(*numbers: int):
    return np.array(numbers, dtype=np.int32)


@settings(max_examples=20)
@given(seed=st.integers(0, 10**6))
def test_every_pair_is_judged_as_the_rules_judge_it(seed):
    needs, offers = a_town(seed, needs=15, offers=15)
    problem = problem_with(needs, offers)
    need, offer = (grid.ravel().astype(np.int32) for grid in np.indices((15, 15)))
    pairs = [(needs[i], offers[j]) for i, j in zip(need, offer, strict=True)]
    assert eligible_pairs(problem, need, offer).tolist() == [eligible(*pair) for pair in pairs]
    assert distances_m(problem, need, offer).tolist() == [pair_distance_m(*pair) for pair in pairs]
    assert pair_costs(problem, need, offer).tolist() == [pair_cost(*p, PARAMS) for p in pairs]


METHODS = [greedy.pair, floor.pair, balltree.pair]


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), offers=st.sampled_from((0, 5, 40)))
@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.__module__)
def test_every_way_of_pairing_keeps_the_rules_and_costs_what_the_domain_says(method, seed, offers):
    needs, givers = a_town(seed, needs=40, offers=offers)
    problem = problem_with(needs, givers)
    answer = method(problem)
    worth = worth_of(problem, answer.need, answer.offer)
    served = np.bincount(answer.need, minlength=len(needs)).tolist()
    used = np.bincount(answer.offer, minlength=len(givers)).tolist()
    pairs = list(zip(answer.need.tolist(), answer.offer.tolist(), strict=True))
    assert worth.objective == (
        sum(pair_cost(needs[i], givers[j], PARAMS) for i, j in pairs)
        + sum(load_cost(offer, k, PARAMS) for offer, k in zip(givers, used, strict=True))
        + sum(
            (need.people_needed - k)
            * unserved_penalty(need.urgency, need.days_waiting(TODAY), PARAMS)
            for need, k in zip(needs, served, strict=True)
        )
    )
    assert (worth.served, worth.unserved) == (len(pairs), worth.units - len(pairs))


@settings(max_examples=20)
@given(seed=st.integers(0, 10**6))
def test_greedy_gives_each_need_in_turn_the_nearest_that_are_left(seed):
    needs, offers = a_town(seed, needs=30, offers=30)
    problem = problem_with(needs, offers)
    answer = greedy.pair(problem)
    free = [offer.capacity for offer in offers]
    for row, need in enumerate(needs):
        near = sorted(
            (pair_distance_m(need, offer), j)
            for j, offer in enumerate(offers)
            if free[j] and eligible(need, offer)
        )[: need.people_needed]
        taken = answer.offer[answer.need == row].tolist()
        assert taken == [j for _, j in near]
        for j in taken:
            free[j] -= 1


def test_the_dense_way_never_gives_one_offer_twice_to_a_need():
    needs = [a_need(people_needed=2)]
    offers = [an_offer("a", capacity=2), an_offer("b", place=at(1_900))]
    answer = balltree.pair(problem_with(needs, offers))
    assert answer.offer.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("need", "offer", "fault"),
    [
        (rows(0), rows(1), "no rule allows"),
        (rows(0, 0), rows(0, 0), "matched twice"),
        (rows(0, 0, 0), rows(0, 2, 3), "more than they asked"),
        (rows(0, 1), rows(2, 2), "over their capacity"),
    ],
)
def test_who_breaks_a_rule_is_caught(need, offer, fault):
    needs = [a_need("n0", people_needed=2), a_need("n1")]
    offers = [
        an_offer("o0", capacity=2),
        an_offer("o1", paused=True),
        an_offer("o2"),
        an_offer("o3"),
    ]
    with pytest.raises(Unfair, match=fault):
        worth_of(problem_with(needs, offers), need, offer)
