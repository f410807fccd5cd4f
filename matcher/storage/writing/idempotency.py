"""The same question twice is done once: answers are kept by scope and key.

The row is written in the transaction of what it answers for, so there is an answer exactly when
the deed was done. Two who ask at the same moment meet at the primary key: the second waits, and
then is told what the first was.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from matcher.domain.refusals import Busy, Invalid
from matcher.storage.database import Store
from matcher.storage.tables import IdempotencyRow

KEPT_FOR = timedelta(days=2)
ANOTHER_BODY = (
    "This key was used for something else already: send a new Idempotency-Key for a new request."
)
JUST_NOW = "The same is being done at this moment; ask again in a second."


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said for ever to the same question: a status as HTTP has them, and ids."""

    status: int
    body: Mapping[str, Any] | None = None
    again: bool = False


def once(
    store: Store,
    scope: str,
    key: str,
    asked: Mapping[str, Any],
    do: Callable[[], Answer],
    *,
    now: datetime,
) -> Answer:
    """Do it, or return what was answered when this key came before (`again` is then true).

    `asked` is all that was asked, as JSON has it; the same key with something else is `Invalid`.
    """
    body_hash = sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()
    known = store.get(IdempotencyRow, (scope, key))
    if known is not None:
        if known.body_hash != body_hash:
            raise Invalid(ANOTHER_BODY, "Idempotency-Key")
        return Answer(known.status, known.answer, again=True)
    row = IdempotencyRow(scope=scope, key=key, body_hash=body_hash, status=0, created_at=now)
    try:
        # First the key, then the deed: whoever loses the race has done nothing yet.
        with store.begin_nested():
            store.add(row)
    except IntegrityError as error:
        raise Busy(JUST_NOW) from error
    answer = do()
    row.status = answer.status
    row.answer = None if answer.body is None else dict(answer.body)
    return answer


def forget_old_answers(store: Store, *, now: datetime) -> int:
    """Remove answers that nobody can still be asking for; return how many."""
    found = store.execute(
        delete(IdempotencyRow)
        .where(IdempotencyRow.created_at < now - KEPT_FOR)
        .returning(IdempotencyRow.key)
    )
    return len(found.all())
