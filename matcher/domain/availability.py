"""Half-day times: `mon-am` … `sun-eve`, 21 slots in a week."""

from collections.abc import Set
from datetime import date

DAYS: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS: tuple[str, ...] = ("am", "pm", "eve")
HALF_DAYS: tuple[str, ...] = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)
HALF_DAY_BIT: dict[str, int] = {half_day: bit for bit, half_day in enumerate(HALF_DAYS)}


def half_days_on(day: date, half_days: Set[str] = frozenset()) -> frozenset[str]:
    """When help on that day may come: at those of the times named that fall on it, if any do.

    So a need that recurs on Tuesdays asks on each date only those who are free on Tuesdays.

    >>> sorted(half_days_on(date(2026, 3, 3), {"mon-am", "tue-pm"}))
    ['tue-pm']
    >>> sorted(half_days_on(date(2026, 3, 3)))
    ['tue-am', 'tue-eve', 'tue-pm']
    """
    of_that_day = frozenset(f"{DAYS[day.weekday()]}-{part}" for part in PARTS)
    return of_that_day & half_days or of_that_day
