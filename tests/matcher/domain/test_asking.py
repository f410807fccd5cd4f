"""Whom the machine may ask today."""

from datetime import timedelta

import pytest

from matcher.domain.asking import given_today, places_left, provided_today
from matcher.domain.checks import Check, CheckLevel
from matcher.domain.life_cycles import VolunteerStatus
from matcher.domain.refusals import Invalid
from tests.builders import TODAY

OFFERED = frozenset({"clothing", "prescriptions", "groceries", "visit"})


def seen(level: CheckLevel, review_in_days: int = 30) -> list[Check]:
    long_ago = TODAY - timedelta(days=300)
    return [Check(level, long_ago, "coordinator:c", TODAY + timedelta(days=review_in_days))]


@pytest.mark.parametrize(
    ("checks", "given"),
    [
        ([], {"clothing"}),
        (seen(CheckLevel.IDENTITY), {"clothing", "prescriptions"}),
        (seen(CheckLevel.REFERENCES), {"clothing", "prescriptions", "groceries"}),
        (seen(CheckLevel.BASIC_DBS), OFFERED),
        (seen(CheckLevel.BASIC_DBS, review_in_days=-1), {"clothing"}),
    ],
)
def test_checks_that_hold_today_decide_which_help_may_be_given(checks, given):
    assert given_today(OFFERED, VolunteerStatus.CONTACT_PROVEN, checks, TODAY) == given


@pytest.mark.parametrize("status", [VolunteerStatus.NEW, VolunteerStatus.SUSPENDED])
def test_who_cannot_be_reached_or_is_suspended_is_given_nothing(status):
    assert given_today(OFFERED, status, seen(CheckLevel.ENHANCED_DBS), TODAY) == set()


def test_a_dbs_check_is_ours_to_see_and_nobodys_to_claim():
    assert provided_today({"car", "dbs"}, [], TODAY) == {"car"}
    assert provided_today({"car"}, seen(CheckLevel.BASIC_DBS), TODAY) == {"car", "dbs"}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({}, 3),
        ({"matches_per_week": 2, "matches_this_week": 1}, 1),
        ({"matches_per_week": 2, "matches_this_week": 5}, 0),
        ({"matches_per_week": 0}, 0),
        ({"messages_per_week": 4, "messages_this_week": 2}, 2),
        ({"messages_per_week": 4, "messages_this_week": 9}, 0),
        # Who wants no message looks at their own page.
        ({"messages_per_week": 0, "messages_this_week": 1}, 3),
        ({"matches_this_week": 9, "messages_this_week": 9}, 3),
    ],
)
def test_nobody_is_given_more_than_fits_into_their_week(said, left):
    assert places_left(3, **said) == left


def test_nothing_is_counted_below_nothing():
    with pytest.raises(Invalid):
        places_left(-1)
