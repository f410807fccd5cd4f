"""Figures for people are honest, rough, and point at nobody."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.refusals import Invalid
from matcher.domain.waits import RoughTime, Wait, WaitUnit, honest_wait, rough, suppressed

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WAITS = st.timedeltas(timedelta(), timedelta(days=400))


@pytest.mark.parametrize(
    ("wait", "count", "unit"),
    [
        (timedelta(), 0, "hours"),
        (29 * MINUTE, 0, "hours"),
        (30 * MINUTE, 1, "hours"),
        (89 * MINUTE, 1, "hours"),
        (90 * MINUTE, 2, "hours"),
        (5 * HOUR + 50 * MINUTE, 6, "hours"),
        (47 * HOUR, 47, "hours"),
        (47 * HOUR + 30 * MINUTE, 2, "days"),
        (13 * DAY, 13, "days"),
        (13 * DAY + 12 * HOUR, 2, "weeks"),
        (30 * DAY, 4, "weeks"),
    ],
)
def test_a_wait_is_counted_as_a_person_would_count_it(wait, count, unit):
    assert rough(wait) == RoughTime(count, unit)


@given(WAITS, WAITS)
def test_a_longer_wait_is_never_said_to_be_shorter(one, other):
    hours = {"hours": 1, "days": 24, "weeks": 7 * 24}
    short, long = (rough(wait) for wait in sorted((one, other)))
    assert short.count * hours[short.unit] <= long.count * hours[long.unit]


def test_where_fewer_than_eight_are_alike_nothing_is_said():
    assert honest_wait([HOUR] * 7) is None
    assert honest_wait([HOUR] * 3, unmet=4) is None
    assert honest_wait([HOUR] * 8) is not None
    assert honest_wait([], unmet=8) is not None


def test_the_typical_wait_is_the_one_in_the_middle():
    wait = honest_wait([HOUR * hours for hours in (1, 2, 3, 4, 5, 6, 7, 8, 9, 900)])
    assert (wait.similar, wait.typical) == (10, RoughTime(6, WaitUnit.HOURS))


def test_those_still_waiting_count_as_long_waits():
    met = [HOUR * hours for hours in range(1, 9)]
    assert honest_wait(met).typical == rough(5 * HOUR)
    assert honest_wait(met, unmet=6).typical == rough(8 * HOUR)
    assert honest_wait(met, unmet=8) == Wait(similar=16, met=8, typical=None)


@given(st.lists(WAITS, max_size=30), st.integers(0, 30))
def test_more_than_half_were_met_within_the_time_that_is_told(met, unmet):
    wait = honest_wait(met, unmet)
    if wait is None:
        assert len(met) + unmet < 8
        return
    assert (wait.similar, wait.met) == (len(met) + unmet, len(met))
    if wait.typical is None:
        assert 2 * len(met) <= len(met) + unmet
        return
    within = [one for one in met if one <= sorted(met)[(len(met) + unmet) // 2]]
    assert 2 * len(within) > len(met) + unmet
    assert wait.typical == rough(max(within))


def test_times_and_numbers_below_nothing_are_refused():
    with pytest.raises(Invalid):
        rough(-HOUR)
    with pytest.raises(Invalid) as refusal:
        honest_wait([HOUR] * 20, unmet=-1)
    assert refusal.value.field == "unmet"
    with pytest.raises(Invalid):
        suppressed(-1)


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, 0),
        (1, None),
        (7, None),
        (8, 10),
        (12, 10),
        (13, 15),
        (1_002, 1_000),
        (1_003, 1_005),
    ],
)
def test_public_counts_are_hidden_or_rounded(count, shown):
    assert suppressed(count) == shown


@given(st.integers(0, 10_000))
def test_no_public_count_tells_a_small_number_or_an_exact_one(count):
    shown = suppressed(count)
    if shown is None:
        assert 1 <= count <= 7
    else:
        assert shown % 5 == 0
        assert abs(shown - count) <= 2
        assert shown == 0 or shown >= 10
