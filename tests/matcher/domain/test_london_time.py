"""Moments are UTC, days and clocks are London's."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.london_time import in_london, moment_at, moments_showing, utc
from matcher.domain.refusals import Invalid
from tests.clocks import london

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(Invalid, match="must say its time zone"):
        utc(datetime(2026, 3, 2, 9))


def test_a_moment_of_any_zone_becomes_utc():
    tokyo = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=9)))
    assert utc(tokyo) == datetime(2026, 3, 2, tzinfo=UTC)
    assert utc(tokyo).tzinfo is UTC


def test_london_is_an_hour_ahead_in_summer():
    assert in_london(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)).date() == date(2026, 7, 2)
    assert moment_at(date(2026, 7, 2), time(9)) == datetime(2026, 7, 2, 8, tzinfo=UTC)


@given(st.dates(date(2020, 1, 1), date(2039, 12, 31)), st.times())
def test_a_moment_shows_the_clock_that_it_was_found_by(day, clock):
    first, last = moments_showing(day, clock)
    assert first <= last
    for moment in (first, last):
        shown = in_london(moment)
        assert shown.date() == day
        assert shown.time().replace(fold=0) >= clock.replace(fold=0)


def test_an_hour_that_is_left_out_is_the_moment_of_the_change():
    assert moments_showing(SPRING, time(1, 30)) == (london("2026-03-29 02:00"),) * 2


def test_an_hour_that_is_lived_twice_has_two_moments():
    first, last = moments_showing(AUTUMN, time(1, 30))
    assert (first, last) == (
        london("2026-10-25 01:30"),
        london("2026-10-25 01:30", again=True),
    )
    assert last - first == timedelta(hours=1)
