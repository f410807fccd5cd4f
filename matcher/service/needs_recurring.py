"""Needs that come again: a unit for each date ahead, opened as the dates come near."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from matcher.domain.recurring import Weekly, read_rule
from matcher.service.acting import Act
from matcher.storage.reading.needs import recurring_needs
from matcher.storage.tables import NeedRow
from matcher.storage.writing.needs import WantedUnits, close_past_units, open_units

# So far ahead volunteers are asked; nobody knows what they do in two months.
HORIZON = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class OpenedUnits:
    """How many units were opened and closed; `last` goes on from there, None at the end."""

    opened: int
    closed: int
    last: str | None


class ComesAgain(Protocol):
    """What says when a need comes again, as a row or a part of one."""

    @property
    def recurrence(self) -> str | None: ...
    @property
    def wanted_on(self) -> date | None: ...
    @property
    def registered_on(self) -> date: ...


def weekly_of(need: ComesAgain) -> Weekly | None:
    """The rule of a need that comes again, None for one that comes once."""
    if need.recurrence is None:
        return None
    return read_rule(need.recurrence, need.wanted_on or need.registered_on)


def dates_ahead(weekly: Weekly, today: date) -> list[date]:
    """The dates from today on for which units are open."""
    return weekly.dates_within(today, today + HORIZON)


def open_units_of(act: Act, need: NeedRow) -> int:
    """Open the units of one need, for its dates ahead or once and for all; how many were new."""
    weekly = weekly_of(need)
    dates = [None] if weekly is None else dates_ahead(weekly, act.today)
    return open_units(act.store, [WantedUnits(need.id, dates, need.people_needed)])


def open_recurring_units(act: Act, *, after: str = "", most: int | None = None) -> OpenedUnits:
    """Open units for the dates that came near, and close those of dates that are over.

    However often it runs, and with however many at once, each date has its units once. With
    `most` it looks at so many needs, so that nobody waits for long: call it again with `last`
    as `after` until that is None.
    """
    needs = recurring_needs(act.store, after=after, most=most)
    # What is there already is not even tried: most days bring one date for a need in seven.
    missing = [
        WantedUnits(need.id, _missing(need, known, act.today), need.people_needed)
        for need, known in needs
    ]
    opened = open_units(act.store, missing)
    closed = close_past_units(act.store, today=act.today, now=act.now)
    last = needs[-1][0].id if most is not None and len(needs) == most else None
    return OpenedUnits(opened, closed, last)


def _missing(need: NeedRow, known: dict[date, int], today: date) -> list[date]:
    weekly = weekly_of(need)
    if weekly is None:
        return []
    return [day for day in dates_ahead(weekly, today) if known.get(day, 0) < need.people_needed]
