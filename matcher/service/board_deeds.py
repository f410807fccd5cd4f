"""What a member of staff does to a need by hand: notes, concerns, confirming, closing."""

from matcher.domain.notes import LONGEST_NOTE, NoteKind
from matcher.domain.refusals import Invalid, NotFound
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk, need_in_scope
from matcher.storage.ids import new_id
from matcher.storage.sealed import note_seal
from matcher.storage.tables import NoteRow

NOTE_IS_EMPTY = "Write what you want to note."
NO_SUCH_CONCERN = "There is no such concern on your board."


def add_note(act: Act, desk: Desk, need_id: str, text: str) -> str:
    """Write something down about a need, for the charity's staff; return the note's id."""
    desk.require(Right.NOTE)
    need_in_scope(act, desk, need_id)
    text = text.strip()
    if not text:
        raise Invalid(NOTE_IS_EMPTY, "text")
    if len(text) > LONGEST_NOTE:
        raise Invalid(f"Please use at most {LONGEST_NOTE:,} letters.", "text")
    note_id = new_id()
    act.store.add(
        NoteRow(
            id=note_id,
            kind=NoteKind.NOTE,
            need_id=need_id,
            sealed=act.sealer.seal({"text": text}, note_seal(note_id)),
            by=act.by,
            at=act.now,
        )
    )
    act.note("noted", "need", need_id)
    return note_id


def settle_concern(act: Act, desk: Desk, note_id: str) -> str:
    """Say that a concern is settled; return the id of its need. Twice is once."""
    desk.require(Right.SETTLE_CONCERNS)
    note = act.store.get(NoteRow, note_id, with_for_update=True)
    if note is None or note.kind != NoteKind.CONCERN or note.need_id is None:
        raise NotFound(NO_SUCH_CONCERN)
    need = need_in_scope(act, desk, note.need_id)
    if note.settled_at is None:
        note.settled_at, note.settled_by = act.now, act.by
        act.note("settled_concern", "need", need.id, person_id=need.person_id)
    return need.id
