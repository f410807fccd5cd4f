"""Nobody is woken: quiet hours on London's clocks, past midnight and when the clocks change."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from matcher.domain.london_time import in_london
from matcher.domain.quiet_hours import LEAST_LOUD, QuietHours
from matcher.domain.refusals import Invalid
from tests.clocks import london

NIGHT = QuietHours(time(22), time(7))
NAP = QuietHours(time(13), time(14, 30))
FULL_MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
# A year whose clocks change on 29 March and 25 October.
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
CHANGES = st.one_of(
    st.datetimes(datetime(2026, 3, 28, 12), datetime(2026, 3, 30), timezones=st.just(UTC)),
    st.datetimes(datetime(2026, 10, 24, 12), datetime(2026, 10, 26), timezones=st.just(UTC)),
)


@st.composite
def quiet_hours(draw):
    start, end = draw(FULL_MINUTES), draw(FULL_MINUTES)
    minutes = (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % (24 * 60)
    assume(0 < minutes <= 24 * 60 - LEAST_LOUD // timedelta(minutes=1))
    return QuietHours(start, end)


@pytest.mark.parametrize(
    ("shown", "quiet"),
    [("21:59", False), ("22:00", True), ("00:00", True), ("06:59", True), ("07:00", False)],
)
def test_a_night_goes_past_midnight(shown, quiet):
    assert NIGHT.quiet_at(london(f"2026-07-01 {shown}")) is quiet


@pytest.mark.parametrize(
    ("shown", "quiet"), [("12:59", False), ("13:00", True), ("14:29", True), ("14:30", False)]
)
def test_a_nap_is_over_on_the_same_day(shown, quiet):
    assert NAP.quiet_at(london(f"2026-01-15 {shown}")) is quiet


def test_what_must_wait_goes_when_the_quiet_is_over_and_the_rest_goes_now():
    assert NIGHT.over_at(london("2026-07-01 23:10")) == london("2026-07-02 07:00")
    assert NIGHT.over_at(london("2026-07-02 03:00")) == london("2026-07-02 07:00")
    noon = london("2026-07-02 12:00")
    assert NIGHT.over_at(noon) == noon


@given(quiet_hours(), MOMENTS)
def test_on_most_days_the_clock_on_the_wall_decides(hours, moment):
    clock = in_london(moment)
    assume((clock.month, clock.day) not in {(3, 29), (10, 25)})
    shown = clock.time()
    if hours.start < hours.end:
        quiet = hours.start <= shown < hours.end
    else:
        quiet = shown >= hours.start or shown < hours.end
    assert hours.quiet_at(moment) is quiet


@given(quiet_hours(), st.one_of(MOMENTS, CHANGES))
@example(QuietHours(time(22), time(1, 30)), london("2026-03-29 00:30"))
@example(QuietHours(time(22), time(1, 30)), london("2026-10-25 01:40"))
@example(QuietHours(time(1, 15), time(1, 45)), london("2026-10-25 01:50"))
def test_the_quiet_is_over_at_the_first_moment_that_is_not_quiet(hours, moment):
    """Held against a look at every minute, since quiet hours begin and end on full ones."""
    over = hours.over_at(moment)
    assert over >= moment
    assert not hours.quiet_at(over)
    later = moment
    while later < over:
        assert hours.quiet_at(later)
        later += timedelta(minutes=1)


def test_spring_leaves_out_an_hour_and_with_it_what_was_quiet_in_it():
    hours = QuietHours(time(23), time(1, 30))
    assert hours.over_at(london("2026-03-29 00:59")) == london("2026-03-29 02:00")
    assert not QuietHours(time(1, 15), time(1, 45)).quiet_at(london("2026-03-29 02:00"))


def test_autumn_lives_an_hour_twice_and_the_quiet_is_not_broken_in_between():
    until = QuietHours(time(23), time(1, 30))
    assert until.quiet_at(london("2026-10-25 01:40"))
    assert until.over_at(london("2026-10-25 01:40")) == london("2026-10-25 01:30", again=True)
    since = QuietHours(time(1, 30), time(8))
    assert since.quiet_at(london("2026-10-25 01:00", again=True))


def test_a_night_is_as_long_as_the_clocks_make_it():
    for evening, hours in (("2026-03-28", 8), ("2026-07-01", 9), ("2026-10-24", 10)):
        start = london(f"{evening} 22:00")
        assert NIGHT.over_at(start) - start == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (time(9), time(9), "end"),
        (time(9), time(8, 59), "end"),
        (time(7), time(3, 1), "end"),
        (time(22, tzinfo=UTC), time(7), "start"),
    ],
)
def test_quiet_hours_that_leave_no_day_are_refused(start, end, field):
    with pytest.raises(Invalid) as refusal:
        QuietHours(start, end)
    assert refusal.value.field == field
    assert QuietHours(time(7), time(3)).end == time(3)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(Invalid):
        NIGHT.quiet_at(datetime(2026, 3, 2, 9))
