"""Reasons for every match and every unserved unit, each equal to the plain rules' own answer."""

from collections.abc import Sequence

import pytest

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.cost import pair_cost, pair_distance_m
from matcher.domain.eligibility import BLOCKERS, Obstacle, blocker, eligible, obstacle
from matcher.domain.needs import Need
from matcher.domain.offers import MOST_RADIUS_M, Offer
from matcher.domain.params import Params
from matcher.engine.explain import Explanation, explain
from matcher.engine.result import Result
from tests.builders import HERE, LAMBETH, SOUTHWARK, a_need, a_town, an_offer, at
from tests.matcher.engine.solving import posed, solved

PARAMS = Params()
TOWNS = [
    *({"seed": seed} for seed in range(25)),
    *({"seed": seed, "needs": 60, "offers": 20} for seed in range(15)),
    *({"seed": seed, "needs": 30, "offers": 90, "box_m": 900} for seed in range(10)),
    *({"seed": seed, "needs": 40, "offers": 40, "box_m": 90_000} for seed in range(10)),
    {"seed": 1, "needs": 300, "offers": 200},
]


def explained(needs: Sequence[Need], offers: Sequence[Offer]) -> tuple[Result, Explanation]:
    result = solved(needs, offers)
    return result, explain(posed(needs, offers), result)


def next_best(need: Need, offers: Sequence[Offer], serving: set[int]) -> int | None:
    """The row of the cheapest eligible offer that does not serve the need, by the rules."""
    remote = CATEGORY_BY_SLUG[need.category].remote
    rows = [j for j, offer in enumerate(offers) if j not in serving and eligible(need, offer)]
    return min(
        rows,
        key=lambda j: (offers[j].recent if remote else pair_cost(need, offers[j], PARAMS), j),
        default=None,
    )


def wider_radius(need: Need, offers: Sequence[Offer], load: dict[int, int]) -> int | None:
    """The least metres that some offer with a place free would have to add, by the rules."""
    more = []
    for j, offer in enumerate(offers):
        if offer.capacity > load.get(j, 0) and obstacle(need, offer) is Obstacle.RADIUS:
            # Reaching everywhere, is it eligible?
            reaching = an_offer(
                id=offer.id,
                categories=offer.categories,
                place=offer.place,
                radius_m=MOST_RADIUS_M,
                languages=offer.languages,
                provides=offer.provides,
                availability=offer.availability,
            )
            if eligible(need, reaching):
                more.append(pair_distance_m(need, offer) - offer.radius_m)
    return min(more, default=None)


@pytest.mark.parametrize("town", TOWNS, ids=str)
def test_every_match_has_its_metres_its_cost_and_what_else_was_considered(town):
    needs, offers = a_town(**town)
    result, why = explained(needs, offers)
    pairs = list(zip(result.need_row.tolist(), result.offer_row.tolist(), strict=True))
    for k, (i, j) in enumerate(pairs):
        need, offer = needs[i], offers[j]
        assert why.distance_m[k] == pair_distance_m(need, offer)
        assert why.cost[k] == pair_cost(need, offer, PARAMS)
        assert why.same_borough[k] == (need.borough == offer.borough)
        other = next_best(need, offers, {there for here, there in pairs if here == i})
        assert why.next_best[k] == (-1 if other is None else other)
        if other is not None:
            assert why.next_best_cost[k] == pair_cost(need, offers[other], PARAMS)


@pytest.mark.parametrize("town", TOWNS, ids=str)
def test_every_unserved_unit_has_its_blocker_and_the_radius_that_would_help(town):
    needs, offers = a_town(**town)
    result, why = explained(needs, offers)
    load = dict(enumerate([result.offer_row.tolist().count(j) for j in range(len(offers))]))
    assert why.unserved_need.tolist() == [i for i, left in enumerate(result.unserved) if left]
    for k, i in enumerate(why.unserved_need):
        assert BLOCKERS[why.blocker[k]] == blocker(needs[i], offers)
        extra = wider_radius(needs[i], offers, load)
        if CATEGORY_BY_SLUG[needs[i].category].remote:
            assert extra is None
        assert why.wider_radius_m[k] == (-1 if extra is None else extra)


def test_the_next_best_may_be_full_and_across_a_border():
    needs = [a_need("n1"), a_need("n2", place=at(900), borough=SOUTHWARK)]
    offers = [an_offer("o1", place=at(50)), an_offer("o2", place=at(900), borough=SOUTHWARK)]
    result, why = explained(needs, offers)
    assert result.offer_row.tolist() == [0, 1]
    assert why.next_best.tolist() == [1, 0]
    assert why.next_best_cost.tolist() == [900 + 500, 850 + 500]
    assert why.cost.tolist() == [50, 0]


def test_an_offer_that_serves_the_need_already_is_no_other_choice():
    needs = [a_need("n1", people_needed=2)]
    _, why = explained(needs, [an_offer("o1"), an_offer("o2")])
    assert why.next_best.tolist() == [-1, -1]


def test_two_that_would_cost_the_same_are_told_apart_by_their_ids():
    needs = [a_need("n1")]
    offers = [an_offer("o1"), an_offer("o2", place=at(0, 40)), an_offer("o3", place=at(40))]
    assert explained(needs, offers)[1].next_best.tolist() == [1]


def test_of_those_who_could_help_from_afar_the_most_rested_is_the_next_best():
    needs = [a_need("n1", category="phone_call")]
    offers = [
        an_offer("o1", categories={"phone_call"}),
        an_offer("o2", categories={"phone_call"}, recent=4, place=HERE),
        an_offer("o3", categories={"phone_call"}, recent=1, place=at(90_000)),
    ]
    result, why = explained(needs, offers)
    assert result.offer_row.tolist() == [0]
    assert (why.next_best.tolist(), why.next_best_cost.tolist()) == ([2], [0])


def test_a_radius_that_is_one_metre_short_would_have_to_be_one_metre_wider():
    needs = [a_need("n1", place=at(2_001))]
    _, why = explained(needs, [an_offer("o1", borough=LAMBETH)])
    assert why.wider_radius_m.tolist() == [1]


def test_no_radius_would_help_where_everybody_who_suits_is_full():
    needs = [a_need("n1", place=at(2_001)), a_need("n2")]
    result, why = explained(needs, [an_offer("o1")])
    assert result.unserved.tolist() == [1, 0]
    assert why.wider_radius_m.tolist() == [-1]


def test_the_least_widening_may_be_of_a_far_offer_that_reaches_far():
    needs = [a_need("n1")]
    offers = [
        an_offer("o1", place=at(400), radius_m=100),
        an_offer("o2", place=at(250_010), radius_m=250_000),
        an_offer("o3", place=at(30_020), radius_m=30_000),
    ]
    assert explained(needs, offers)[1].wider_radius_m.tolist() == [10]


@pytest.mark.parametrize(("needs", "offers"), [([], []), ([a_need()], []), ([], [an_offer()])])
def test_a_town_without_needs_or_without_offers_is_explained_too(needs, offers):
    _, why = explained(needs, offers)
    assert why.blocker.tolist() == [0] * len(needs)
    assert why.wider_radius_m.tolist() == [-1] * len(needs)
