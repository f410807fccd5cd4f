"""What is known of people is seen and kept as long as it is needed, and no longer."""

from dataclasses import fields
from datetime import datetime, timedelta

import pytest

from matcher.domain.refusals import Invalid
from matcher.domain.retention import (
    Retention,
    contact_seen_at,
    contact_seen_until,
)
from tests.clocks import london

ENDED = london("2026-03-04 12:00")


def days(number: int) -> timedelta:
    return timedelta(days=number)


def test_contact_details_are_seen_while_the_task_lives_and_seven_days_more():
    assert contact_seen_at(ENDED, None)
    assert contact_seen_at(ENDED + days(7) - timedelta(microseconds=1), ENDED)
    assert not contact_seen_at(ENDED + days(7), ENDED)
    assert contact_seen_until(ENDED) == ENDED + days(7)


def test_an_operator_may_choose_other_times():
    assert not contact_seen_at(ENDED, ENDED, Retention(contact_seen_days=0))


@pytest.mark.parametrize("field", [field.name for field in fields(Retention)])
@pytest.mark.parametrize("value", [-1, 3_651, 1.5, True])
def test_retention_is_whole_days_within_reason(field, value):
    with pytest.raises(Invalid) as refusal:
        Retention(**{field: value})
    assert refusal.value.field == field


def test_nobody_is_kept_longer_than_the_note_of_who_saw_their_details():
    with pytest.raises(Invalid, match="the longest of all"):
        Retention(volunteer_days=400)


def test_details_are_not_erased_while_the_volunteer_may_see_them():
    with pytest.raises(Invalid) as refusal:
        Retention(contact_seen_days=30, need_contact_days=29)
    assert refusal.value.field == "need_contact_days"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(Invalid, match="time zone"):
        contact_seen_until(datetime(2026, 3, 4, 12))


def test_the_table_explains_every_length_of_time():
    assert all(f"`{field.name}`" in Retention.__doc__ for field in fields(Retention))
