"""The post on the board: what became of messages, and what somebody has to say on the telephone."""

from dataclasses import dataclass, field

from matcher.domain.contact import ContactPart, ContactWay
from matcher.domain.outbox import OutboxState
from matcher.domain.refusals import Conflict, NotFound
from matcher.domain.roles import Right
from matcher.messages.letters.letter import LetterKind
from matcher.service.acting import Act
from matcher.service.contacts import details_of
from matcher.service.desk import Desk
from matcher.service.new_contacts import prove_new_contact
from matcher.service.post import addressed_to
from matcher.storage.reading.board_messages import (
    BY_A_PERSON,
    MOST_MESSAGES,
    is_message_within,
    latest_messages,
    people_to_ring,
)
from matcher.storage.reading.board_need import MessageLine
from matcher.storage.tables import OutboxRow, PersonRow

__all__ = ["MOST_MESSAGES", "Call", "call", "messages", "note_rung", "to_ring"]

NO_SUCH_MESSAGE = "There is no such message on your board."
RUNG_ALREADY = "Somebody has noted a call about this already."


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to ring and why; `kind` says what to tell them."""

    message_id: str
    kind: str
    name: str = field(repr=False)
    phone: str = field(repr=False)
    ways: tuple[ContactWay, ...]
    language: str


def to_ring(act: Act, desk: Desk) -> tuple[MessageLine, ...]:
    """What waits to be said on the telephone, the oldest first: no names yet."""
    return tuple(people_to_ring(act.store, desk.require(Right.RING)))


def messages(act: Act, desk: Desk, state: OutboxState | None = None) -> tuple[MessageLine, ...]:
    """The latest messages of the scope, in one state or in any."""
    return tuple(latest_messages(act.store, desk.require(Right.SEE_BOARD), state))


def call(act: Act, desk: Desk, message_id: str) -> Call:
    """Open whom to ring; the look is noted."""
    row = _to_be_rung(act, desk, message_id)
    person = act.store.get(PersonRow, row.person_id) if row.person_id else None
    details = details_of(act, person) if person else None
    if person is None or details is None:
        raise NotFound("These details are erased and cannot be shown any more.")
    act.note_look(person.id, "phone", need_id=row.need_id, match_id=row.match_id)
    contact = addressed_to(act.sealer, row.payload, row.id) or details.contact
    return Call(
        message_id=message_id,
        kind=row.kind,
        name=details.name,
        phone=contact.phone.number if contact.phone else "",
        ways=contact.ways(),
        language=person.language,
    )


def note_rung(act: Act, desk: Desk, message_id: str) -> None:
    """It was said: the message is told, and waits no longer. Two who rang at once: one notes it.

    Whoever answered a new number has proven it: no machine could send a code there.
    """
    row = _to_be_rung(act, desk, message_id)
    if row.state is not OutboxState.WAITING:
        raise Conflict(RUNG_ALREADY)
    row.state, row.sent_at, row.tries = OutboxState.SENT, act.now, row.tries + 1
    if row.kind == LetterKind.PROVE_NEW_CONTACT and row.person_id is not None:
        prove_new_contact(act, row.person_id, ContactPart.PHONE)
    act.note("rung", "message", row.id, person_id=row.person_id, need_id=row.need_id, kind=row.kind)


def _to_be_rung(act: Act, desk: Desk, message_id: str) -> OutboxRow:
    here = desk.require(Right.RING)
    row = act.store.get(OutboxRow, message_id, with_for_update=True)
    if (
        row is None
        or row.way not in BY_A_PERSON
        or not is_message_within(act.store, here, message_id)
    ):
        raise NotFound(NO_SUCH_MESSAGE)
    return row
