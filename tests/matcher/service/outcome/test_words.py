"""Why this volunteer, and why nobody: sentences for somebody with the next call waiting."""

import pytest

from matcher.domain.eligibility import Blocker
from matcher.service.matching import UnservedFact
from matcher.service.outcome.words import (
    BLOCKER_NAMES,
    listed,
    match_reason,
    metres,
    unserved_reason,
)
from tests.builders import LAMBETH, SOUTHWARK, a_need
from tests.matcher.service.outcome.conftest import a_match

NAMES = {LAMBETH: "Lambeth", SOUTHWARK: "Southwark"}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "850 m away in the same borough; no other volunteer was eligible."),
        (
            {"offer_borough": SOUTHWARK, "next_best_offer_id": "R-118", "next_best_cost": 1240},
            "850 m away, across the border in Southwark; "
            "next best R-118 would have cost 1,240 m (390 m more).",
        ),
        (
            {"next_best_offer_id": "R-118", "next_best_cost": 600},
            "850 m away in the same borough; "
            "R-118 would have cost 250 m less, but does more good elsewhere.",
        ),
        (
            {"next_best_offer_id": "R-118", "next_best_cost": 850},
            "850 m away in the same borough; R-118 would have cost the same.",
        ),
        (
            {"remote": True, "cost": 0, "next_best_offer_id": "R-1", "next_best_cost": 0},
            "By phone or online, so distance plays no part; R-1 could have done it as well.",
        ),
    ],
)
def test_a_match_says_how_near_and_who_else_was_considered(said, reason):
    assert match_reason(a_match(**said), a_need(), NAMES) == reason


def test_shared_languages_are_told_when_the_need_asked_for_any():
    fact = a_match(shared_languages=("bn", "en"))
    assert "; shares Bengali and English; " in match_reason(
        fact, a_need(languages={"en", "bn"}), NAMES
    )
    assert "shares" not in match_reason(fact, a_need(), NAMES)


@pytest.mark.parametrize("blocker", list(Blocker))
def test_every_blocker_has_a_sentence_and_a_short_name(blocker):
    need = a_need(languages={"so", "bn"}, requires={"dbs", "car"}, availability={"mon-am"})
    sentence = unserved_reason(UnservedFact("n1", 1, blocker, None), need)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert BLOCKER_NAMES[blocker]


def test_a_wider_radius_is_offered_where_it_would_help():
    fact = UnservedFact("n1", 1, Blocker.NONE_WITHIN_RADIUS, 1_200)
    assert "A service radius 1,200 m wider would reach it" in unserved_reason(fact, a_need())


def test_what_is_asked_for_is_named():
    need = a_need(languages={"so", "bn"}, requires={"dbs", "car"})
    by_language = UnservedFact("n1", 1, Blocker.NONE_WITH_LANGUAGE, None)
    by_attribute = UnservedFact("n1", 1, Blocker.NONE_WITH_ATTRIBUTES, None)
    assert "speaks Bengali or Somali" in unserved_reason(by_language, need)
    assert "provides car and dbs" in unserved_reason(by_attribute, need)


def test_words_and_metres_read_as_people_say_them():
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a"]) == "a"
    assert [metres(m) for m in (0, 850, 9_999, 12_340)] == ["0 m", "850 m", "9,999 m", "12.3 km"]
