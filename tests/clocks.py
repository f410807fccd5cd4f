"""Moments for tests, written as London's clocks show them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def london(shown: str, *, again: bool = False) -> datetime:
    """The moment in UTC at which London's clocks show, say, `2026-03-02 09:00`.

    In the hour that autumn's clocks live twice it is the first of the two, or the second.
    """
    clock = datetime.fromisoformat(shown).replace(tzinfo=ZoneInfo("Europe/London"), fold=again)
    return clock.astimezone(UTC)
