"""Rounds as they are told of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from matcher.storage.database import Store
from matcher.storage.reading.keyset import After, Page, page_of
from matcher.storage.tables import RoundRow


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """One round in numbers, with its certificate.

    What it came to is None while it runs, or since it was stopped.
    """

    id: str
    slot: datetime
    started_at: datetime
    finished_at: datetime | None
    needs: int
    units: int
    offers: int
    matched: int
    recorded: int
    skipped: int
    objective: int | None
    lower_bound: int | None
    gap: float | None


@dataclass(frozen=True, slots=True)
class ReportedRound(RoundSummary):
    """One round, with what it has to say of each place."""

    report: dict[str, Any] | None


_IN_NUMBERS = select(*(getattr(RoundRow, name) for name in RoundSummary.__dataclass_fields__))
_REPORTED = _IN_NUMBERS.add_columns(RoundRow.report)


def round_by_id(store: Store, round_id: str) -> ReportedRound | None:
    """One round, None where there is none."""
    row = store.execute(_REPORTED.where(RoundRow.id == round_id)).one_or_none()
    return None if row is None else ReportedRound(*row)


def latest_rounds(store: Store, most: int) -> list[ReportedRound]:
    """The latest rounds, the newest slot first."""
    found = store.execute(_REPORTED.order_by(RoundRow.slot.desc()).limit(most))
    return [ReportedRound(*row) for row in found]


def rounds_page(store: Store, after: After | None, most: int) -> Page[RoundSummary]:
    """Rounds, the newest first, a page at a time."""
    page = page_of(store, _IN_NUMBERS, RoundRow.started_at, RoundRow.id, after, most)
    return Page([RoundSummary(*row) for row in page.lines], page.next)
