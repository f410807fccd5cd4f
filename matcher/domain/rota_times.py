"""When a shift begins and ends: by the clock on London's walls, whatever the clocks do.

Ten in the morning stays ten in the morning. The two nights on which London's clocks change are
read as RFC 5545 reads them (3.3.5): of an hour that is lived twice the first is meant, and a time
that is left out is counted with the clocks of before, so that 01:30 is when they show 02:30.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from matcher.domain.london_time import london
from matcher.domain.refusals import Invalid

QUARTER = timedelta(minutes=15)
LONGEST = timedelta(hours=16)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShiftTimes:
    """From when until when, past midnight where the end is the earlier; on full quarters."""

    starts: time
    ends: time

    def __post_init__(self) -> None:
        for name, clock in (("starts", self.starts), ("ends", self.ends)):
            if clock.tzinfo or clock.minute % 15 or clock.second or clock.microsecond:
                raise Invalid("Please choose a full quarter of an hour, such as 10:15.", name)
        if not timedelta() < self.length <= LONGEST:
            raise Invalid("A shift lasts from a quarter of an hour to 16 hours.", "ends")

    @property
    def length(self) -> timedelta:
        """How long it is on the wall; on the two nights of the year it may be lived otherwise."""
        return (_since_midnight(self.ends) - _since_midnight(self.starts)) % _DAY

    def on(self, day: date) -> "Stretch":
        """The moments, in UTC, of the shift that begins on a day."""
        begins = _moment(day, self.starts)
        last_day = day if self.starts < self.ends else day + _DAY
        ends = _moment(last_day, self.ends)
        # 01:30 to 02:00 in the hour that is left out would end before it began.
        return Stretch(begins, ends if ends > begins else begins + self.length)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment until just before another, both in UTC."""

    begins: datetime
    ends: datetime

    @property
    def minutes(self) -> int:
        """How long it is lived."""
        return int((self.ends - self.begins).total_seconds()) // 60

    def meets(self, other: "Stretch") -> bool:
        """Whether somebody would have to be in both at one moment."""
        return self.begins < other.ends and other.begins < self.ends

    def quarters(self) -> range:
        """The quarters of an hour since 1970 that it takes, so that two that meet share one."""
        length = int(QUARTER.total_seconds())
        return range(
            int(self.begins.timestamp()) // length, -(-int(self.ends.timestamp()) // length)
        )


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock.replace(fold=0), london()).astimezone(UTC)


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)
