"""The clock acts by day, in time, and never before it may."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.deadlines import (
    DEADLINES,
    NIGHT,
    Deadlines,
    answer_by,
    follow_up_at,
    lapses_at,
    reminder_at,
    silence_ends_at,
    still_needed_asked_at,
    still_offered_asked_at,
    unconfirmed_need_expires_at,
)
from matcher.domain.london_time import in_london
from matcher.domain.refusals import Invalid
from matcher.domain.urgency import Urgency
from tests.clocks import london

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
PROMISED = {
    Urgency.URGENT: timedelta(hours=1),
    Urgency.SOON: timedelta(hours=12),
    Urgency.ROUTINE: timedelta(hours=48),
}


@pytest.mark.parametrize(
    ("urgency", "told", "lapses"),
    [
        (Urgency.URGENT, "2026-03-04 12:00", "2026-03-04 13:00"),
        (Urgency.URGENT, "2026-03-04 23:30", "2026-03-05 00:30"),
        (Urgency.SOON, "2026-03-04 08:00", "2026-03-04 20:00"),
        (Urgency.SOON, "2026-03-04 13:00", "2026-03-05 09:00"),
        (Urgency.ROUTINE, "2026-03-04 12:00", "2026-03-06 12:00"),
        (Urgency.ROUTINE, "2026-03-04 22:00", "2026-03-07 09:00"),
        (Urgency.ROUTINE, "2026-03-27 08:30", "2026-03-29 09:30"),
        (Urgency.ROUTINE, "2026-10-23 09:00", "2026-10-25 09:00"),
    ],
)
def test_a_proposal_lapses_by_urgency_and_by_day(urgency, told, lapses):
    assert lapses_at(london(told), urgency) == london(lapses)


@given(MOMENTS, st.sampled_from(list(Urgency)))
def test_nobody_has_less_time_than_promised_and_only_the_urgent_lapse_at_night(told, urgency):
    lapse = lapses_at(told, urgency)
    assert PROMISED[urgency] <= lapse - told <= PROMISED[urgency] + timedelta(hours=13)
    if urgency is Urgency.URGENT:
        assert lapse - told == PROMISED[urgency]
    else:
        assert 9 <= in_london(lapse).hour < 21


@given(MOMENTS, st.sampled_from(list(Urgency)))
def test_a_reminder_comes_between_and_never_at_night_unless_it_is_urgent(told, urgency):
    reminder = reminder_at(told, urgency)
    if reminder is not None:
        assert told < reminder < lapses_at(told, urgency)
        assert urgency is Urgency.URGENT or not NIGHT.quiet_at(reminder)


@pytest.mark.parametrize(
    ("urgency", "told", "reminded"),
    [
        (Urgency.URGENT, "2026-03-04 12:00", "2026-03-04 12:40"),
        (Urgency.SOON, "2026-03-04 08:00", "2026-03-04 17:00"),
        (Urgency.SOON, "2026-03-04 13:00", "2026-03-04 20:00"),
        (Urgency.ROUTINE, "2026-03-04 11:00", "2026-03-05 20:00"),
        (Urgency.ROUTINE, "2026-03-04 20:30", "2026-03-05 20:00"),
    ],
)
def test_a_reminder_that_would_wake_somebody_comes_the_evening_before(urgency, told, reminded):
    assert reminder_at(london(told), urgency) == london(reminded)


def test_there_is_no_reminder_where_no_good_moment_is_left():
    assert reminder_at(london("2026-03-04 20:30"), Urgency.SOON) is None
    assert reminder_at(NOON, Urgency.URGENT, Deadlines(reminder_urgent_minutes=0)) is None


NOON = london("2026-03-04 12:00")


@pytest.mark.parametrize(
    ("agreed_on", "asked"),
    [
        (date(2026, 3, 10), "2026-03-11 10:00"),
        (date(2026, 3, 28), "2026-03-29 10:00"),
        (date(2026, 3, 4), "2026-03-05 10:00"),
        (date(2026, 2, 1), "2026-03-05 10:00"),
        (None, "2026-03-07 10:00"),
    ],
)
def test_whether_it_was_done_is_asked_in_the_morning_after_the_agreed_day(agreed_on, asked):
    assert follow_up_at(NOON, agreed_on) == london(asked)


@given(MOMENTS, st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_nobody_is_asked_before_the_day_is_over(accepted_at, agreed_on):
    asked = in_london(follow_up_at(accepted_at, agreed_on))
    assert asked.date() > in_london(accepted_at).date()
    assert agreed_on is None or asked.date() > agreed_on
    assert (asked.hour, asked.minute) == (10, 0)


def test_silence_is_asked_about_and_then_ends_things():
    assert unconfirmed_need_expires_at(NOON) == london("2026-03-11 10:00")
    asked = still_needed_asked_at(NOON)
    assert asked == london("2026-04-01 10:00")
    assert silence_ends_at(asked) == london("2026-04-15 10:00")
    assert still_offered_asked_at(NOON) == london("2026-08-31 10:00")


@pytest.mark.parametrize("field", [field.name for field in fields(Deadlines)])
@pytest.mark.parametrize("value", [-1, 1_000_000, 1.5, True, "60"])
def test_deadlines_are_whole_numbers_within_reason(field, value):
    with pytest.raises(Invalid) as refusal:
        Deadlines(**{field: value})
    assert refusal.value.field == field


@pytest.mark.parametrize("urgency", Urgency)
def test_a_reminder_comes_after_the_message_that_it_reminds_of(urgency):
    with pytest.raises(Invalid, match="shorter than the time to answer"):
        Deadlines(**{f"answer_{urgency}_minutes": 5, f"reminder_{urgency}_minutes": 5})


def test_the_table_explains_every_length_of_time():
    explained = Deadlines.__doc__.replace("*", "urgent")
    for field in fields(DEADLINES):
        name = field.name.replace("soon", "urgent").replace("routine", "urgent")
        assert f"`{name}`" in explained


@pytest.mark.parametrize(
    "ask",
    [
        lambda moment: lapses_at(moment, Urgency.ROUTINE),
        lambda moment: reminder_at(moment, Urgency.ROUTINE),
        lambda moment: follow_up_at(moment, None),
        unconfirmed_need_expires_at,
        still_needed_asked_at,
        still_offered_asked_at,
        silence_ends_at,
    ],
)
def test_moments_without_a_zone_are_refused(ask):
    with pytest.raises(Invalid, match="time zone"):
        ask(datetime(2026, 3, 4, 12))


def test_what_is_wanted_on_a_day_lapses_on_its_evening_at_the_latest():
    told = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    tomorrow, in_a_week = date(2026, 3, 3), date(2026, 3, 9)
    assert answer_by(told, Urgency.ROUTINE, tomorrow) == datetime(2026, 3, 3, 20, tzinfo=UTC)
    assert answer_by(told, Urgency.ROUTINE, in_a_week) == lapses_at(told, Urgency.ROUTINE)
    assert answer_by(told, Urgency.ROUTINE) == lapses_at(told, Urgency.ROUTINE)


def test_whoever_is_told_late_on_the_very_day_still_has_time_to_look_at_it():
    told = datetime(2026, 3, 2, 19, 45, tzinfo=UTC)
    assert answer_by(told, Urgency.SOON, date(2026, 3, 2)) == told + timedelta(hours=1)
