"""What a slot may say, and which rules are understood."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.rota import (
    HOLDS_PLACE,
    SIGN_UP_MOVES,
    LeaveReason,
    SignUpState,
    Skill,
    SlotWords,
    counts_for,
    is_late,
    moved_sign_up,
    require_reason_if_late,
)
from matcher.domain.rota_rules import checked_rule
from matcher.domain.rota_times import ShiftTimes


def words(**said: object) -> SlotWords:
    usual = {
        "title": "Saturday sorting",
        "rule": "FREQ=WEEKLY;BYDAY=SA",
        "first_on": date(2026, 3, 7),
        "times": ShiftTimes(time(10), time(12)),
        "wanted": 4,
    }
    return SlotWords(**usual | said)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("rrule:freq=weekly;byday=sa", "FREQ=WEEKLY;BYDAY=SA"),
        ("BYDAY=MO,FR;FREQ=WEEKLY;WKST=MO;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"),
        ("FREQ=DAILY;INTERVAL=1;COUNT=3", "FREQ=DAILY;COUNT=3"),
        ("FREQ=MONTHLY;BYDAY=1TH,-1TH", "FREQ=MONTHLY;BYDAY=1TH,-1TH"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20261231", "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20261231"),
    ],
)
def test_a_rule_is_kept_in_one_form(typed, kept):
    assert checked_rule(typed) == kept
    assert checked_rule(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "every saturday",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;BYHOUR=10",
        "FREQ=WEEKLY;BYDAY=1SA",
        "FREQ=MONTHLY;BYDAY=SA",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=5SA",
        "FREQ=WEEKLY;UNTIL=20260230",
        "FREQ=WEEKLY;UNTIL=20260401;COUNT=3",
        "FREQ=WEEKLY;COUNT=521",
        "FREQ=WEEKLY;WKST=SU",
        "FREQ=WEEKLY;FREQ=DAILY",
    ],
)
def test_other_rules_are_refused_with_how_to_write_one(typed):
    with pytest.raises(Invalid):
        checked_rule(typed)


@pytest.mark.parametrize(
    "said",
    [
        {"title": " "},
        {"wanted": 0},
        {"trained_wanted": 5, "skill": Skill.FIRST_AID},
        {"trained_wanted": 1},
        {"late_hours": -1},
    ],
)
def test_a_slot_checks_itself(said):
    with pytest.raises(Invalid):
        words(**said)


def test_leading_is_learnt_at_one_charity_and_courses_hold_everywhere():
    assert counts_for(Skill.FIRST_AID, "a", "b")
    assert counts_for(Skill.LEADING, "a", "a")
    assert not counts_for(Skill.LEADING, "a", "b")


def test_late_needs_a_reason():
    begins = datetime(2026, 3, 7, 10, tzinfo=UTC)
    assert not is_late(begins, 48, begins - timedelta(hours=49))
    assert is_late(begins, 48, begins - timedelta(hours=48))
    require_reason_if_late(False, None)
    require_reason_if_late(True, LeaveReason.UNWELL)
    with pytest.raises(Invalid):
        require_reason_if_late(True, None)


def test_a_place_that_was_given_back_stays_so_and_says_why():
    for state in set(SignUpState) - HOLDS_PLACE:
        assert not SIGN_UP_MOVES[state]
        with pytest.raises(Conflict):
            moved_sign_up(state, SignUpState.COMING)
    assert moved_sign_up(SignUpState.NO_SHOW, SignUpState.CAME) is SignUpState.CAME
