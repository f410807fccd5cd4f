"""The log of rounds, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from matcher.storage.database import Store
from matcher.storage.reading.keyset import After, Page, page_of
from matcher.storage.tables import RoundRow


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """One round in numbers, with its certificate. `finished_at` is None while it runs."""

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


_SUMMARY = select(*(getattr(RoundRow, name) for name in RoundSummary.__dataclass_fields__))


def rounds_page(store: Store, after: After | None, most: int) -> Page[RoundSummary]:
    """Rounds, the newest first."""
    page = page_of(store, _SUMMARY, RoundRow.started_at, RoundRow.id, after, most)
    return Page([RoundSummary(*row) for row in page.lines], page.next)


def round_by_id(store: Store, round_id: str) -> RoundSummary | None:
    """One round, None where there is none."""
    row = store.execute(_SUMMARY.where(RoundRow.id == round_id)).one_or_none()
    return None if row is None else RoundSummary(*row)
