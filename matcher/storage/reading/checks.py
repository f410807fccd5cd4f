"""What was seen of a volunteer's checks."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from matcher.domain.checks import Check
from matcher.storage.database import Store
from matcher.storage.tables import CheckRow


class KeptCheck(NamedTuple):
    """A check as it is kept; one that was revoked stays to be read, and counts for nothing."""

    id: str
    check: Check
    revoked_at: datetime | None


def checks_of(store: Store, volunteer_id: str) -> tuple[Check, ...]:
    """The checks of a volunteer that nobody took back, the oldest first."""
    kept = kept_checks(store, volunteer_id)
    return tuple(one.check for one in kept if one.revoked_at is None)


def kept_checks(store: Store, volunteer_id: str) -> Sequence[KeptCheck]:
    """Every check that was ever noted, the oldest first."""
    found = store.execute(
        select(
            CheckRow.id,
            CheckRow.level,
            CheckRow.seen_on,
            CheckRow.seen_by,
            CheckRow.review_on,
            CheckRow.revoked_at,
        )
        .where(CheckRow.volunteer_id == volunteer_id)
        .order_by(CheckRow.seen_on, CheckRow.id)
    )
    return [
        KeptCheck(id, Check(level, seen_on, seen_by, review_on), revoked_at)
        for id, level, seen_on, seen_by, review_on, revoked_at in found
    ]
