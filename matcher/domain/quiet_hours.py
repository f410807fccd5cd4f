"""Quiet hours: when a volunteer's telephone stays silent, by the clock on London's walls."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from matcher.domain.london_time import in_london, moments_showing, utc
from matcher.domain.refusals import Invalid

# Somebody whom no message may ever reach would wait for an offer's proposals in vain.
LEAST_LOUD = timedelta(hours=4)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` until just before `end` of every day; past midnight where `end` is earlier.

    A stretch of quiet is never broken: where autumn's clocks live an hour twice, it begins at
    the first `start` and lasts until the last `end`. A time that spring's clocks leave out is
    the moment at which they do.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start.tzinfo or self.end.tzinfo:
            raise Invalid("Quiet hours are times on London's clocks, without a zone.", "start")
        if self.start == self.end:
            raise Invalid(
                "Quiet hours must start and end at different times; leave both empty for none.",
                "end",
            )
        if _DAY - self._length() < LEAST_LOUD:
            raise Invalid(
                "Please leave at least four hours a day for messages, or pause the offer.", "end"
            )

    def quiet_at(self, moment: datetime) -> bool:
        """Whether messages must wait at this moment."""
        return self._stretch_end(utc(moment)) is not None

    def over_at(self, moment: datetime) -> datetime:
        """The first moment from this one on, in UTC, at which it is not quiet."""
        moment = utc(moment)
        return self._stretch_end(moment) or moment

    def _stretch_end(self, moment: datetime) -> datetime | None:
        """The end of the stretch of quiet that `moment` lies in, if it lies in one."""
        today = in_london(moment).date()
        for day in (today, today - _DAY):
            begins, _ = moments_showing(day, self.start)
            _, ends = moments_showing(day if self.start < self.end else day + _DAY, self.end)
            if begins <= moment < ends:
                return ends
        return None

    def _length(self) -> timedelta:
        def since_midnight(clock: time) -> timedelta:
            return timedelta(
                hours=clock.hour,
                minutes=clock.minute,
                seconds=clock.second,
                microseconds=clock.microsecond,
            )

        return (since_midnight(self.end) - since_midnight(self.start)) % _DAY
