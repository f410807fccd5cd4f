"""Times within one day, in seconds after midnight by London's clocks."""

from dataclasses import dataclass

from matcher.domain.refusals import Invalid

DAY_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """From when until when, both counted in; an empty moment (12:00 to 12:00) is allowed."""

    start_s: int
    end_s: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_s <= self.end_s <= DAY_S:
            raise Invalid("Times must lie within one day, the earlier one first.", "window")

    def holds(self, second: int) -> bool:
        """Whether a moment lies in it."""
        return self.start_s <= second <= self.end_s


ALL_DAY = TimeWindow(0, DAY_S)


def hours(start: str, end: str) -> TimeWindow:
    """Return the window between two times as people write them.

    >>> hours("09:30", "12:00")
    TimeWindow(start_s=34200, end_s=43200)
    """
    return TimeWindow(_second(start), _second(end))


def clock(second: int) -> str:
    """Return a moment as people read it, rounded down to the minute.

    >>> clock(34_259)
    '09:30'
    """
    return f"{second // 3600:02}:{second // 60 % 60:02}"


def _second(text: str) -> int:
    hour, colon, minute = text.partition(":")
    if not colon or not (hour.isdecimal() and minute.isdecimal()) or int(minute) > 59:
        raise Invalid("“%(text)s” is not a time such as 09:30.", "window", text=text)
    return int(hour) * 3600 + int(minute) * 60
