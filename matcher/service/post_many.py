"""Putting many letters into the outbox at once, by the same rules as `matcher.service.post`.

What decides when a letter goes is read for all its readers together: a round writes 80,000 letters,
and four questions for each would keep everybody else from writing for minutes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from matcher.domain.contact import ContactWay
from matcher.domain.message_budget import WEEK, MessageLimits
from matcher.messages.letters.letter import Letter
from matcher.service.acting import Act
from matcher.service.post import limits_of, preferred, sealed_text
from matcher.storage.ids import new_ids
from matcher.storage.reading.readers import read_readers, sends_since
from matcher.storage.writing.many_rows import Json
from matcher.storage.writing.outbox import NewLetter


@dataclass(slots=True)
class Reader:
    """Somebody to write to: how they are reached, what they said, and what they were sent."""

    way: ContactWay
    limits: MessageLimits
    sends: list[datetime] = field(default_factory=list)

    def next_letter_at(self, now: datetime, *, urgent: bool) -> datetime | None:
        """When the next letter may go; None where they want none."""
        return self.limits.next_send_at(now, self.sends, urgent=urgent)


class Addressed(NamedTuple):
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
    limits = {said: limits_of(said) for said in {one.said for one in facts.values()}}
    return {
        id: Reader(preferred(one.contact_way), limits[one.said], list(one.sends))
        for id, one in facts.items()
    }


def with_news(act: Act, readers: Mapping[str, Reader], ids: Iterable[str]) -> dict[str, Reader]:
    """Those of `readers` with these ids, with what they were sent as it stands now.

    That matters to those who want so many messages a week, and to nobody else.
    """
    some = {id: readers[id] for id in ids if id in readers}
    counting = [id for id, reader in some.items() if reader.limits.most_per_week]
    sends = sends_since(act.store, counting, act.now - WEEK) if counting else {}
    for id in counting:
        some[id] = Reader(some[id].way, some[id].limits, sends.get(id, []))
    return some


def letters_to(
    act: Act, letters: Sequence[Addressed], readers: Mapping[str, Reader]
) -> list[NewLetter]:
    """What the outbox keeps, each for the moment that `next_letter_at` gave for its reader.

    Whoever asks for that moment plans one letter after the other and notes it in `sends`, so that
    several letters to one reader count in one budget.
    """
    return [
        NewLetter(
            id,
            one.key,
            one.letter.KIND,
            one.person_id,
            one.need_id,
            one.match_id,
            readers[one.person_id].way,
            Json(f'{{"sealed":"{sealed_text(act.sealer, one.letter, id)}"}}'),
            one.urgent,
            one.goes_at,
            one.drop_after,
            act.now,
        )
        for id, one in zip(new_ids(len(letters)), letters, strict=True)
    ]
