"""Sealing again, with the newest key, all that an older one sealed: when a key is changed.

Every column that holds a seal is named in `SEALED`. A test walks over all tables and all that is
in them, so that one which is forgotten here is found before its key is thrown away.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import and_, inspect, select, tuple_, update

from matcher.storage.database import Store
from matcher.storage.sealed import (
    Sealer,
    authenticator_seal,
    contact_seal,
    import_seal,
    line_seal,
    need_seal,
    new_contact_seal,
    note_seal,
    noted_seal,
    outbox_seal,
    photo_seal,
    run_seal,
    stop_seal,
)
from matcher.storage.tables import (
    Base,
    ContactRow,
    CoordinatorRow,
    ImportLineRow,
    ImportRow,
    NeedDetailsRow,
    NewContactRow,
    NoteRow,
    OutboxRow,
    RunRow,
    StopPhotoRow,
    StopRow,
)
from matcher.storage.writing.contacts import hashes_of

# A letter's seal stands in a JSON value under this name, beside what is no secret.
IN_THE_PAYLOAD = "sealed"


def _in_bytes(column: bytes | None) -> bytes | None:
    return column


def _unless_empty(column: bytes) -> bytes | None:
    return column or None


def _in_text(column: str | None) -> bytes | None:
    return None if column is None else b64decode(column)


def _in_payload(column: Mapping[str, Any]) -> bytes | None:
    return _in_text(column.get(IN_THE_PAYLOAD))


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """One column of seals: what each is bound to, and how a seal lies in it.

    `about` takes the row's primary key. `found` takes the seal out of a column's value, None where
    there is none; `put` makes the value again. `beside` gives other columns that hang on the key,
    from what was opened.
    """

    row: type[Base]
    name: str
    about: Callable[..., str]
    found: Callable[[Any], bytes | None] = _in_bytes
    put: Callable[[Any, bytes], Any] = lambda _before, seal: seal
    beside: Callable[[Sealer, Mapping[str, Any]], dict[str, Any]] = lambda _sealer, _opened: {}


SEALED: tuple[SealedColumn, ...] = (
    SealedColumn(ContactRow, "sealed", contact_seal, beside=hashes_of),
    SealedColumn(NewContactRow, "sealed", new_contact_seal),
    SealedColumn(NeedDetailsRow, "sealed", need_seal),
    SealedColumn(NoteRow, "sealed", note_seal),
    SealedColumn(ImportRow, "sealed", import_seal, found=_unless_empty),
    SealedColumn(ImportLineRow, "sealed", partial(line_seal, part="cells")),
    SealedColumn(ImportLineRow, "told", partial(line_seal, part="told")),
    SealedColumn(RunRow, "sealed", run_seal),
    SealedColumn(StopRow, "sealed", stop_seal),
    SealedColumn(StopRow, "noted", noted_seal),
    SealedColumn(StopPhotoRow, "sealed", photo_seal),
    SealedColumn(
        OutboxRow,
        "payload",
        outbox_seal,
        found=_in_payload,
        put=lambda before, seal: {**before, IN_THE_PAYLOAD: b64encode(seal).decode()},
    ),
    SealedColumn(
        CoordinatorRow,
        "tf_totp_secret",
        authenticator_seal,
        found=_in_text,
        put=lambda _before, seal: b64encode(seal).decode(),
    ),
)


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many of a batch were sealed again; `last` goes on from there, None at the end."""

    number: int
    last: tuple[Any, ...] | None


def reseal_some(
    store: Store,
    sealer: Sealer,
    column: SealedColumn,
    *,
    after: tuple[Any, ...] = (),
    most: int = 200,
) -> Resealed:
    """Seal the next rows of a column with the newest key, where an older one sealed them."""
    key = inspect(column.row).primary_key
    asked = select(getattr(column.row, column.name), *key).order_by(*key).limit(most)
    if after:
        asked = asked.where(tuple_(*key) > after)
    rows = store.execute(asked.with_for_update()).all()
    number = 0
    for before, *id in rows:
        seal = column.found(before)
        if seal is None or not sealer.is_stale(seal):
            continue
        opened = sealer.open(seal, column.about(*id))
        fresh = column.put(before, sealer.seal(opened, column.about(*id)))
        store.execute(
            update(column.row)
            .where(and_(*(part == of for part, of in zip(key, id, strict=True))))
            .values({column.name: fresh, **column.beside(sealer, opened)})
            .execution_options(synchronize_session=False)
        )
        number += 1
    return Resealed(number, tuple(rows[-1][1:]) if rows else None)
