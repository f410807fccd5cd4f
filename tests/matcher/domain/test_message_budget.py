"""No more messages in any seven days than somebody asked for, and none while it is quiet."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.message_budget import MOST_PER_WEEK, WEEK, MessageLimits
from matcher.domain.quiet_hours import QuietHours
from matcher.domain.refusals import Invalid
from tests.clocks import london

NOON = london("2026-03-04 12:00")
NIGHT = QuietHours(time(22), time(7))


def hours_ago(*hours: int) -> list[datetime]:
    return [NOON - timedelta(hours=one) for one in hours]


def test_without_limits_any_message_may_go():
    assert MessageLimits().may_send(NOON, hours_ago(*range(100)))


def test_the_budget_is_full_until_the_oldest_of_the_week_is_a_week_old():
    limits = MessageLimits(most_per_week=2)
    assert limits.may_send(NOON, hours_ago(1))
    assert not limits.may_send(NOON, hours_ago(1, 100))
    assert limits.next_send_at(NOON, hours_ago(1, 100)) == NOON + timedelta(hours=68)
    assert limits.may_send(NOON, hours_ago(1, 168))
    assert limits.may_send(NOON, hours_ago(1, 200, 300, 400))


def test_who_wants_no_messages_gets_none():
    assert MessageLimits(most_per_week=0).next_send_at(NOON, []) is None
    assert not MessageLimits(most_per_week=0).may_send(NOON, [])


def test_a_budget_that_frees_itself_at_night_waits_for_the_morning():
    limits = MessageLimits(most_per_week=1, quiet_hours=NIGHT)
    assert limits.next_send_at(NOON, [london("2026-03-01 23:00")]) == london("2026-03-09 07:00")


def test_urgent_messages_pass_both_limits_of_those_who_want_them_and_of_nobody_else():
    midnight = london("2026-03-04 00:00")
    willing = MessageLimits(1, NIGHT, urgent_any_time=True)
    sent = [midnight - timedelta(hours=1)]
    assert willing.may_send(midnight, sent, urgent=True)
    assert not willing.may_send(midnight, sent)
    assert not MessageLimits(1, NIGHT).may_send(midnight, sent, urgent=True)
    assert not MessageLimits(None, NIGHT).may_send(midnight, [], urgent=True)
    assert MessageLimits(0, urgent_any_time=True).may_send(midnight, [], urgent=True)


MINUTES = st.integers(-9 * 24 * 60, 24 * 60)


@given(st.integers(1, 5), st.lists(MINUTES, max_size=12), st.booleans())
def test_the_next_message_goes_as_early_as_no_week_gets_too_many(most, minutes, by_day):
    limits = MessageLimits(most, NIGHT if by_day else None)
    sent = [NOON + timedelta(minutes=one) for one in minutes]
    go = limits.next_send_at(NOON, sent)
    assert limits.may_send(go, sent)

    def room(at: datetime) -> bool:
        return sum(at - one < WEEK for one in sent) < most

    assert room(go)
    assert not (by_day and NIGHT.quiet_at(go))
    earlier = go - timedelta(minutes=1)
    if earlier >= NOON:
        assert not room(earlier) or (by_day and NIGHT.quiet_at(earlier))


@pytest.mark.parametrize("most", [-1, MOST_PER_WEEK + 1, 2.5, True])
def test_a_budget_is_a_whole_number_within_reason(most):
    with pytest.raises(Invalid) as refusal:
        MessageLimits(most_per_week=most)
    assert refusal.value.field == "most_per_week"


def test_moments_without_a_zone_are_refused():
    with pytest.raises(Invalid):
        MessageLimits().may_send(datetime(2026, 3, 2, 9), [])
    with pytest.raises(Invalid):
        MessageLimits(most_per_week=1).may_send(NOON, [datetime(2026, 3, 2, 9)])
