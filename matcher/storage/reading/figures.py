"""Counts for whoever watches the service."""

from datetime import datetime

from sqlalchemy import func, select

from matcher.storage.database import Store
from matcher.storage.tables import MatchRow, RoundRow


def matches_by_status(store: Store) -> dict[str, int]:
    """How many matches there are of each status."""
    counted = select(MatchRow.status, func.count()).group_by(MatchRow.status)
    return {str(status): number for status, number in store.execute(counted)}


def last_round_finished(store: Store) -> datetime | None:
    """When the newest round that came to its end did."""
    return store.scalar(select(func.max(RoundRow.finished_at)))
