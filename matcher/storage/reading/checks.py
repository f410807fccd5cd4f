"""What was seen of a volunteer's checks."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from matcher.domain.checks import Check
from matcher.storage.asking import ask
from matcher.storage.database import Store
from matcher.storage.tables import CheckRow, table_of


class KeptCheck(NamedTuple):
    """A check as it is kept; one that was revoked stays to be read, and counts for nothing."""

    id: str
    check: Check
    revoked_at: datetime | None


_CHECKS = table_of(CheckRow).c
_KEPT = (
    select(
        _CHECKS.id,
        _CHECKS.level,
        _CHECKS.seen_on,
        _CHECKS.seen_by,
        _CHECKS.review_on,
        _CHECKS.revoked_at,
    )
    .where(_CHECKS.volunteer_id == bindparam("volunteer"))
    .order_by(_CHECKS.seen_on, _CHECKS.id)
)


def checks_of(store: Store, volunteer_id: str) -> tuple[Check, ...]:
    """The checks of a volunteer that nobody took back, the oldest first."""
    kept = kept_checks(store, volunteer_id)
    return tuple(one.check for one in kept if one.revoked_at is None)


def kept_checks(store: Store, volunteer_id: str) -> Sequence[KeptCheck]:
    """Every check that was ever noted, the oldest first."""
    found = ask(store, _KEPT, volunteer=volunteer_id)
    return [
        KeptCheck(id, Check(level, seen_on, seen_by, review_on), revoked_at)
        for id, level, seen_on, seen_by, review_on, revoked_at in found
    ]
