"""Ties: of answers that cost the same, earlier ids come first, as far as single steps go."""

import random

import numpy as np
import pytest

from matcher.domain.cost import load_cost, pair_cost, unserved_penalty
from matcher.domain.eligibility import eligible
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from matcher.service.matching import match_needs_with_offers
from tests.builders import TODAY, a_need, a_town, an_offer, at
from tests.matcher.engine.solving import pairs_of, solved

PARAMS = Params()


def paired(needs: list[Need], offers: list[Offer]) -> list[tuple[str, str]]:
    return pairs_of(needs, offers, solved(needs, offers))


def the_needs(count: int, **said) -> list[Need]:
    return [a_need(f"n{k}", **said) for k in range(count)]


def the_offers(count: int, **said) -> list[Offer]:
    return [an_offer(f"o{k}", **said) for k in range(count)]


def test_of_offers_that_are_alike_the_first_is_asked():
    assert paired(the_needs(1), the_offers(4)) == [("n0", "o0")]


def test_of_needs_that_are_alike_the_first_is_served():
    assert paired(the_needs(4), the_offers(1)) == [("n0", "o0")]


def test_needs_and_offers_that_are_alike_meet_in_the_order_of_their_ids():
    assert paired(the_needs(3), the_offers(3)) == [("n0", "o0"), ("n1", "o1"), ("n2", "o2")]


def test_places_of_one_load_are_given_in_the_order_of_both_ids():
    assert paired(the_needs(5), the_offers(3, capacity=2)) == [
        ("n0", "o0"),
        ("n1", "o0"),
        ("n2", "o1"),
        ("n3", "o1"),
        ("n4", "o2"),
    ]


def test_offers_equally_far_on_two_sides_are_asked_in_the_order_of_their_ids():
    offers = [an_offer("o0", place=at(-100)), an_offer("o1", place=at(100))]
    assert paired(the_needs(1), offers) == [("n0", "o0")]


def test_where_two_ways_of_pairing_cost_the_same_the_cheapest_match_decides():
    needs = [a_need("n0", place=at(0)), a_need("n1", place=at(100))]
    offers = [an_offer("o0", place=at(200)), an_offer("o1", place=at(300))]
    assert paired(needs, offers) == [("n0", "o1"), ("n1", "o0")]


def test_help_by_telephone_goes_to_the_first_and_is_given_by_the_first():
    calls = the_needs(3, category="phone_call")
    callers = the_offers(6, categories={"phone_call"})
    assert paired(calls, callers) == [("n0", "o0"), ("n1", "o1"), ("n2", "o2")]
    few = the_offers(1, categories={"phone_call"}, capacity=2)
    assert paired(the_needs(5, category="phone_call"), few) == [("n0", "o0"), ("n1", "o0")]


def test_the_more_urgent_call_is_served_before_the_earlier_id():
    calls = [
        a_need("n0", category="phone_call"),
        a_need("n1", category="phone_call", urgency="urgent"),
    ]
    assert paired(calls, the_offers(1, categories={"phone_call"})) == [("n1", "o0")]


@pytest.mark.parametrize("seed", range(12))
def test_no_single_step_of_no_cost_leads_to_an_earlier_answer(seed):
    """Held against the domain's own rules, with every eligible pair looked at."""
    needs, offers = a_crowded_town(seed)
    result = solved(needs, offers)
    assert result.certified
    held = list(zip(result.need_row.tolist(), result.offer_row.tolist(), strict=True))
    assert earlier_steps(needs, offers, held) == []


def test_a_planted_later_answer_is_found_out():
    needs, offers = the_needs(3), the_offers(3)
    assert earlier_steps(needs, offers, [(0, 0), (1, 2), (2, 1)])
    assert earlier_steps(needs, offers[:1], [(1, 0)])
    assert earlier_steps(needs[:1], offers, [(0, 2)])


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_rows_changes_nothing(seed):
    needs, offers = a_town(seed, needs=60, offers=40)
    chance = random.Random(seed)
    answers = set()
    for _ in range(3):
        chance.shuffle(needs)
        chance.shuffle(offers)
        matching = match_needs_with_offers(needs, offers, today=TODAY, params=PARAMS)
        answers.add(tuple((one.need_id, one.offer_id) for one in matching.matches))
    assert len(answers) == 1


def a_crowded_town(seed: int) -> tuple[list[Need], list[Offer]]:
    """Few houses on one straight street, so that nearly everything is a tie."""
    chance = random.Random(seed)
    places = [at(100 * chance.randrange(6)) for _ in range(26)]
    kinds = ("groceries", "groceries", "phone_call")
    needs = [
        a_need(f"n{k:02}", place=places[k], category=kinds[k % 3], people_needed=1 + (k % 7 == 0))
        for k in range(14)
    ]
    offers = [
        an_offer(
            f"o{k:02}",
            place=places[14 + k],
            categories={"groceries", "phone_call"} if k % 2 else {"groceries"},
            capacity=chance.choice((1, 1, 2)),
        )
        for k in range(chance.randrange(5, 12))
    ]
    return needs, offers


Held = list[tuple[int, int]]


def earlier_steps(needs: list[Need], offers: list[Offer], held: Held) -> list[str]:
    """Every single step that costs nothing and leads to an answer that comes earlier."""
    now, found = listed(needs, offers, held), []
    for name, other in single_steps(needs, offers, held):
        same = whole_cost(needs, offers, other) == whole_cost(needs, offers, held)
        if same and listed(needs, offers, other) < now:
            found.append(name)
    return found


def single_steps(needs: list[Need], offers: list[Offer], held: Held):
    used = np.bincount([j for _, j in held], minlength=len(offers))
    waiting = [
        i for i, need in enumerate(needs) if need.people_needed > sum(h[0] == i for h in held)
    ]
    for i, j in held:
        rest = [pair for pair in held if pair != (i, j)]
        # Steps between calls, which share a hub, and errands are not looked for.
        for k in (k for k in waiting if needs[k].category == needs[i].category):
            yield f"{k} for {i} with {j}", [*rest, (k, j)]
        for to in range(len(offers)):
            if used[to] < offers[to].capacity:
                yield f"{i} from {j} to {to}", [*rest, (i, to)]
        for k, to in rest:
            if needs[k].category != needs[i].category:
                continue
            others = [pair for pair in rest if pair != (k, to)]
            yield f"{i} and {k} swap {j} and {to}", [*others, (i, to), (k, j)]


def whole_cost(needs: list[Need], offers: list[Offer], held: Held) -> int | None:
    """What an answer costs; None where it breaks a rule."""
    if len(set(held)) < len(held) or not all(eligible(needs[i], offers[j]) for i, j in held):
        return None
    missed = [need.people_needed - sum(i == at for i, _ in held) for at, need in enumerate(needs)]
    if min(missed) < 0:
        return None
    return (
        sum(pair_cost(needs[i], offers[j], PARAMS) for i, j in held)
        + sum(
            load_cost(offer, sum(j == at for _, j in held), PARAMS)
            for at, offer in enumerate(offers)
        )
        + sum(
            units * unserved_penalty(need.urgency, need.days_waiting(TODAY), PARAMS)
            for units, need in zip(missed, needs, strict=True)
        )
    )


def listed(needs: list[Need], offers: list[Offer], held: Held) -> list[tuple[int, str, str]]:
    if not all(eligible(needs[i], offers[j]) for i, j in held):
        return []
    return sorted(
        (pair_cost(needs[i], offers[j], PARAMS), needs[i].id, offers[j].id) for i, j in held
    )
