"""Moments for tests, written as London's clocks show them."""

from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo


def london(shown: str, *, again: bool = False) -> datetime:
    """The moment in UTC at which London's clocks show, say, `2026-03-02 09:00`.

    In the hour that autumn's clocks live twice it is the first of the two, or the second.
    """
    clock = datetime.fromisoformat(shown).replace(tzinfo=ZoneInfo("Europe/London"), fold=again)
    return clock.astimezone(UTC)


class Ticking:
    """A clock that goes on by a moment at each look, and by nothing else.

    So it is the same weekday and hour on whatever day a test runs, nothing runs out on a machine
    that stalls, and of two things the one that came later is later.
    """

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._looks = count()

    def __call__(self) -> datetime:
        return self._start + next(self._looks) * timedelta(milliseconds=1)
