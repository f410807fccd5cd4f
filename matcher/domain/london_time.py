"""Moments and the clock on the wall: stored in UTC, lived in London, daylight saving and all."""

from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from matcher.domain.refusals import Invalid


@cache
def london() -> ZoneInfo:
    """The zone, loaded when first asked for."""
    return ZoneInfo("Europe/London")


def utc(moment: datetime) -> datetime:
    """The same moment in UTC.

    Raises Invalid where it has no zone: two hours of every year could each be meant by it.
    """
    if moment.utcoffset() is None:
        raise Invalid("A moment must say its time zone, such as 2026-03-02T09:00:00+00:00.")
    return moment.astimezone(UTC)


def in_london(moment: datetime) -> datetime:
    """What London's clocks and calendars show at a moment."""
    return utc(moment).astimezone(london())


# A round asks for the same few mornings a hundred thousand times.
@lru_cache(maxsize=4_096)
def moments_showing(day: date, clock: time) -> tuple[datetime, datetime]:
    """The first and the last moment, in UTC, at which London's clocks show `clock` on `day`.

    They are the same but for two hours of the year. In autumn an hour is lived twice, and each
    of its times has two moments. In spring an hour is left out, and all its times are the moment
    of the change: London's clocks go forward on the full hour, and by one.
    """
    first, last = (
        datetime.combine(day, clock.replace(fold=fold), london()).astimezone(UTC) for fold in (0, 1)
    )
    if last < first:
        change = first.replace(minute=0, second=0, microsecond=0)
        return change, change
    return first, last


def moment_at(day: date, clock: time) -> datetime:
    """The first moment, in UTC, at which London's clocks show `clock` on `day`."""
    return moments_showing(day, clock)[0]
