"""Letters into the outbox, many at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from matcher.domain.outbox import OutboxState
from matcher.storage.database import Store
from matcher.storage.tables import OutboxRow


def put_letters(store: Store, letters: Sequence[Mapping[str, Any]]) -> None:
    """Add letters, given by column; one that was told of before is refused by its key."""
    rows = [{"state": OutboxState.WAITING, "tries": 0, **letter} for letter in letters]
    if rows:
        store.connection().execute(insert(OutboxRow), rows)
