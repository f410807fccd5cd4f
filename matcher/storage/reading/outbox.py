"""What is in the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from matcher.storage.database import Store
from matcher.storage.tables import OutboxRow


def sends_planned_since(store: Store, person_id: str, since: datetime) -> Sequence[datetime]:
    """When a person's messages went out or are to go, those from `since` on."""
    planned = select(OutboxRow.not_before).where(OutboxRow.person_id == person_id)
    return store.scalars(planned.where(OutboxRow.not_before > since)).all()
