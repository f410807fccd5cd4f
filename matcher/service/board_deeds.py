"""What a member of staff does to a need by hand: notes, concerns, confirming, closing."""

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.notes import LONGEST_NOTE, NoteKind
from matcher.domain.origins import ConfirmedBy
from matcher.domain.outcomes import NeedEnding, WithdrawalReason, WithdrawnBy
from matcher.domain.refusals import Invalid, NotFound
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk, need_in_scope, place_of
from matcher.service.matches_withdrawn import withdraw_matches_of_need
from matcher.service.needs import Registered, register_need
from matcher.service.needs_asked import AskedNeed
from matcher.service.needs_confirming import confirm_need
from matcher.service.needs_resting import withdraw_need
from matcher.storage.tables import NoteRow
from matcher.storage.writing.needs import move_need
from matcher.storage.writing.notes import add_note as keep_note

NOTE_IS_EMPTY = "Write what you want to note."
NOT_BY_HAND = "Say whether it was withdrawn, referred elsewhere, or met."
NO_SUCH_CONCERN = "There is no such concern on your board."


def add_note(act: Act, desk: Desk, need_id: str, text: str) -> None:
    """Write something down about a need, for the charity's staff: it stays theirs."""
    need = need_in_scope(act, desk, need_id, Right.NOTE)
    text = text.strip()
    if not text:
        raise Invalid(NOTE_IS_EMPTY, "text")
    if len(text) > LONGEST_NOTE:
        raise Invalid("Please use at most %(most)s letters.", "text", most=LONGEST_NOTE)
    keep_note(
        act.store,
        act.sealer,
        NoteKind.NOTE,
        text,
        by=act.by,
        now=act.now,
        need_id=need_id,
        charity_id=need.charity_id or desk.charity_at(need.borough, place_of(need), Right.NOTE),
    )
    act.note("noted", "need", need_id)


def settle_concern(act: Act, desk: Desk, note_id: str) -> str:
    """Say that a concern is settled; return the id of its need. Twice is once."""
    desk.require(Right.SETTLE_CONCERNS)
    note = act.store.get(NoteRow, note_id, with_for_update=True)
    if note is None or note.kind != NoteKind.CONCERN or note.need_id is None:
        raise NotFound(NO_SUCH_CONCERN)
    need = need_in_scope(act, desk, note.need_id, Right.SETTLE_CONCERNS)
    if note.settled_at is None:
        note.settled_at, note.settled_by = act.now, act.by
        act.note("settled_concern", "need", need.id, person_id=need.person_id)
    return need.id


def take_down(act: Act, desk: Desk, asked: AskedNeed, charity_id: str | None) -> Registered:
    """Keep a need that somebody told on the telephone: whoever takes it down vouches for it.

    It is the charity's where the charity works there, and else nobody's: a neighbour who rings
    the wrong charity is not sent away.
    """
    here = desk.require(Right.TAKE_DOWN_NEEDS)
    where = asked.place
    works = charity_id is not None and (
        here.everything or here.works_at(charity_id, where.borough, where.spot)
    )
    theirs = charity_id if works else None
    return register_need(act, asked, charity_id=theirs, confirmed_by=ConfirmedBy.COORDINATOR)


def confirm_by_phone(act: Act, desk: Desk, need_id: str) -> None:
    """Let a need enter matching, since whoever acts has spoken with the resident."""
    need_in_scope(act, desk, need_id, Right.TAKE_DOWN_NEEDS)
    confirm_need(act, need_id, ConfirmedBy.COORDINATOR)


def close_need(act: Act, desk: Desk, need_id: str, ending: NeedEnding) -> None:
    """Close a need as withdrawn, referred elsewhere, or met by other means; people are told."""
    need = need_in_scope(act, desk, need_id, Right.CLOSE_NEEDS)
    if ending is NeedEnding.WITHDRAWN:
        withdraw_need(act, need_id)
        return
    if ending is NeedEnding.EXPIRED:
        raise Invalid(NOT_BY_HAND, "ending")
    withdraw_matches_of_need(
        act, need_id, WithdrawnBy.COORDINATOR, WithdrawalReason.NO_LONGER_NEEDED
    )
    move_need(act.store, need_id, NeedStatus.CLOSED, now=act.now, ending=ending)
    act.note("closed", "need", need_id, person_id=need.person_id, ending=str(ending))
