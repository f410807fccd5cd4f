"""Putting letters into the outbox, in the transaction of what they tell of.

A letter waits there sealed, since its links are secrets. The worker sends those that go as a text
or an e-mail; those to people who want to be rung, or whom only a coordinator reaches, wait on
the board for a person.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Protocol

from matcher.domain.contact import Contact, ContactWay
from matcher.domain.deadlines import NIGHT
from matcher.domain.message_budget import WEEK, MessageLimits
from matcher.domain.quiet_hours import QuietHours
from matcher.messages.letters.contents import Link
from matcher.messages.letters.every import packed, unpacked
from matcher.messages.letters.letter import Ending, Letter
from matcher.service.acting import Act
from matcher.service.contacts import contact_told, details_of, told_contact
from matcher.storage.ids import new_id
from matcher.storage.reading.outbox import sends_planned_since
from matcher.storage.sealed import Sealer, outbox_seal
from matcher.storage.tables import OutboxRow, PersonRow, VolunteerRow
from matcher.storage.writing.one_row import add_row
from matcher.storage.writing.outbox import NewLetter

# Residents are not woken either, but for the help that they urgently wait for.
RESIDENTS_LIMITS = MessageLimits(quiet_hours=NIGHT, urgent_any_time=True)


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter in the outbox: how it goes, and when it may go at the earliest."""

    id: str
    way: ContactWay
    goes_at: datetime


def post(
    act: Act,
    letter: Letter,
    *,
    person_id: str,
    key: str,
    need_id: str | None = None,
    match_id: str | None = None,
    urgent: bool = False,
    drop_after: datetime | None = None,
    to: Contact | None = None,
) -> Posted | None:
    """Put a letter to a person into the outbox; None where they want none or are erased.

    `key` says what it tells of, such as `proposal:<match id>`: telling it twice is refused by
    the database. `urgent` passes quiet hours and budget of those who said so. Letters that
    answer what somebody has just typed (`Letter.AT_ONCE`) go at once. `to` is for a number or
    mailbox that is not the person's own yet, or is so no longer: it travels with the letter.
    """
    person = act.store.get(PersonRow, person_id)
    details = details_of(act, person) if person else None
    if person is None or details is None:
        return None
    at_once = asked_for(letter)
    goes_at = act.now if at_once else _goes_at(act, person_id, urgent)
    if goes_at is None:
        return None
    posted = Posted(new_id(), way_of(to or details.contact, at_once), goes_at)
    _keep(
        act,
        posted,
        letter,
        person_id=person_id,
        key=key,
        need_id=need_id,
        match_id=match_id,
        urgent=urgent,
        drop_after=drop_after,
        to=to,
    )
    return posted


def asked_for(letter: Letter | type[Letter]) -> bool:
    """Whether a letter, or one of its kind, answers what somebody has just typed."""
    return letter.AT_ONCE or (letter.ENDING is Ending.NOT_YOU and not letter.UNASKED)


def post_answer(
    act: Act,
    letter: Letter,
    contact: Contact,
    *,
    person_id: str,
    key: str,
    need_id: str,
    drop_after: datetime,
) -> Posted:
    """Put a letter that answers what somebody has just typed, their contact too; see `post`."""
    posted = Posted(new_id(), way_of(contact, asked_for=True), act.now)
    _keep(act, posted, letter, person_id=person_id, key=key, need_id=need_id, drop_after=drop_after)
    return posted


def _keep(
    act: Act,
    posted: Posted,
    letter: Letter,
    *,
    person_id: str,
    key: str,
    need_id: str | None,
    match_id: str | None = None,
    urgent: bool = False,
    drop_after: datetime | None,
    to: Contact | None = None,
) -> None:
    kept = NewLetter(
        id=posted.id,
        idempotency_key=key,
        kind=letter.KIND,
        person_id=person_id,
        need_id=need_id,
        match_id=match_id,
        way=posted.way,
        payload=sealed_letter(act.sealer, letter, posted.id, to),
        urgent=urgent,
        not_before=posted.goes_at,
        drop_after=drop_after,
        created_at=act.now,
    )
    add_row(act.store, OutboxRow, kept._asdict())


def sealed_letter(
    sealer: Sealer, letter: Letter, outbox_id: str, to: Contact | None = None
) -> dict[str, Any]:
    """A letter as the outbox keeps it, with where it goes if not to the person's own contact."""
    return {"sealed": sealed_text(sealer, letter, outbox_id, to)}


def sealed_text(sealer: Sealer, letter: Letter, outbox_id: str, to: Contact | None = None) -> str:
    """The seal of a letter, as letters and digits."""
    told: dict[str, Any] = {**packed(letter)}
    if to is not None:
        told["to"] = told_contact(to)
    return b64encode(sealer.seal(told, outbox_seal(outbox_id))).decode()


def opened_letter(sealer: Sealer, payload: Mapping[str, Any], outbox_id: str) -> Letter:
    """The letter that `sealed_letter` kept."""
    return unpacked(_opened(sealer, payload, outbox_id))


def addressed_to(sealer: Sealer, payload: Mapping[str, Any], outbox_id: str) -> Contact | None:
    """Where a letter goes if not to the person's own contact; None for nearly all."""
    if "sealed" not in payload:
        return None
    told = _opened(sealer, payload, outbox_id).get("to")
    return None if told is None else contact_told(told)


def _opened(sealer: Sealer, payload: Mapping[str, Any], outbox_id: str) -> dict[str, Any]:
    return sealer.open(b64decode(payload["sealed"]), outbox_seal(outbox_id))


def private_page(page: str, secret: str) -> Link:
    """The address of a private page: one short word (`n`, `p`, `v`), then the link's secret."""
    return Link(f"/{page}/{secret}")


class SaidOfMessages(Protocol):
    """What a volunteer said about messages, as a row or a part of one."""

    @property
    def quiet_from(self) -> time | None: ...
    @property
    def quiet_until(self) -> time | None: ...
    @property
    def messages_per_week(self) -> int | None: ...
    @property
    def urgent_at_any_hour(self) -> bool: ...


def limits_of(volunteer: SaidOfMessages | None) -> MessageLimits:
    """What a person said about messages; a resident has only the night."""
    if volunteer is None:
        return RESIDENTS_LIMITS
    quiet = None
    if volunteer.quiet_from is not None and volunteer.quiet_until is not None:
        quiet = QuietHours(volunteer.quiet_from, volunteer.quiet_until)
    return MessageLimits(volunteer.messages_per_week, quiet, volunteer.urgent_at_any_hour)


def _goes_at(act: Act, person_id: str, urgent: bool) -> datetime | None:
    sent = sends_planned_since(act.store, person_id, act.now - WEEK)
    limits = limits_of(act.store.get(VolunteerRow, person_id))
    return limits.next_send_at(act.now, sent, urgent=urgent)


def preferred(way: ContactWay | None) -> ContactWay:
    """The way that stands beside sealed details: no `Contact` says one that is not open."""
    return way or ContactWay.COORDINATOR


def way_of(contact: Contact, asked_for: bool) -> ContactWay:
    """The way that they like best; a code that they wait for goes where they can read it."""
    ways = contact.ways()
    if asked_for:
        written = [way for way in ways if way in (ContactWay.TEXT, ContactWay.EMAIL)]
        return written[0] if written else ways[0]
    return ways[0]
