"""Sending what is in the outbox: take a few, send them with nothing held, note what became of each.

Nothing is lost: a message that was taken and of which nobody heard again is free when its lease
runs out. Nothing is doubled as far as that can be had: a message has one id at every try. A
provider of texts sends an id once; a repeated e-mail has the same Message-ID and the same bytes,
which mail programs show once; a file takes the place of the first. What no sender can promise is
that a mail server which took a message, and was cut off before it could say so, delivers one copy.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from matcher.domain.contact import Contact, ContactWay, Email
from matcher.domain.outbox import OutboxState
from matcher.domain.refusals import Refusal
from matcher.messages.delivery import Delivery, DeliveryState, Standing, after
from matcher.messages.email_address import read_email_address
from matcher.messages.letters.compose import email, sms
from matcher.messages.letters.letter import Letter
from matcher.messages.message import Message
from matcher.service.acting import MACHINE, Act, Rules
from matcher.service.contacts import details_of
from matcher.service.links_later import link_letters
from matcher.service.overtaken import overtaken
from matcher.service.post import addressed_to, opened_letter
from matcher.service.post_office import PostOffice
from matcher.storage.database import Database
from matcher.storage.reading.outbox import Waiting, how_things_stand
from matcher.storage.sealed import CannotOpen, Sealer
from matcher.storage.writing.sending import (
    FIRST_DUE,
    WRITTEN,
    Noted,
    leave_to_a_person,
    note_outcome,
    take_due,
)

logger = logging.getLogger("nearhand.post")

# A try waits two minutes at most (a mail server that answers each step just in time), four are
# made at once, and eight are taken: so the lease outlasts them all.
LEASE = timedelta(minutes=5)
TAKEN_AT_ONCE = 8
SENT_AT_ONCE = 4
CANNOT_BE_READ = "cannot_be_read"


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the messages of one go; `left` are now a person's to tell."""

    taken: int = 0
    sent: int = 0
    again: int = 0
    failed: int = 0
    dropped: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    """One message that was taken, with all that is needed to send it and to note what became."""

    id: str
    kind: str
    way: ContactWay
    payload: dict[str, Any]
    tries: int
    first_due: datetime
    drop_after: datetime | None
    contact: Contact
    language: str
    readable: bool
    overtaken: bool


def send_due(
    database: Database,
    office: PostOffice,
    sealer: Sealer,
    *,
    by: str,
    now: Callable[[], datetime],
    most: int = TAKEN_AT_ONCE,
    rules: Rules | None = None,
) -> Sent:
    """Send up to so many of the messages that are due; `by` names this process.

    Several processes may do so at once. Call it again while it says that it took `most`.
    """
    began = now()
    with database.begin() as store:
        taken = take_due(store, by=by, until=began + LEASE, now=began, most=most)
        link_letters(Act(store, began, sealer, MACHINE, rules or Rules()), taken)
        ids = [row.id for row in taken]
    if not ids:
        return Sent()
    with database.read() as store:
        act = Act(store, began, sealer, MACHINE)
        jobs = [_job(act, waiting) for waiting in how_things_stand(store, ids)]
    done = _Going(database, office, sealer, by, now)
    with ThreadPoolExecutor(SENT_AT_ONCE, "post") as threads:
        return done.go(jobs, threads)


@dataclass(frozen=True, slots=True)
class _Going:
    """One go of the dispatcher."""

    database: Database
    office: PostOffice
    sealer: Sealer
    by: str
    now: Callable[[], datetime]

    def go(self, jobs: Sequence[_Job], threads: Executor) -> Sent:
        """Send all of them, a few at once, and note each as soon as those before it are noted."""
        tally = Sent(taken=len(jobs))
        for job, said in zip(jobs, threads.map(self._send, jobs), strict=True):
            name = self._note(job, said)
            tally = replace(tally, **{name: getattr(tally, name) + 1})
            logger.info("message", extra={"outbox": job.id, "kind": job.kind, "became": name})
        return tally

    def _send(self, job: _Job) -> Delivery | str | None:
        """Try once; a word where it was not tried, None where a person has to tell it."""
        if job.overtaken:
            return OutboxState.DROPPED
        if not job.readable:
            return CANNOT_BE_READ
        way = _written_way(job)
        if way is None:
            return None
        try:
            letter = opened_letter(self.sealer, job.payload, job.id)
            message = self._composed(job, letter, way)
        except (Refusal, CannotOpen, KeyError):
            # Ours to mend, and no reason to keep the others waiting.
            return CANNOT_BE_READ
        return self.office.sender.send(message)

    def _composed(self, job: _Job, letter: Letter, way: ContactWay) -> Message:
        voice = self.office.voice(job.language)
        if way is ContactWay.TEXT:
            assert job.contact.phone is not None
            return sms(letter, voice, id=job.id, to=job.contact.phone.number)
        assert job.contact.email is not None
        to = read_email_address(job.contact.email.address)
        return email(letter, voice, id=job.id, to=to, written_at=job.first_due)

    def _note(self, job: _Job, said: Delivery | str | None) -> str:
        """Note what became of it, in a transaction of its own; the name for the tally."""
        now = self.now()
        with self.database.begin() as store:
            if said is None:
                way = next(way for way in job.contact.ways() if way not in WRITTEN)
                leave_to_a_person(store, job.id, way=way, by=self.by)
                return "left"
            noted = self._noted(job, said, now)
            note_outcome(store, job.id, noted, by=self.by, now=now)
        return _TALLIED[noted.state]

    def _noted(self, job: _Job, said: Delivery | str, now: datetime) -> Noted:
        if said == OutboxState.DROPPED:
            return Noted(OutboxState.DROPPED, job.tries)
        if isinstance(said, str):
            return Noted(OutboxState.FAILED, job.tries + 1, said)
        standing = after(
            Standing(DeliveryState.WAITING, None, job.tries),
            said,
            first_due=job.first_due,
            now=now,
            chance=self.office.chance(),
            patience=self.office.patience,
            useless_after=job.drop_after,
        )
        return Noted(
            _STATES[standing.state],
            standing.tries,
            last_error=said.trouble,
            # Theirs, so its length is bounded here: ours is 128.
            provider_reference=(said.provider_id or "")[:128] or None,
            next_try_at=standing.next_try_at,
        )


_STATES = {
    DeliveryState.SENT: OutboxState.SENT,
    DeliveryState.FAILED: OutboxState.FAILED,
    DeliveryState.TRYING_AGAIN: OutboxState.WAITING,
}
_TALLIED = {
    OutboxState.SENT: "sent",
    OutboxState.FAILED: "failed",
    OutboxState.WAITING: "again",
    OutboxState.DROPPED: "dropped",
}


def _job(act: Act, waiting: Waiting) -> _Job:
    row, person, coordinator = waiting.row, waiting.person, waiting.coordinator
    contact, readable = None, True
    try:
        if person is not None:
            details = details_of(act, person)
            elsewhere = addressed_to(act.sealer, row.payload, row.id)
            contact = (elsewhere or details.contact) if details else None
        elif coordinator is not None:
            contact = Contact(email=Email(coordinator.email), prefers=ContactWay.EMAIL)
    except (Refusal, CannotOpen):
        # One person's details that do not open must not keep everybody's letters back.
        readable = False
    # Whoever was erased since it was taken has emptied it, too.
    ours = row.state is OutboxState.SENDING and FIRST_DUE in row.payload
    first_due = row.payload.get(FIRST_DUE, row.created_at.isoformat())
    return _Job(
        id=row.id,
        kind=row.kind,
        way=row.way,
        payload=dict(row.payload),
        tries=row.tries,
        first_due=datetime.fromisoformat(first_due).astimezone(UTC),
        drop_after=row.drop_after,
        contact=contact or Contact(),
        language=person.language if person else "en",
        readable=readable,
        overtaken=not ours or overtaken(waiting, act.now) or (readable and contact is None),
    )


def _written_way(job: _Job) -> ContactWay | None:
    """The way it was to go; another one where the person has changed their mind since."""
    ways = [way for way in job.contact.ways() if way in WRITTEN]
    return job.way if job.way in ways else next(iter(ways), None)
