"""When shifts begin and end: ten o'clock stays ten o'clock, and the two odd nights are right."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil import tz

from matcher.domain.refusals import Invalid
from matcher.domain.rota_times import ShiftTimes, Stretch

SPRING_2026, AUTUMN_2026 = date(2026, 3, 29), date(2026, 10, 25)
SPRING_2027, AUTUMN_2027 = date(2027, 3, 28), date(2027, 10, 31)


def at(text: str) -> time:
    return time.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# The day, from, until; when that is in UTC, and how many minutes of life it takes.
TABLE = [
    # By day, on both sides of each change.
    (date(2026, 3, 28), "10:00", "12:00", "2026-03-28 10:00", 120),
    (SPRING_2026, "10:00", "12:00", "2026-03-29 09:00", 120),
    (date(2026, 10, 24), "10:00", "12:00", "2026-10-24 09:00", 120),
    (AUTUMN_2026, "10:00", "12:00", "2026-10-25 10:00", 120),
    (date(2027, 3, 27), "10:00", "12:00", "2027-03-27 10:00", 120),
    (SPRING_2027, "10:00", "12:00", "2027-03-28 09:00", 120),
    (date(2027, 10, 30), "10:00", "12:00", "2027-10-30 09:00", 120),
    (AUTUMN_2027, "10:00", "12:00", "2027-10-31 10:00", 120),
    # Through the night in which an hour is missing, and in which one is lived twice.
    (date(2026, 3, 28), "23:00", "03:00", "2026-03-28 23:00", 180),
    (date(2026, 10, 24), "23:00", "03:00", "2026-10-24 22:00", 300),
    (date(2027, 3, 27), "23:00", "03:00", "2027-03-27 23:00", 180),
    (date(2027, 10, 30), "23:00", "03:00", "2027-10-30 22:00", 300),
    # Beginning in the missing hour: counted with the clocks of before, so they show 02:30.
    (SPRING_2026, "01:30", "04:00", "2026-03-29 01:30", 90),
    (SPRING_2027, "01:30", "04:00", "2027-03-28 01:30", 90),
    # Wholly in it, or until its end: as long as on any other night.
    (SPRING_2026, "01:15", "01:45", "2026-03-29 01:15", 30),
    (SPRING_2026, "01:30", "02:00", "2026-03-29 01:30", 30),
    # Of the hour that is lived twice, the first is meant.
    (AUTUMN_2026, "01:30", "04:00", "2026-10-25 00:30", 210),
    (AUTUMN_2026, "00:30", "01:30", "2026-10-24 23:30", 60),
    (AUTUMN_2027, "01:30", "04:00", "2027-10-31 00:30", 210),
    # Until midnight, and over it.
    (date(2026, 5, 1), "18:00", "00:00", "2026-05-01 17:00", 360),
    (date(2026, 12, 31), "22:00", "02:00", "2026-12-31 22:00", 240),
]


@pytest.mark.parametrize(("day", "starts", "ends", "begins", "minutes"), TABLE)
def test_a_shift_is_when_londons_clocks_say(day, starts, ends, begins, minutes):
    stretch = ShiftTimes(at(starts), at(ends)).on(day)
    assert (stretch.begins, stretch.minutes) == (utc(begins), minutes)


def test_dateutil_reads_every_quarter_of_the_odd_nights_in_the_same_way():
    zone = tz.gettz("Europe/London")
    for day in (SPRING_2026, AUTUMN_2026, SPRING_2027, AUTUMN_2027):
        for quarter in range(96):
            clock = (datetime.min + timedelta(minutes=15 * quarter)).time()
            wall = datetime.combine(day, clock, zone)
            theirs = tz.resolve_imaginary(wall).astimezone(UTC)
            half_an_hour_on = (datetime.min + timedelta(minutes=15 * quarter + 30)).time()
            assert ShiftTimes(clock, half_an_hour_on).on(day).begins == theirs


@pytest.mark.parametrize(
    ("starts", "ends"), [("10:10", "12:00"), ("10:00", "10:00"), ("10:00", "09:00")]
)
def test_odd_minutes_and_endless_shifts_are_refused(starts, ends):
    with pytest.raises(Invalid):
        ShiftTimes(at(starts), at(ends))


def test_two_stretches_share_a_quarter_exactly_when_they_meet():
    start = utc("2026-03-28 23:00")
    stretches = [
        Stretch(start + timedelta(minutes=a), start + timedelta(minutes=a + b))
        for a in range(0, 120, 15)
        for b in (15, 30, 60)
    ]
    for one in stretches:
        for other in stretches:
            assert one.meets(other) is bool(set(one.quarters()) & set(other.quarters()))
