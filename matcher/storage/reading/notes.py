"""Notes, opened."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from matcher.domain.notes import NoteKind
from matcher.storage.database import Store
from matcher.storage.sealed import Sealer, note_seal
from matcher.storage.tables import NoteRow

_THANKS = NoteKind.THANKS.value


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
    rows = store.scalars(select(NoteRow).where(NoteRow.by == by).order_by(NoteRow.at, NoteRow.id))
    return _opened(rows, sealer)


def thanks_to(
    store: Store, sealer: Sealer, volunteer_id: str, match_id: str | None = None
) -> list[Note]:
    """What residents thanked a volunteer with, the oldest first; with a match, for that alone."""
    thanks = select(NoteRow).where(NoteRow.person_id == volunteer_id, NoteRow.kind == _THANKS)
    if match_id is not None:
        thanks = thanks.where(NoteRow.match_id == match_id)
    return _opened(store.scalars(thanks.order_by(NoteRow.at, NoteRow.id)), sealer)


def _opened(rows: Iterable[NoteRow], sealer: Sealer) -> list[Note]:
    return [
        Note(
            row.id,
            row.kind,
            row.at,
            row.by,
            row.need_id,
            row.match_id,
            str(sealer.open(row.sealed, note_seal(row.id))["text"]),
        )
        for row in rows
    ]
