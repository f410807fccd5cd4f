"""The board: a scope's needs, what was said to be wrong, where needs are, and finding one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from matcher.domain.board import BoardFilter, BoardOrder
from matcher.domain.doorsteps import StopFailure
from matcher.domain.notes import NoteKind
from matcher.domain.references import read_reference
from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.domain.urgency import Urgency
from matcher.messages.email_address import read_email_address
from matcher.messages.phone import read_phone
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.storage.reading.board_messages import concerns
from matcher.storage.reading.board_needs import (
    BoardLine,
    board_needs,
    count_by_urgency,
    needs_by_cell,
)
from matcher.storage.reading.board_people import needs_of_people, volunteers_among
from matcher.storage.reading.contacts import people_with_email, people_with_phone
from matcher.storage.reading.notes import written_in
from matcher.storage.tables import NoteRow

LINES_ON_A_PAGE = 50
NOBODY = "Nobody on your board has this. Check it, or take a new need down."


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that somebody said was wrong, until it is settled."""

    note_id: str
    need_id: str
    reference: str
    text: str = field(repr=False)
    by: str
    at: datetime
    # What a driver noted at the door, in one word; other concerns have words of their own alone.
    why: StopFailure | None = None


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One page of the board; `next` is the mark to go on from, None at the end."""

    lines: tuple[BoardLine, ...]
    next: tuple[str, str] | None
    open_by_urgency: Mapping[Urgency, int]
    concerns: tuple[Concern, ...]


@dataclass(frozen=True, slots=True)
class CellCount:
    """How many needs there are in one 1 km square, and how many of them are urgent.

    `east_km` and `north_km` are its south-west corner on the grid.
    """

    cell: str
    borough: str
    east_km: int
    north_km: int
    needs: int
    urgent: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference, a telephone number or an address led to."""

    need_ids: tuple[str, ...] = ()
    volunteer_ids: tuple[str, ...] = ()


def board(
    act: Act,
    desk: Desk,
    wanted: BoardFilter,
    order: BoardOrder = BoardOrder.URGENT_FIRST,
    *,
    after: tuple[str, str] | None = None,
    most: int = LINES_ON_A_PAGE,
) -> BoardPage:
    """One page of the needs that a desk sees, with what was said to be wrong on top."""
    here = desk.require(Right.SEE_BOARD)
    lines, more = board_needs(
        act.store, here, wanted, order, today=act.today, after=after, most=most
    )
    last = (lines[-1].mark, lines[-1].id) if more else None
    return BoardPage(
        tuple(lines), last, count_by_urgency(act.store, here), open_concerns(act, desk)
    )


def open_concerns(act: Act, desk: Desk) -> tuple[Concern, ...]:
    """What was said to be wrong and nobody has settled, for those who may settle it."""
    if not desk.may(Right.SETTLE_CONCERNS):
        return ()
    here = desk.within(Right.SETTLE_CONCERNS)
    return tuple(
        _concern(act, note, reference)
        for note, reference in concerns(act.store, here, NoteKind.CONCERN)
    )


def _concern(act: Act, note: NoteRow, reference: str) -> Concern:
    text, why = written_in(act.sealer, note.id, note.sealed)
    by = note.by.partition(":")[0]
    return Concern(note.id, str(note.need_id), reference, text, by, note.at, why)


def board_map(act: Act, desk: Desk, wanted: BoardFilter) -> tuple[CellCount, ...]:
    """Where the needs are that a filter wants: counted in squares, never as homes."""
    here = desk.require(Right.SEE_BOARD)
    found = needs_by_cell(act.store, here, wanted, today=act.today)
    return tuple(CellCount(*one) for one in found)


def find(act: Act, desk: Desk, text: str) -> Found:
    """The needs and volunteers of a reference, a telephone number or an e-mail address.

    Only what lies in the scope is found; nothing that was typed is kept.
    """
    here = desk.require(Right.SEE_BOARD)
    text = text.strip()
    if not any(letter.isdigit() for letter in text) and "@" not in text:
        raise Invalid("Give a reference, a telephone number or an e-mail address.", "text")
    people = _people(act, text)
    if people is None:
        wanted = BoardFilter(reference=read_reference(text))
        lines, _ = board_needs(act.store, here, wanted, BoardOrder.NEWEST, today=act.today, most=1)
        found = Found(tuple(line.id for line in lines))
    else:
        volunteers: tuple[str, ...] = ()
        if desk.may(Right.SEE_VOLUNTEERS):
            seen = desk.within(Right.SEE_VOLUNTEERS)
            volunteers = tuple(volunteers_among(act.store, seen, people))
        found = Found(tuple(needs_of_people(act.store, here, people)), volunteers)
    if found == Found():
        raise Invalid(NOBODY, "text")
    return found


def _people(act: Act, text: str) -> list[str] | None:
    """Whose number or address this is; None for what is neither."""
    if "@" in text:
        return people_with_email(act.store, act.sealer, read_email_address(text))
    digits = sum(letter.isdigit() for letter in text)
    if digits >= 7 and not any(letter.isalpha() for letter in text):
        return people_with_phone(act.store, act.sealer, read_phone(text).e164)
    return None
