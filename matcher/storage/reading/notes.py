"""Notes, opened."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from matcher.domain.doorsteps import StopFailure
from matcher.domain.notes import NoteKind
from matcher.storage.asking import ask
from matcher.storage.database import Store
from matcher.storage.sealed import Sealer, note_seal
from matcher.storage.tables import NoteRow, table_of

_NOTES = table_of(NoteRow).c
_OLDEST_FIRST = select(
    _NOTES.id, _NOTES.kind, _NOTES.at, _NOTES.by, _NOTES.need_id, _NOTES.match_id, _NOTES.sealed
).order_by(_NOTES.at, _NOTES.id)
_BY = _OLDEST_FIRST.where(_NOTES.by == bindparam("author"))
_THANKS_TO = _OLDEST_FIRST.where(
    _NOTES.person_id == bindparam("volunteer"), _NOTES.kind == NoteKind.THANKS.value
)
_THANKS_FOR = _THANKS_TO.where(_NOTES.match_id == bindparam("match"))


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was written."""

    id: str
    kind: str
    at: datetime
    by: str
    need_id: str | None
    match_id: str | None
    text: str = field(repr=False)


def notes_by(store: Store, sealer: Sealer, by: str) -> list[Note]:
    """What one actor wrote, the oldest first."""
    return _opened(ask(store, _BY, author=by), sealer)


def thanks_to(
    store: Store, sealer: Sealer, volunteer_id: str, match_id: str | None = None
) -> list[Note]:
    """What residents thanked a volunteer with, the oldest first; with a match, for that alone."""
    if match_id is None:
        return _opened(ask(store, _THANKS_TO, volunteer=volunteer_id), sealer)
    return _opened(ask(store, _THANKS_FOR, volunteer=volunteer_id, match=match_id), sealer)


def written_in(sealer: Sealer, note_id: str, sealed: bytes) -> tuple[str, StopFailure | None]:
    """What a note says, and what a driver noted at a door where it came of that."""
    said = sealer.open(sealed, note_seal(note_id))
    why = said.get("why")
    return str(said.get("text", "")), StopFailure(why) if why else None


def _opened(rows: Iterable[tuple[Any, ...]], sealer: Sealer) -> list[Note]:
    return [
        Note(id, kind, at, by, need_id, match_id, str(sealer.open(sealed, note_seal(id))["text"]))
        for id, kind, at, by, need_id, match_id, sealed in rows
    ]
