"""Whom letters about shifts are for, and which were posted already."""

from collections.abc import Collection

from sqlalchemy import select

from matcher.storage.database import Store
from matcher.storage.reading.staff_there import coordinators_there
from matcher.storage.tables import CoordinatorRow, OutboxRow


def keys_posted(store: Store, keys: Collection[str]) -> frozenset[str]:
    """Which of these things somebody was told of already."""
    found = select(OutboxRow.idempotency_key).where(OutboxRow.idempotency_key.in_(keys))
    return frozenset(store.scalars(found))


def coordinators_of(store: Store, led_by: str | None, charity_id: str, borough: str) -> list[str]:
    """Who is told about a slot: whoever leads it; where nobody does, all of the charity there."""
    leader = select(CoordinatorRow.id).where(CoordinatorRow.id == led_by, CoordinatorRow.active)
    if led_by is not None and store.scalar(leader) is not None:
        return [led_by]
    return coordinators_there(store, charity_id, borough)
