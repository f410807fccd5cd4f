"""The same question twice is done once: answers are kept by scope and key.

The row is written in the transaction of what it answers for, so there is an answer exactly when
the deed was done. Two who ask at the same moment meet at the primary key: the second waits, and
then is told what the first was.

What was asked holds people's names and numbers, so only a keyed hash of it is kept: whoever has
the table alone cannot try out names and numbers against a plain one.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, bindparam, delete, select, update

from matcher.domain.refusals import Busy, Invalid
from matcher.storage.asking import ask_for_one, connection_of
from matcher.storage.database import Store
from matcher.storage.ready import Ready, made_ready, write_ready
from matcher.storage.sealed import Sealer
from matcher.storage.tables import IdempotencyRow, table_of
from matcher.storage.writing.one_row import add_row

KEPT_FOR = timedelta(days=2)
ANOTHER_BODY = (
    "This key was used for something else already: send a new Idempotency-Key for a new request."
)
JUST_NOW = "The same is being done at this moment; ask again in a second."

_KEYS = table_of(IdempotencyRow)
_THIS_KEY = (_KEYS.c.scope == bindparam("of"), _KEYS.c.key == bindparam("under"))
_KNOWN = select(_KEYS.c.body_hash, _KEYS.c.status, _KEYS.c.answer).where(*_THIS_KEY)
_SAY = update(_KEYS).where(*_THIS_KEY).values(status=bindparam("code"), answer=bindparam("said"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said for ever to the same question: a status as HTTP has them, and ids."""

    status: int
    body: Mapping[str, Any] | None = None
    again: bool = False


def once(
    store: Store,
    sealer: Sealer,
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
    hashes = sealer.search_hashes("asked:" + json.dumps(asked, sort_keys=True, default=str))
    row = {
        "scope": scope,
        "key": key,
        "body_hash": hashes[0],
        "status": 0,
        "answer": None,
        "created_at": now,
    }
    # First the key, then the deed: whoever loses the race has done nothing yet.
    if not add_row(store, IdempotencyRow, row, skip_known=True):
        return _said_before(store, scope, key, hashes)
    answer = do()
    said = None if answer.body is None else dict(answer.body)
    told = {"of": scope, "under": key, "code": answer.status, "said": said}
    connection = connection_of(store)
    write_ready(connection, _saying(connection.dialect), told)
    return answer


@lru_cache(maxsize=64)
def _saying(dialect: Dialect) -> Ready:
    return made_ready(dialect, _SAY)


def _said_before(store: Store, scope: str, key: str, hashes: tuple[str, ...]) -> Answer:
    known = ask_for_one(store, _KNOWN, of=scope, under=key)
    if known is None:
        raise Busy(JUST_NOW)
    body_hash, status, said = known
    if body_hash not in hashes:
        raise Invalid(ANOTHER_BODY, "Idempotency-Key")
    return Answer(status, said, again=True)


def forget_old_answers(store: Store, *, now: datetime) -> int:
    """Remove answers that nobody can still be asking for; return how many."""
    found = store.execute(
        delete(IdempotencyRow)
        .where(IdempotencyRow.created_at < now - KEPT_FOR)
        .returning(IdempotencyRow.key)
    )
    return len(found.all())
