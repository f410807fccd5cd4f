"""Notes: what somebody wrote about a person, a need or a match, sealed."""

from datetime import datetime

from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.sealed import Sealer, note_seal
from matcher.storage.tables import NoteRow


def add_note(
    store: Store,
    sealer: Sealer,
    kind: str,
    text: str,
    *,
    by: str,
    now: datetime,
    person_id: str | None = None,
    need_id: str | None = None,
    match_id: str | None = None,
    charity_id: str | None = None,
    why: str | None = None,
) -> str:
    """Keep what somebody wrote; return the note's id. `charity_id` is whose staff may read it.

    `why` is one word for what the page then says in the reader's own language.
    """
    id = new_id()
    said = {"text": text} | ({"why": why} if why else {})
    store.add(
        NoteRow(
            id=id,
            kind=kind,
            person_id=person_id,
            need_id=need_id,
            match_id=match_id,
            sealed=sealer.seal(said, note_seal(id)),
            by=by,
            at=now,
            charity_id=charity_id,
        )
    )
    store.flush()
    return id
