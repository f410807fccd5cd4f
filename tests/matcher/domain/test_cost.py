"""The terms of the objective, in whole metres-equivalent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.cost import load_cost, pair_cost, pair_distance_m, unserved_penalty
from matcher.domain.params import Params
from matcher.domain.urgency import Urgency
from tests.builders import LAMBETH, SOUTHWARK, a_need, an_offer, at

PARAMS = Params()


def test_a_pair_costs_its_metres():
    assert pair_cost(a_need(), an_offer(place=at(300, 400)), PARAMS) == 500


def test_a_border_costs_five_hundred_metres_more():
    offer = an_offer(place=at(300, 400), borough=SOUTHWARK)
    assert pair_cost(a_need(borough=LAMBETH), offer, PARAMS) == 1_000
    assert pair_cost(a_need(borough=LAMBETH), offer, Params(borough_penalty_m=0)) == 500


@pytest.mark.parametrize("category", ["phone_call", "translation"])
def test_for_remote_help_neither_metres_nor_borders_count(category):
    need, offer = a_need(category=category), an_offer(place=at(90_000), borough=SOUTHWARK)
    assert (pair_distance_m(need, offer), pair_cost(need, offer, PARAMS)) == (0, 0)


def test_each_further_match_of_an_offer_costs_one_step_more():
    offer = an_offer(recent=2, capacity=4)
    loads = [load_cost(offer, matches, PARAMS) for matches in range(4)]
    assert loads == [0, 500, 500 + 750, 500 + 750 + 1_000]
    assert load_cost(an_offer(), 1, PARAMS) == 0


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 1_000))
def test_load_never_gets_cheaper_from_match_to_match(recent, matches, step_m):
    params, offer = Params(load_step_m=step_m), an_offer(recent=recent)
    first, second, third = (load_cost(offer, matches + k, params) for k in (-1, 0, 1))
    assert third - second == second - first + step_m


@pytest.mark.parametrize(
    ("urgency", "days", "penalty"),
    [
        (Urgency.ROUTINE, 0, 100_000),
        (Urgency.ROUTINE, 1, 103_571),
        (Urgency.ROUTINE, 14, 150_000),
        (Urgency.ROUTINE, 28, 200_000),
        (Urgency.ROUTINE, 4_000, 200_000),
        (Urgency.SOON, 7, 1_250_000),
        (Urgency.URGENT, 28, 20_000_000),
    ],
)
def test_a_unit_left_unserved_costs_by_urgency_and_by_waiting(urgency, days, penalty):
    assert unserved_penalty(urgency, days, PARAMS) == penalty


@given(st.integers(0, 100), st.integers(1, 100))
def test_no_waiting_makes_a_routine_need_weigh_more_than_an_urgent_one(days, waiting_days):
    params = Params(waiting_days=waiting_days)
    penalties = [unserved_penalty(urgency, days, params) for urgency in Urgency]
    assert penalties[0] <= 2 * 100_000
    assert penalties[2] >= 10_000_000
    assert penalties == sorted(penalties)
