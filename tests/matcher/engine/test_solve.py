"""The answer is the best there is, proven, and lawful: on hundreds of towns against HiGHS."""

import pytest

from matcher.domain.params import Params
from matcher.domain.refusals import Invalid
from matcher.engine.solve import Effort, solve
from tests.builders import a_town
from tests.matcher.engine.checking import faults_of
from tests.matcher.engine.dense import lower_bound, optimum
from tests.matcher.engine.solving import pairs_of, posed, solved

PARAMS = {
    "usual": Params(),
    "no load": Params(load_step_m=0),
    "no borders": Params(borough_penalty_m=0),
    "neither": Params(borough_penalty_m=0, load_step_m=0),
    "units hardly matter": Params(
        unserved_routine_m=300, unserved_soon_m=900, unserved_urgent_m=2_700
    ),
    "heavy load": Params(load_step_m=40_000),
}
# The shapes of towns: alike, few needs, few offers, one street, a whole region.
SHAPES = (
    {"needs": 20, "offers": 20},
    {"needs": 6, "offers": 40},
    {"needs": 40, "offers": 8},
    {"needs": 25, "offers": 25, "box_m": 60},
    {"needs": 30, "offers": 30, "box_m": 60_000},
)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("name", PARAMS)
def test_no_answer_costs_less_and_the_proof_says_so(name, shape):
    params = PARAMS[name]
    for seed in range(10):
        needs, offers = a_town(seed, **shape)
        result = solved(needs, offers, params)
        best = optimum(needs, offers, params)
        assert (result.objective, result.lower_bound) == (best, best), seed


@pytest.mark.parametrize("seed", range(5))
def test_a_town_of_a_few_hundred_is_solved_to_the_best_too(seed):
    needs, offers = a_town(seed, needs=300, offers=250)
    result = solved(needs, offers)
    assert result.objective == result.lower_bound == optimum(needs, offers, Params())


@pytest.mark.parametrize("name", PARAMS)
def test_whoever_computes_the_bound_from_the_prices_alone_finds_the_same(name):
    params = PARAMS[name]
    for seed in range(15):
        needs, offers = a_town(seed, needs=30, offers=25)
        result = solve(posed(needs, offers, params))
        price = result.offer_price.tolist()
        assert min(price, default=0) >= 0
        assert lower_bound(needs, offers, price, params) == result.objective, seed


def test_no_need_pays_more_than_being_left_unserved_costs():
    for seed in range(10):
        problem = posed(*a_town(seed))
        result = solve(problem)
        assert (result.need_price >= 0).all()
        assert (result.need_price <= problem.needs.penalty).all()


def test_the_same_town_gets_the_same_answer_twice():
    needs, offers = a_town(7, needs=200, offers=200)
    first, second = solved(needs, offers), solved(needs, offers)
    assert pairs_of(needs, offers, first) == pairs_of(needs, offers, second)
    assert first.offer_price.tolist() == second.offer_price.tolist()


def test_an_answer_that_is_proven_has_no_gap():
    result = solved(*a_town(3))
    assert (result.certified, result.gap) == (True, 0.0)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_short_lists_grow_until_the_answer_is_the_best_all_the_same(shape):
    shortest = Effort(candidates=1, new_pairs=1, steps=(64, 1), drafts=((0, 1),), full_from=0)
    for seed in range(10):
        needs, offers = a_town(seed, **shape)
        result = solve(posed(needs, offers), effort=shortest)
        assert faults_of(needs, offers, result, Params()) == []
        best = optimum(needs, offers, Params())
        assert (result.objective, result.lower_bound) == (best, best), seed


def test_an_answer_that_had_to_stop_early_is_lawful_and_says_how_far_it_may_be_off():
    needs, offers = a_town(5, needs=300, offers=250)
    result = solve(posed(needs, offers), time_limit_s=0)
    assert faults_of(needs, offers, result, Params()) == []
    best = optimum(needs, offers, Params())
    assert result.lower_bound <= best <= result.objective
    assert result.gap == (result.objective - result.lower_bound) / result.objective


def test_a_time_limit_below_nothing_is_refused():
    with pytest.raises(Invalid, match="time limit"):
        solve(posed([], []), time_limit_s=-1)
