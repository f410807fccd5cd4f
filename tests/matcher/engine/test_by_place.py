"""Rows by place: another order of the same problem, and the way back."""

import numpy as np
import pytest

from matcher.engine.by_place import as_given, in_order, place_order
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.solve import solve
from tests.builders import a_need, a_town, an_offer, at
from tests.matcher.engine.solving import posed


def a_result(problem: Problem) -> Result:
    """An answer that says of each row what its number is."""
    needs, offers = len(problem.needs.units), len(problem.offers.radius)
    rows = min(needs, offers)
    return Result(
        need_row=np.arange(rows, dtype=np.int32),
        offer_row=np.arange(rows, dtype=np.int32),
        unserved=np.arange(needs, dtype=np.int32),
        need_price=np.arange(needs),
        offer_price=np.arange(offers),
        objective=0,
        lower_bound=0,
    )


def test_neighbours_on_the_ground_become_neighbours_in_the_rows():
    places = [at(0), at(40_000, 40_000), at(10, 10), at(40_010, 40_010)]
    needs = [a_need(f"n{k}", place=place) for k, place in enumerate(places)]
    order = place_order(posed(needs, []))
    assert order.needs.tolist() in ([0, 2, 1, 3], [1, 3, 0, 2])


def test_rows_of_one_place_stay_in_the_order_of_their_ids():
    offers = [an_offer(f"o{k:02}") for k in range(30)]
    assert place_order(posed([], offers)).offers.tolist() == list(range(30))


def test_places_west_and_south_of_the_grids_zero_come_first():
    offers = [an_offer("o1", place=at(0)), an_offer("o2", place=at(-700_000, -400_000))]
    assert place_order(posed([], offers)).offers.tolist() == [1, 0]


@pytest.mark.parametrize("seed", range(5))
def test_every_row_keeps_all_that_it_says_and_whom_it_avoids(seed):
    given = posed(*a_town(seed, needs=60, offers=50))
    order = place_order(given)
    ordered = in_order(given, order)
    for new, old in enumerate(order.needs):
        for column in ("easting", "northing", "category", "units", "penalty", "slots"):
            assert getattr(ordered.needs, column)[new] == getattr(given.needs, column)[old]
        begin, end = ordered.needs.avoid_start[new : new + 2]
        avoided = ordered.needs.avoid_offer[begin:end]
        assert sorted(avoided.tolist()) == avoided.tolist()
        begin, end = given.needs.avoid_start[old : old + 2]
        assert sorted(order.offers[avoided].tolist()) == given.needs.avoid_offer[begin:end].tolist()
    for column in given.offers._fields:
        there = getattr(ordered.offers, column)
        assert there.tolist() == getattr(given.offers, column)[order.offers].tolist()


def test_an_answer_finds_the_way_back_to_the_rows_given():
    given = posed(*a_town(3, needs=40, offers=25))
    order = place_order(given)
    back = as_given(a_result(in_order(given, order)), order)
    assert back.need_price[order.needs].tolist() == list(range(40))
    assert back.unserved[order.needs].tolist() == list(range(40))
    assert back.offer_price[order.offers].tolist() == list(range(25))
    pairs = set(zip(back.need_row.tolist(), back.offer_row.tolist(), strict=True))
    assert pairs == {(int(order.needs[k]), int(order.offers[k])) for k in range(25)}
    assert back.need_row.tolist() == sorted(back.need_row.tolist())


def test_a_town_that_is_told_in_another_order_costs_the_same():
    needs, offers = a_town(11, needs=80, offers=70)
    problem = posed(needs, offers)
    shuffled = in_order(problem, place_order(problem))
    assert solve(problem).objective == solve(shuffled).objective


def test_a_town_of_nobody_has_an_order_too():
    problem = posed([], [])
    order = place_order(problem)
    assert len(as_given(a_result(in_order(problem, order)), order).need_row) == 0
