"""Notes, opened."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from matcher.storage.database import Store
from matcher.storage.sealed import Sealer, note_seal
from matcher.storage.tables import NoteRow


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
