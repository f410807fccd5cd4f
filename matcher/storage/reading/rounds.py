"""Rounds as they are told of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from matcher.storage.database import Store
from matcher.storage.tables import RoundRow


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """One round; what it came to is None while it runs, or since it was stopped."""

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
    report: dict[str, Any] | None


_COLUMNS = tuple(getattr(RoundRow, name) for name in RoundSummary.__slots__)


def round_summary(store: Store, round_id: str) -> RoundSummary | None:
    """The round of an id."""
    row = store.execute(select(*_COLUMNS).where(RoundRow.id == round_id)).one_or_none()
    return None if row is None else RoundSummary(*row)


def latest_rounds(store: Store, most: int = 50) -> list[RoundSummary]:
    """The latest rounds, the newest slot first."""
    found = store.execute(select(*_COLUMNS).order_by(RoundRow.slot.desc()).limit(most))
    return [RoundSummary(*row) for row in found]
