"""What a coordinator may set aside, and what stands whoever asks."""

import pytest

from matcher.domain.by_hand import IN_WORDS, NEVER, Hand, set_aside, who_they_are
from matcher.domain.checks import Check, CheckLevel
from matcher.domain.life_cycles import VolunteerStatus
from tests.builders import TODAY, a_need, an_offer, at

PROVEN = VolunteerStatus.CONTACT_PROVEN


def seen(level: CheckLevel) -> list[Check]:
    return [Check(level, TODAY, "coordinator:c")]


def test_every_rule_in_the_way_is_named_and_not_only_the_first():
    need = a_need(
        category="visit",
        requires={"car"},
        languages={"bn"},
        availability={"mon-am"},
    )
    offer = an_offer(place=at(3_000), availability={"tue-am"}, paused=True)
    assert set_aside(need, offer) == [
        Hand.PAUSED,
        Hand.CATEGORY,
        Hand.RADIUS,
        Hand.ATTRIBUTES,
        Hand.LANGUAGE,
        Hand.TIME,
    ]


def test_a_pair_that_every_rule_allows_sets_nothing_aside():
    assert set_aside(a_need(), an_offer()) == []


@pytest.mark.parametrize(
    ("status", "checks", "requires", "no"),
    [
        (VolunteerStatus.SUSPENDED, seen(CheckLevel.ENHANCED_DBS), set(), Hand.SUSPENDED),
        (VolunteerStatus.NEW, seen(CheckLevel.ENHANCED_DBS), set(), Hand.CONTACT_NOT_PROVEN),
        (PROVEN, seen(CheckLevel.IDENTITY), set(), Hand.CHECK),
        (PROVEN, seen(CheckLevel.REFERENCES), {"dbs"}, Hand.DBS_REQUIRED),
        (PROVEN, seen(CheckLevel.REFERENCES), set(), None),
        (PROVEN, seen(CheckLevel.BASIC_DBS), {"dbs"}, None),
    ],
)
def test_who_somebody_is_comes_before_what_they_offer(status, checks, requires, no):
    assert who_they_are(a_need(requires=requires), status, checks, TODAY) is no


def test_all_of_them_have_words_and_those_for_safety_are_never_set_aside():
    assert IN_WORDS.keys() == set(Hand)
    assert {Hand.CHECK, Hand.DBS_REQUIRED, Hand.AVOIDED, Hand.SUSPENDED} <= NEVER
