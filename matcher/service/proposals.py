"""Proposals: the volunteer is told, and has until then to answer; who does not is asked no longer.

The time to answer begins when they are told. A letter that waits for the end of somebody's quiet
hours, or for room in their week, puts the deadline off with it.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from matcher.domain.deadlines import answer_by
from matcher.domain.links import LinkPurpose
from matcher.domain.urgency import Urgency
from matcher.messages.letters.contents import Help
from matcher.messages.letters.proposals import Proposal as ProposalLetter
from matcher.messages.letters.proposals import ProposalLapsed
from matcher.service.acting import Act
from matcher.service.links_later import PROPOSAL_PAGE, proposals_without_links
from matcher.service.post import private_page
from matcher.service.post_many import Addressed, Reader, letters_to, readers_of, with_news
from matcher.storage.reading.asked import AskedMatch, asked_matches
from matcher.storage.writing.deadlines import set_deadlines
from matcher.storage.writing.links import Subject
from matcher.storage.writing.log import Deed, many_deeds
from matcher.storage.writing.many_links import make_links
from matcher.storage.writing.many_rows import (
    Json,
    ManyRows,
    ReadyRows,
    insert_rows,
    ready_rows,
    write_ready,
)
from matcher.storage.writing.matches import lapse_due
from matcher.storage.writing.outbox import many_letters

VOLUNTEER_PAGE = "v"
LAPSES_AT_A_TIME = 200


class Named(Protocol):
    """Whatever has the id of a match."""

    @property
    def id(self) -> str: ...


class Told(NamedTuple):
    """A volunteer who was asked: from `told_at` on they have until `deadline` to answer.

    `by_letter` is False where they want no messages, or cannot be reached: then they see it on
    their own page, from now on.
    """

    match_id: str
    volunteer_id: str
    told_at: datetime
    deadline: datetime
    by_letter: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """Proposals with all that their volunteers are to be told, made ready to be written."""

    told: Sequence[Told]
    rows: Sequence[tuple[ManyRows, str]]  # each with the column that holds the match
    ready: Sequence[ReadyRows]  # all of these


_Going = Sequence[tuple[AskedMatch, Told]]


def tell_of_proposals(act: Act, proposals: Sequence[Named]) -> list[Told]:
    """Tell the volunteers of proposals that were recorded in this transaction.

    Each gets a deadline that counts from when they are told, a private link about the match, and
    a letter with it, which is dropped unsent once the deadline has passed. In the order of ids.
    """
    asked = asked_matches(act.store, [one.id for one in proposals])
    telling = prepare_telling(act, asked)
    set_deadlines(
        act.store,
        {
            one.id: when.deadline
            for one, when in zip(asked, telling.told, strict=True)
            if when.deadline != one.deadline
        },
    )
    write_telling(act, telling, {one.id for one in asked})
    return list(telling.told)


def prepare_telling(
    act: Act,
    asked: Sequence[AskedMatch],
    known: Mapping[str, Reader] | None = None,
    *,
    news: bool = True,
) -> Telling:
    """Find out when each is told, and make letters, their links and log lines; only reads.

    A round reads all volunteers beforehand, and hands them in as `known`, and whether there may be
    `news` of them by now; its letters get their links when they are sent.
    """
    ids = [one.volunteer_id for one in asked]
    if known is None:
        readers: Mapping[str, Reader] = readers_of(act, ids)
    else:
        readers = with_news(act, known, ids) if news else known
    told = _planned(act, asked, readers)
    going = [(one, when) for one, when in zip(asked, told, strict=True) if when.by_letter]
    letters = _letters(act, going, readers) if known is None else _linked_later(act, going, readers)
    deeds = many_deeds(
        [Deed(one.id, one.resident_id, _facts(one)) for one in asked],
        at=act.now,
        by=act.by,
        verb="proposed",
        about="match",
    )
    rows = [*((many, "match_id") for many in letters), (deeds, "about_id")]
    return Telling(told, rows, [ready_rows(act.store, many) for many, _ in rows])


def write_telling(act: Act, telling: Telling, recorded: Set[str]) -> None:
    """Write links, letters and the log of those proposals that were recorded."""
    if len(recorded) == len(telling.told):
        for ready in telling.ready:
            write_ready(act.store, ready)
    else:
        for many, match in telling.rows:
            insert_rows(act.store, many.of(match, recorded))


def lapse_proposals(act: Act, most: int = LAPSES_AT_A_TIME) -> int:
    """Let the oldest proposals lapse whose deadline has passed; return how many, 0 for no more.

    Small batches: whoever calls it does so again, each time in a transaction of its own.
    """
    moved = lapse_due(act.store, now=act.now, most=most)
    asked = asked_matches(act.store, [one.id for one in moved])
    readers = readers_of(act, (one.volunteer_id for one in asked))
    going = [
        (one, goes_at)
        for one in asked
        if (goes_at := _next_letter(act, readers.get(one.volunteer_id), urgent=False))
    ]
    secrets, links = make_links(
        act.sealer,
        LinkPurpose.VOLUNTEER,
        [Subject(person_id=one.volunteer_id) for one, _ in going],
        now=act.now,
        expires_at=act.now + timedelta(days=act.rules.retention.volunteer_days),
    )
    letters = [
        Addressed(
            ProposalLapsed(
                private_page(VOLUNTEER_PAGE, secret), help=Help(one.category, one.borough)
            ),
            one.volunteer_id,
            f"lapsed:{one.id}",
            goes_at,
            need_id=one.need_id,
            match_id=one.id,
        )
        for (one, goes_at), secret in zip(going, secrets, strict=True)
    ]
    deeds = many_deeds(
        [Deed(one.id, one.resident_id, {"need": one.need_id}) for one in asked],
        at=act.now,
        by=act.by,
        verb="lapsed",
        about="match",
    )
    for many in (links, many_letters(letters_to(act, letters, readers)), deeds):
        insert_rows(act.store, many)
    return len(moved)


def _planned(act: Act, asked: Sequence[AskedMatch], readers: Mapping[str, Reader]) -> list[Told]:
    """When each volunteer is told, and until when they may answer."""
    known: dict[tuple[datetime, Urgency, date | None], datetime] = {}
    free: dict[tuple[int, bool], datetime | None] = {}
    told = []
    for one in asked:
        reader, urgent = readers.get(one.volunteer_id), one.urgency is Urgency.URGENT
        if reader is not None and reader.limits.most_per_week is None:
            # Many have the same limits, and then the very same value of them.
            alike = id(reader.limits), urgent
            if alike not in free:
                free[alike] = _next_letter(act, reader, urgent=urgent)
            goes_at = free[alike]
        else:
            goes_at = _next_letter(act, reader, urgent=urgent)
        when = goes_at or act.now, one.urgency, one.wanted_on
        if when not in known:
            known[when] = answer_by(*when, act.rules.deadlines)
        told.append(Told(one.id, one.volunteer_id, when[0], known[when], goes_at is not None))
    return told


def _next_letter(act: Act, reader: Reader | None, *, urgent: bool) -> datetime | None:
    goes_at = reader.next_letter_at(act.now, urgent=urgent) if reader else None
    if reader and goes_at:
        reader.sends.append(goes_at)
    return goes_at


def _facts(one: AskedMatch) -> Json:
    return Json(f'{{"need":"{one.need_id}","offer":"{one.offer_id}"}}')


def _linked_later(act: Act, going: _Going, readers: Mapping[str, Reader]) -> list[ManyRows]:
    owed = [(one, told.told_at, told.deadline) for one, told in going]
    return [many_letters(proposals_without_links(act, owed, readers))]


def _letters(act: Act, going: _Going, readers: Mapping[str, Reader]) -> list[ManyRows]:
    """Links, and the letters that lead to them."""
    # As long as anything about the task may still be looked up; what it shows gets less by itself.
    kept = timedelta(days=act.rules.retention.need_contact_days)
    secrets, links = make_links(
        act.sealer,
        LinkPurpose.PROPOSAL,
        [Subject(match_id=one.id) for one, _ in going],
        now=act.now,
        expires_at=max((told.deadline for _, told in going), default=act.now) + kept,
    )
    said = [_letter(one, told, secret) for (one, told), secret in zip(going, secrets, strict=True)]
    return [links, many_letters(letters_to(act, said, readers))]


def _letter(one: AskedMatch, told: Told, secret: str) -> Addressed:
    help = Help(one.category, one.borough)
    return Addressed(
        ProposalLetter(private_page(PROPOSAL_PAGE, secret), help, told.deadline),
        one.volunteer_id,
        f"proposal:{one.id}",
        told.told_at,
        need_id=one.need_id,
        match_id=one.id,
        urgent=one.urgency is Urgency.URGENT,
        drop_after=told.deadline,
    )
