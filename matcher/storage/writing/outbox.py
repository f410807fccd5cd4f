"""Letters for the outbox: what is kept of each, and many at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from matcher.domain.contact import ContactWay
from matcher.domain.outbox import OutboxState
from matcher.storage.tables import OutboxRow
from matcher.storage.writing.many_rows import Json, ManyRows


class NewLetter(NamedTuple):
    """A letter that waits to go, by column; see `OutboxRow`."""

    id: str
    idempotency_key: str
    kind: str
    person_id: str | None
    need_id: str | None
    match_id: str | None
    way: ContactWay
    payload: Mapping[str, Any] | Json
    urgent: bool
    not_before: datetime
    drop_after: datetime | None
    created_at: datetime
    state: OutboxState = OutboxState.WAITING
    tries: int = 0


def many_letters(letters: Sequence[NewLetter]) -> ManyRows:
    """Many letters, to be written; one that was told of before is refused by its key."""
    return ManyRows(OutboxRow, NewLetter._fields, letters)
