"""The live index says the same as trying every pair by the rules, after any history."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from matcher.domain.cost import pair_cost, pair_distance_m
from matcher.domain.eligibility import eligible
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.engine.live_index import LiveIndex
from tests.builders import LAMBETH, SOUTHWARK, a_need, a_town, an_offer, at

PARAMS = Params()


class Witness:
    """Offers in a dictionary, and every pair tried."""

    def __init__(self, params: Params = PARAMS) -> None:
        self.params = params
        self.offers: dict[str, Offer] = {}
        self.held: dict[str, int] = {}

    def cheapest(
        self, need: Need, k: int, *, full_too: bool = False
    ) -> list[tuple[int, str, int, bool, tuple[str, ...], int]]:
        found = []
        for offer in self.offers.values():
            held = self.held.get(offer.id, 0)
            if eligible(need, offer) and (full_too or offer.capacity > held):
                load_m = self.params.load_step_m * (offer.recent + held)
                found.append(
                    (
                        pair_cost(need, offer, self.params) + load_m,
                        offer.id,
                        pair_distance_m(need, offer),
                        need.borough == offer.borough,
                        tuple(sorted(need.languages & offer.languages)),
                        max(0, offer.capacity - held),
                    )
                )
        return sorted(found)[:k]


def told(index: LiveIndex, need: Need, k: int, *, full_too: bool = False):
    return [
        (one.cost, one.offer_id, one.distance_m, one.same_borough, one.shared_languages, one.spare)
        for one in index.cheapest(need, k, full_too=full_too)
    ]


def ids(index: LiveIndex, need: Need, k: int = 10, *, full_too: bool = False) -> list[str]:
    return [one.offer_id for one in index.cheapest(need, k, full_too=full_too)]


SEEDS = st.integers(0, 10**6)
# More than one word of 64 bits, so that masks must grow while offers are there.
MANY_WORDS = tuple(f"l{number:03}" for number in range(150))


class AnyHistory(RuleBasedStateMachine):
    """Offers come, change, are held and go; needs are asked for at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.index = LiveIndex(PARAMS)
        self.witness = Witness()
        self.needs = a_town(5, needs=30, offers=0)[0]

    def some_offer(self, seed: int, id: str) -> Offer:
        chance = Random(seed)
        drawn = a_town(seed, needs=0, offers=1)[1][0]
        spoken = drawn.languages
        if chance.random() < 0.3:
            spoken |= set(chance.sample(MANY_WORDS, 3))
        reach = chance.choice((drawn.radius_m, drawn.radius_m, 0, 20_000, 1_400_000))
        return replace(drawn, id=id, languages=spoken, radius_m=reach)

    def known(self, seed: int) -> str:
        return sorted(self.witness.offers)[seed % len(self.witness.offers)]

    @rule(seed=SEEDS, number=st.integers(0, 400))
    def add(self, seed, number):
        offer = self.some_offer(seed, f"o{number}")
        if offer.id in self.witness.offers:
            with pytest.raises(Conflict):
                self.index.add(offer)
        else:
            self.index.add(offer)
            self.witness.offers[offer.id] = offer

    @rule(seed=SEEDS, many=st.integers(50, 90))
    def add_many(self, seed, many):
        for number in range(many):
            self.add(seed + number, 1_000 + (seed + number) % 700)

    @precondition(lambda self: self.witness.offers)
    @rule(seed=SEEDS)
    def change(self, seed):
        offer = self.some_offer(seed, self.known(seed))
        self.index.change(offer)
        self.witness.offers[offer.id] = offer

    @precondition(lambda self: self.witness.offers)
    @rule(seed=SEEDS)
    def remove(self, seed):
        id = self.known(seed)
        self.index.remove(id)
        del self.witness.offers[id]
        self.witness.held.pop(id, None)
        with pytest.raises(NotFound):
            self.index.remove(id)

    @precondition(lambda self: self.witness.offers)
    @rule(seed=SEEDS, matches=st.integers(0, 4))
    def hold(self, seed, matches):
        id = self.known(seed)
        if matches > max(self.witness.offers[id].capacity, self.witness.held.get(id, 0)):
            with pytest.raises(Conflict):
                self.index.hold(id, matches)
        else:
            self.index.hold(id, matches)
            self.witness.held[id] = matches

    @rule(seed=SEEDS, k=st.sampled_from((1, 3, 10, 1_000)), full_too=st.booleans())
    def ask(self, seed, k, full_too):
        chance = Random(seed)
        need = self.needs[seed % len(self.needs)]
        if chance.random() < 0.3:
            need = replace(need, languages=frozenset(chance.sample(MANY_WORDS, 20)))
        if self.witness.offers and chance.random() < 0.3:
            need = replace(need, avoid=need.avoid | {self.known(seed)})
        assert told(self.index, need, k, full_too=full_too) == self.witness.cheapest(
            need, k, full_too=full_too
        )

    @invariant()
    def it_knows_how_many_there_are(self):
        assert len(self.index) == len(self.witness.offers)


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, k=st.integers(1, 30), step=st.sampled_from((0, 1, 250)))
def test_a_town_taken_in_at_once_answers_like_the_rules(seed, k, step):
    needs, offers = a_town(seed, needs=12, offers=300)
    params = Params(load_step_m=step, borough_penalty_m=seed % 3 * 250)
    witness = Witness(params)
    witness.offers = {offer.id: offer for offer in offers}
    index = LiveIndex(params, offers)
    for need in needs:
        assert told(index, need, k) == witness.cheapest(need, k)


def test_nobody_is_found_in_an_empty_index():
    index = LiveIndex(PARAMS)
    assert index.cheapest(a_need()) == ()
    assert index.cheapest(a_need(category="phone_call")) == ()
    assert len(index) == 0


def test_all_there_are_come_back_when_more_are_asked_for():
    index = LiveIndex(PARAMS, [an_offer("a", place=at(30)), an_offer("b", place=at(20))])
    assert ids(index, a_need(), k=10) == ["b", "a"]
    assert ids(index, a_need(), k=5_000) == ["b", "a"]
    assert ids(index, a_need(), k=0) == []


def test_an_offer_with_no_radius_reaches_its_own_door_only():
    index = LiveIndex(PARAMS, [an_offer("o", radius_m=0)])
    assert ids(index, a_need()) == ["o"]
    assert ids(index, a_need(place=at(1))) == []


def test_the_radius_is_met_to_the_metre_in_every_direction():
    index = LiveIndex(PARAMS, [an_offer("o", radius_m=1_000)])
    for east, north in ((1_000, 0), (-1_000, 0), (0, 1_000), (0, -1_000), (600, 800)):
        assert ids(index, a_need(place=at(east, north))) == ["o"]
        assert ids(index, a_need(place=at(east + (east > 0) - (east < 0), north * 2))) == []


def test_an_offer_that_reaches_across_the_country_is_found_far_away():
    index = LiveIndex(PARAMS, [an_offer("o", radius_m=1_400_000)])
    assert ids(index, a_need(place=at(-500_000, 1_000_000))) == ["o"]


def test_ties_go_by_offer_id():
    names = [f"o{number:03}" for number in range(120)]
    shuffled = Random(1).sample(names, len(names))
    index = LiveIndex(PARAMS, [an_offer(id) for id in shuffled])
    assert ids(index, a_need(), k=3) == names[:3]


def test_remote_help_knows_no_distance_and_no_border():
    far = an_offer("far", categories={"phone_call"}, place=at(400_000), borough=SOUTHWARK)
    near = an_offer("near", categories={"phone_call"}, recent=1)
    (first, second) = LiveIndex(PARAMS, [near, far]).cheapest(a_need(category="phone_call"))
    assert (first.offer_id, first.cost, first.distance_m) == ("far", 0, 0)
    assert (second.offer_id, second.cost, second.load_m) == ("near", 250, 250)


def test_a_candidate_says_why():
    offer = an_offer(
        place=at(300), borough=SOUTHWARK, capacity=3, recent=2, languages={"en", "bn", "pl"}
    )
    index = LiveIndex(PARAMS, [offer])
    index.hold("o1", 1)
    (one,) = index.cheapest(a_need(languages={"pl", "bn"}, borough=LAMBETH))
    assert (one.cost, one.distance_m, one.load_m) == (300 + 500 + 750, 300, 750)
    assert not one.same_borough
    assert one.shared_languages == ("bn", "pl")
    assert one.spare == 2


def test_an_offer_that_holds_all_it_can_is_shown_only_when_asked_for():
    index = LiveIndex(PARAMS, [an_offer("o", capacity=1)])
    index.hold("o", 1)
    assert ids(index, a_need()) == []
    assert ids(index, a_need(), full_too=True) == ["o"]
    index.hold("o", 0)
    assert ids(index, a_need()) == ["o"]


def test_what_an_offer_holds_stays_held_when_it_changes_and_goes_with_it():
    index = LiveIndex(PARAMS, [an_offer("o", capacity=2)])
    index.hold("o", 2)
    index.change(an_offer("o", capacity=1))
    assert index.held("o") == 2
    assert ids(index, a_need()) == []
    index.remove("o")
    index.add(an_offer("o", capacity=2))
    assert index.held("o") == 0
    assert ids(index, a_need()) == ["o"]


def test_nothing_is_changed_by_what_is_refused():
    index = LiveIndex(PARAMS, [an_offer("o", capacity=2)])
    with pytest.raises(Conflict, match="There is an offer “o” already"):
        index.add(an_offer("o", capacity=9))
    with pytest.raises(Conflict, match=r"Offer “o” can hold 2 and not 3\."):
        index.hold("o", 3)
    with pytest.raises(Invalid, match="fewer than 0"):
        index.hold("o", -1)
    with pytest.raises(Conflict):
        LiveIndex(PARAMS, [an_offer("o"), an_offer("o")])
    assert index.offer("o").capacity == 2
    assert index.held("o") == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda index: index.remove("gone"),
        lambda index: index.hold("gone", 1),
        lambda index: index.change(an_offer("gone")),
        lambda index: index.offer("gone"),
        lambda index: index.held("gone"),
    ],
)
def test_an_unknown_offer_is_refused_in_a_sentence(ask):
    index = LiveIndex(PARAMS, [an_offer("o")])
    with pytest.raises(NotFound, match="There is no offer “gone” here"):
        ask(index)
    assert "o" in index
    assert "gone" not in index
