"""Messages that were taken to be sent, each with all that is needed to send it or to let it be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from matcher.domain.contact import Contact, ContactWay, Email
from matcher.domain.outbox import OutboxState
from matcher.domain.refusals import Refusal
from matcher.service.acting import Act
from matcher.service.contacts import details_of
from matcher.service.overtaken import overtaken
from matcher.service.post import addressed_to
from matcher.service.put_off import put_off
from matcher.storage.reading.outbox import Waiting, how_things_stand
from matcher.storage.sealed import CannotOpen
from matcher.storage.writing.sending import FIRST_DUE, WRITTEN


@dataclass(frozen=True, slots=True)
class Taken:
    """One message; it waits until `goes_at` where that is not None, and goes now where it is."""

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
    goes_at: datetime | None

    @property
    def written_way(self) -> ContactWay | None:
        """The way it was to go; another one where the person has changed their mind since.

        None where a person has to tell it.
        """
        ways = [way for way in self.contact.ways() if way in WRITTEN]
        return self.way if self.way in ways else next(iter(ways), None)


def read_taken(act: Act, ids: Sequence[str]) -> list[Taken]:
    """Read messages that were taken, and how things stand that they tell of."""
    found = how_things_stand(act.store, ids)
    standing = [(one, overtaken(one, act.now)) for one in found]
    later = put_off(act, [one for one, is_over in standing if not is_over])
    return [
        _taken(
            act,
            one,
            is_over=is_over or (one.row.id in later and later[one.row.id] is None),
            goes_at=later.get(one.row.id),
        )
        for one, is_over in standing
    ]


def _taken(act: Act, waiting: Waiting, *, is_over: bool, goes_at: datetime | None) -> Taken:
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
    return Taken(
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
        overtaken=not ours or is_over or (readable and contact is None),
        goes_at=goes_at,
    )
