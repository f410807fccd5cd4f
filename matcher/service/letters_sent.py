"""How letters stand, for the board; and those that a person has to tell."""

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.contact import ContactWay
from matcher.domain.outbox import OutboxState
from matcher.domain.refusals import Conflict
from matcher.messages.delivery import DeliveryState, Standing, Trouble, in_words
from matcher.messages.translate import Translate, as_it_is
from matcher.service.acting import Act
from matcher.service.dispatch import trouble_of
from matcher.service.overtaken import overtaken
from matcher.storage.reading.outbox import messages_about, waiting_for_a_person
from matcher.storage.tables import OutboxRow
from matcher.storage.writing.sending import SPOKEN, drop, mark_told

MOST_TO_RING = 200
# Troubles that no waiting mends.
_FINAL = frozenset({Trouble.ADDRESS_REFUSED, Trouble.MESSAGE_REFUSED})


@dataclass(frozen=True, slots=True)
class ToRing:
    """A letter that no machine can carry: somebody tells this person, and marks it.

    `kind` is a `LetterKind`; `way` is `ring`, or `coordinator` for whoever knows them.
    """

    outbox_id: str
    kind: str
    way: ContactWay
    person_id: str | None
    need_id: str | None
    match_id: str | None
    urgent: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class LetterSent:
    """How one letter stands; `standing` is None for one that was overtaken or waits for a call."""

    outbox_id: str
    kind: str
    way: ContactWay
    person_id: str | None
    match_id: str | None
    state: OutboxState
    standing: Standing | None
    posted_at: datetime
    sent_at: datetime | None

    def in_words(self, translate: Translate = as_it_is) -> str:
        """How it stands, as the board says it."""
        _ = translate
        if self.standing is not None:
            return in_words(self.standing, translate)
        if self.state is OutboxState.DROPPED:
            return _("Not sent: it was no longer true.")
        if self.state is OutboxState.SENT:
            return _("Told by a person.")
        return _("Somebody has to tell them.")


def to_ring(act: Act, most: int = MOST_TO_RING) -> list[ToRing]:
    """Whom to ring, urgent matters and the longest wait first; what was overtaken is left out."""
    found = waiting_for_a_person(act.store, now=act.now, most=most)
    return [_to_ring(one.row) for one in found if not overtaken(one, act.now)]


def mark_rung(act: Act, outbox_id: str) -> None:
    """Somebody has told this person; `Conflict` where that was noted before."""
    if not mark_told(act.store, outbox_id, now=act.now):
        raise Conflict("This has been told already, or is no longer true: look at the list again.")
    row = act.store.get(OutboxRow, outbox_id)
    person_id = row.person_id if row else None
    act.note("told", "message", outbox_id, person_id=person_id)


def letters_about(act: Act, need_id: str) -> list[LetterSent]:
    """Every letter about a need and its matches, and how it stands; the newest first."""
    return [_letter_sent(row) for row in messages_about(act.store, need_id)]


def drop_overtaken_calls(act: Act, most: int = MOST_TO_RING) -> int:
    """Let go of letters that wait for a person and need not be told any more; how many."""
    found = waiting_for_a_person(act.store, now=act.now, most=most)
    over = [one.row.id for one in found if overtaken(one, act.now)]
    drop(act.store, over)
    return len(over)


def _to_ring(row: OutboxRow) -> ToRing:
    return ToRing(
        outbox_id=row.id,
        kind=row.kind,
        way=row.way,
        person_id=row.person_id,
        need_id=row.need_id,
        match_id=row.match_id,
        urgent=row.urgent,
        since=row.not_before,
    )


def _letter_sent(row: OutboxRow) -> LetterSent:
    return LetterSent(
        outbox_id=row.id,
        kind=row.kind,
        way=row.way,
        person_id=row.person_id,
        match_id=row.match_id,
        state=row.state,
        standing=_standing(row),
        posted_at=row.created_at,
        sent_at=row.sent_at,
    )


def _standing(row: OutboxRow) -> Standing | None:
    if row.way in SPOKEN or row.state is OutboxState.DROPPED:
        return None
    trouble = trouble_of(row.last_error)
    if row.state is OutboxState.SENT:
        return Standing(DeliveryState.SENT, None, row.tries)
    if row.state is OutboxState.FAILED:
        gave_up = trouble not in _FINAL
        return Standing(DeliveryState.FAILED, None, row.tries, trouble, gave_up)
    if trouble is None:
        return Standing.waiting(row.not_before)
    return Standing(DeliveryState.TRYING_AGAIN, row.not_before, row.tries, trouble)
