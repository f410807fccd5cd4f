"""Towns that nobody would draw, and that arrive all the same."""

import pytest

from matcher.domain.availability import HALF_DAYS
from matcher.domain.offers import MOST_CAPACITY, MOST_RADIUS_M, MOST_RECENT
from matcher.domain.urgency import Urgency
from tests.builders import GONE, HERE, a_need, a_town, an_offer, at
from tests.matcher.engine.dense import optimum
from tests.matcher.engine.solving import Params, pairs_of, solved


def test_without_needs_nothing_costs_anything():
    for offers in ([], [an_offer()], a_town(2)[1]):
        result = solved([], offers)
        assert (result.objective, result.lower_bound, len(result.need_row)) == (0, 0, 0)


@pytest.mark.parametrize(
    "offers",
    [
        [],
        [an_offer(capacity=0)],
        [an_offer(paused=True), an_offer("o2", paused=True)],
        [an_offer(categories=set())],
        [an_offer(place=at(3_000))],
    ],
)
def test_where_nobody_can_help_every_unit_is_left_and_paid_for(offers):
    result = solved([a_need(people_needed=3)], offers)
    assert result.unserved.tolist() == [3]
    assert result.objective == result.lower_bound == 300_000


def test_fifty_people_for_one_need_are_fifty_different_people():
    needs = [a_need(people_needed=50)]
    offers = [an_offer(f"o{k:02}", capacity=3, place=at(10 * k)) for k in range(60)]
    result = solved(needs, offers)
    assert result.offer_row.tolist() == list(range(50))
    assert result.certified


def test_fifty_people_are_not_found_among_forty():
    result = solved([a_need(people_needed=50)], [an_offer(f"o{k:02}") for k in range(40)])
    assert result.unserved.tolist() == [10]


def test_a_thousand_needs_for_one_offer_of_a_thousand_places():
    needs = [a_need(f"n{k:04}") for k in range(1_000)]
    result = solved(needs, [an_offer(capacity=MOST_CAPACITY, recent=MOST_RECENT)])
    # Its first match adds 2,500,000: only who is urgent is worth that much.
    assert len(result.need_row) == 0
    assert result.certified
    urgent = [a_need(f"n{k:04}", urgency=Urgency.URGENT) for k in range(1_000)]
    assert len(solved(urgent, [an_offer(capacity=1_000)]).need_row) == 1_000


def test_avoid_lists_may_hold_ids_that_nobody_has():
    needs = [a_need("n1", avoid={GONE, "o1"}), a_need("n2", avoid={GONE})]
    offers = [an_offer("o1"), an_offer("o2", place=at(100))]
    result = solved(needs, offers)
    assert pairs_of(needs, offers, result) == [("n1", "o2"), ("n2", "o1")]


def test_needs_far_outside_all_offers_are_reached_by_those_who_reach_far():
    places = [at(east, north) for east in (-400_000, 0, 400_000) for north in (-90_000, 90_000)]
    needs = [a_need(f"n{k}", place=place) for k, place in enumerate(places)]
    offers = [an_offer("o1", radius_m=MOST_RADIUS_M, capacity=4), an_offer("o2", radius_m=95_000)]
    result = solved(needs, offers)
    assert result.objective == result.lower_bound == optimum(needs, offers, Params())
    assert {offers[j].id for j in result.offer_row} == {"o1", "o2"}


def test_thousands_of_needs_at_one_postcode_and_a_thousand_offers_nearby():
    needs = [
        a_need(f"n{k:04}", urgency=list(Urgency)[k % 3], people_needed=1 + k % 2)
        for k in range(3_000)
    ]
    offers = [
        an_offer(f"o{k:04}", place=at(k % 40 * 20, k // 40 * 20), capacity=1 + k % 3)
        for k in range(1_000)
    ]
    result = solved(needs, offers)
    assert result.certified
    assert len(result.need_row) == sum(offer.capacity for offer in offers)
    assert {needs[i].urgency for i in result.need_row} == {Urgency.URGENT, Urgency.SOON}


def test_two_thousand_calls_and_two_thousand_who_could_make_them():
    languages = [f"l{k}" for k in range(40)]
    needs = [
        a_need(
            f"n{k:04}",
            category="phone_call",
            languages={languages[k % 40]} if k % 3 else set(),
            requires={"dbs"} if k % 5 == 0 else set(),
            availability={HALF_DAYS[k % 21]} if k % 2 else set(),
        )
        for k in range(2_000)
    ]
    offers = [
        an_offer(
            f"o{k:04}",
            categories={"phone_call"},
            languages={languages[k * 7 % 40], "en"},
            provides={"dbs"} if k % 4 == 0 else set(),
            availability={HALF_DAYS[k * 5 % 21], HALF_DAYS[k % 21]} if k % 3 else set(),
            recent=k % 4,
            place=HERE,
        )
        for k in range(2_000)
    ]
    assert solved(needs, offers).certified


@pytest.mark.parametrize("radius_m", [0, 3_999, 4_001, 64_000, MOST_RADIUS_M])
def test_radii_on_both_sides_of_every_grid_agree_with_the_slow_optimum(radius_m):
    needs, offers = a_town(11, needs=30, offers=30, box_m=9_000)
    offers = [
        an_offer(offer.id, place=offer.place, radius_m=radius_m if k % 2 else 2_000)
        for k, offer in enumerate(offers)
    ]
    needs = [a_need(need.id, place=need.place) for need in needs]
    result = solved(needs, offers)
    assert result.objective == result.lower_bound == optimum(needs, offers, Params())
