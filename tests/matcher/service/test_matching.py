"""From values to facts: the order of the rows plays no part, and every fact has its reasons."""

from random import Random

from matcher.domain.eligibility import Blocker
from matcher.domain.params import Params
from matcher.service.matching import match_needs_with_offers
from tests.builders import LAMBETH, SOUTHWARK, TODAY, a_need, a_town, an_offer, at


def matched(needs, offers, **said):
    return match_needs_with_offers(needs, offers, today=TODAY, params=Params(), **said)


def facts(matching):
    return (matching.matches, matching.unserved, matching.values, matching.objective)


def test_rows_in_any_order_get_the_same_answer():
    needs, offers = a_town(4, needs=120, offers=100)
    first = facts(matched(needs, offers))
    for seed in range(3):
        Random(seed).shuffle(needs)
        Random(seed).shuffle(offers)
        assert facts(matched(needs, offers)) == first


def test_every_unit_is_matched_or_told_why_not():
    needs, offers = a_town(6, needs=80, offers=50)
    matching = matched(needs, offers)
    left = {fact.need_id: fact.units for fact in matching.unserved}
    for need in needs:
        helpers = [fact.offer_id for fact in matching.matches if fact.need_id == need.id]
        assert len(set(helpers)) + left.get(need.id, 0) == need.people_needed
    assert (matching.gap, matching.objective) == (0.0, matching.lower_bound)


def test_a_match_has_its_metres_its_cost_and_what_both_speak():
    need = a_need("n1", languages={"so", "bn", "pl"})
    near = an_offer("o1", place=at(300), borough=SOUTHWARK, languages={"bn", "so", "en"})
    far = an_offer("o2", place=at(1_500), languages={"pl"})
    (fact,) = matched([need], [far, near]).matches
    assert (fact.offer_id, fact.distance_m, fact.cost) == ("o1", 300, 800)
    assert (fact.need_borough, fact.offer_borough) == (LAMBETH, SOUTHWARK)
    assert fact.shared_languages == ("bn", "so")
    assert (fact.next_best_offer_id, fact.next_best_cost) == ("o2", 1_500)


def test_a_match_without_a_choice_says_that_there_was_none():
    (fact,) = matched([a_need()], [an_offer()]).matches
    assert (fact.next_best_offer_id, fact.next_best_cost) == (None, None)


def test_an_unserved_unit_says_what_stands_in_the_way_and_what_would_help():
    (fact,) = matched([a_need(people_needed=2)], [an_offer(place=at(2_400))]).unserved
    assert (fact.units, fact.blocker) == (2, Blocker.NONE_WITHIN_RADIUS)
    assert fact.wider_radius_m == 400
    (fact,) = matched([a_need()], []).unserved
    assert (fact.blocker, fact.wider_radius_m) == (Blocker.NO_OFFER_IN_CATEGORY, None)


def test_one_more_volunteer_is_worth_what_the_unserved_unit_costs():
    matching = matched([a_need(), a_need("n2", category="phone_call")], [])
    assert [(value.borough, value.category, value.value_m) for value in matching.values] == [
        (LAMBETH, "groceries", 100_000),
        (None, "phone_call", 100_000),
    ]


def test_whoever_waits_is_told_of_each_stage_from_its_begin_to_its_end():
    told: list[tuple[str, float]] = []
    matching = matched(*a_town(1), progress=lambda stage, part: told.append((stage, part)))
    for stage in {stage for stage, _ in told}:
        parts = [part for name, part in told if name == stage]
        assert (parts[0], parts[-1]) == (0.0, 1.0)
        assert parts == sorted(parts)
    assert {"problem", "explain", "values", "facts"} <= matching.seconds.keys()
