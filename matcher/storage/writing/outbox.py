"""Letters into the outbox, many at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

from matcher.domain.outbox import OutboxState
from matcher.storage.database import Store
from matcher.storage.tables import OutboxRow
from matcher.storage.writing.many_rows import insert_rows


def put_letters(store: Store, letters: Sequence[Mapping[str, Any]]) -> None:
    """Add letters, given by column; one that was told of before is refused by its key."""
    insert_rows(
        store, OutboxRow, [{"state": OutboxState.WAITING, "tries": 0, **one} for one in letters]
    )
