"""What would change with wider radii and more volunteers, beside the plain rules and solving."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from matcher.domain.categories import CATEGORIES
from matcher.domain.places import Point, distance_m
from matcher.engine.solve import solve
from matcher.engine.values import volunteer_values
from matcher.engine.what_if import Newcomers, change_with, found_with_wider_radii
from tests.builders import a_need, a_town, an_offer, at
from tests.matcher.engine.solving import posed
from tests.matcher.engine.test_values import newcomer


def ways_m(problem, result) -> int:
    """Every way as the rules measure it, one by one."""
    needs, offers = problem.needs, problem.offers
    return sum(
        0
        if CATEGORIES[needs.category[i]].remote
        else distance_m(
            Point(int(needs.easting[i]), int(needs.northing[i])),
            Point(int(offers.easting[j]), int(offers.northing[j])),
        )
        for i, j in zip(result.need_row.tolist(), result.offer_row.tolist(), strict=True)
    )


@pytest.mark.parametrize(("metres", "found"), [(499, [0, 0]), (500, [1, 0]), (2_000, [1, 0])])
def test_a_wider_radius_finds_whom_it_reaches_where_a_place_is_left(metres, found):
    needs = [a_need("n1", place=at(2_500)), a_need("n2", place=at(2_700))]
    problem = posed(needs, [an_offer("o1", radius_m=2_000, capacity=1)])
    assert found_with_wider_radii(problem, solve(problem), metres).tolist() == found


@pytest.mark.parametrize("seed", range(4))
def test_whoever_is_paired_stays_paired_and_the_others_look_again(seed):
    needs, offers = a_town(seed, needs=40, offers=25, box_m=8_000)
    problem = posed(needs, offers)
    result = solve(problem)
    left, used = result.unserved.tolist(), np.bincount(result.offer_row, minlength=len(offers))
    others = [replace(n, people_needed=k) for n, k in zip(needs, left, strict=True) if k]
    wider = [
        replace(o, radius_m=o.radius_m + 1_000, capacity=o.capacity - k, recent=o.recent + k)
        for o, k in zip(offers, used.tolist(), strict=True)
        if o.capacity > k
    ]
    again = solve(posed(others, wider))
    assert found_with_wider_radii(problem, result, 1_000).sum() == len(again.need_row)


@pytest.mark.parametrize(("seed", "many"), list(product(range(3), (1, 5))))
def test_newcomers_change_what_solving_again_with_them_changes(seed, many):
    needs, offers = a_town(seed, needs=40, offers=30, box_m=3_000)
    problem = posed(needs, offers)
    result = solve(problem)
    values = volunteer_values(problem, result.need_price)
    for b, c, worth, east, north in zip(*(part.tolist() for part in values), strict=True):
        # Help from afar knows no border: any borough will do.
        borough = problem.boroughs[max(b, 0)]
        one = newcomer(CATEGORIES[c].slug, Point(east, north), borough)
        more = posed(needs, [*offers, *(replace(one, id=f"p{k}") for k in range(many))])
        again = solve(more)
        asked = Newcomers(many, problem.boroughs.index(borough), c, east, north)
        change = change_with(problem, result, asked)
        assert change.matched == len(again.need_row) - len(result.need_row)
        assert change.shorter_m == ways_m(problem, result) - ways_m(more, again)
        if many == 1:
            # What the price says where the town is too large to solve it again.
            left = problem.needs.penalty[result.unserved > 0]
            assert change.matched == int(worth >= left.min() / 2)


def test_the_penalty_of_a_need_that_is_met_at_last_is_no_way():
    problem = posed([a_need("n1"), a_need("n2", place=at(300))], [an_offer("o1", capacity=1)])
    result = solve(problem)
    home = at(300)
    asked = Newcomers(1, 0, int(problem.needs.category[0]), home.easting, home.northing)
    near = change_with(problem, result, asked)
    assert (near.matched, near.shorter_m) == (1, 0)
