"""Putting many letters into the outbox at once, by the same rules as `matcher.service.post`.

What decides when a letter goes is read for all its readers together: a round writes 80,000 letters,
and four questions for each would keep everybody else from writing for minutes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from matcher.domain.contact import ContactWay
from matcher.domain.message_budget import WEEK, MessageLimits
from matcher.messages.letters.letter import Letter
from matcher.service.acting import Act
from matcher.service.contacts import details_from
from matcher.service.post import Posted, limits_of, outbox_values, way_of
from matcher.storage.ids import new_ids
from matcher.storage.reading.readers import ReaderFacts, read_readers, sends_since
from matcher.storage.sealed import contact_seal

_Said = tuple[ContactWay | None, bool, bool, tuple[str, ...]]


@dataclass(slots=True)
class Reader:
    """Somebody to write to: how they are reached, what they said, and what they were sent."""

    way: ContactWay
    limits: MessageLimits
    sends: list[datetime] = field(default_factory=list)

    def next_letter_at(self, now: datetime, *, urgent: bool) -> datetime | None:
        """When the next letter may go; None where they want none."""
        return self.limits.next_send_at(now, self.sends, urgent=urgent)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter, and whom and what it is about; see `post` for the rest."""

    letter: Letter
    person_id: str
    key: str
    goes_at: datetime
    need_id: str | None = None
    match_id: str | None = None
    urgent: bool = False
    drop_after: datetime | None = None


def readers_of(act: Act, person_ids: Iterable[str]) -> dict[str, Reader]:
    """Those of these people who can be written to at all: who was erased is not among them."""
    facts = read_readers(act.store, sorted(set(person_ids)), act.now - WEEK)
    ways: dict[_Said, ContactWay] = {}
    return {id: _reader(act, id, one, ways) for id, one in facts.items()}


def with_news(act: Act, readers: Mapping[str, Reader], ids: Iterable[str]) -> dict[str, Reader]:
    """Those of `readers` with these ids, with what they were sent as it stands now."""
    some = [id for id in sorted(set(ids)) if id in readers]
    sends = sends_since(act.store, some, act.now - WEEK)
    return {id: replace(readers[id], sends=list(sends.get(id, ()))) for id in some}


def letter_rows(
    act: Act, letters: Sequence[Addressed], readers: Mapping[str, Reader]
) -> list[dict[str, Any]]:
    """What `put_letters` keeps, each for the moment that `next_letter_at` gave for its reader.

    Whoever asks for that moment plans one letter after the other and notes it in `sends`, so that
    several letters to one reader count in one budget.
    """
    return [
        {
            "person_id": one.person_id,
            "need_id": one.need_id,
            "match_id": one.match_id,
            **outbox_values(
                act,
                Posted(id, readers[one.person_id].way, one.goes_at),
                one.letter,
                key=one.key,
                urgent=one.urgent,
                drop_after=one.drop_after,
            ),
        }
        for id, one in zip(new_ids(len(letters)), letters, strict=True)
    ]


def _reader(act: Act, person_id: str, facts: ReaderFacts, ways: dict[_Said, ContactWay]) -> Reader:
    opened = act.sealer.open(facts.sealed, contact_seal(person_id))
    # Which way they are written to hangs on what they have, and not on what it is.
    said = (
        facts.contact_way,
        bool(opened.get("phone")),
        bool(opened.get("email")),
        tuple(opened.get("never", ())),
    )
    if said not in ways:
        contact = details_from(opened, facts.contact_way).contact
        ways[said] = way_of(contact, asked_for=False)
    return Reader(ways[said], limits_of(facts.said), list(facts.sends))
