"""What the clock asks about matches: an answer that is nearly late, and whether it was done.

Each verb asks what is due by now, and once: the key of a letter says what it asks about, so that
the same twice is refused by the database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from matcher.domain.deadlines import follow_up_at, reminder_at
from matcher.domain.life_cycles import MatchStatus
from matcher.domain.links import LinkPurpose
from matcher.domain.urgency import Urgency
from matcher.messages.letters.contents import Help, Link
from matcher.messages.letters.letter import Letter, LetterKind
from matcher.messages.letters.matches import DidYouDoIt, WasItDone
from matcher.messages.letters.proposals import ProposalReminder
from matcher.service.acting import Act
from matcher.service.post import post, private_page
from matcher.storage.reading.follow_ups import (
    MatchToAskAbout,
    matches_to_ask_about,
    proposals_to_remind_of,
)
from matcher.storage.writing.links import Subject, new_link

# At once, so that the writer's place is soon free again.
BATCH = 100
# A reminder comes the evening before at most, and never so long before the lapse.
_SOONEST_REMINDER = timedelta(days=2)
_A_DAY = timedelta(days=1)
_NOT_ANSWERED_YET = frozenset({MatchStatus.ACCEPTED})
_NOT_CONFIRMED_YET = frozenset({MatchStatus.ACCEPTED, MatchStatus.DONE_REPORTED})


@dataclass(frozen=True, slots=True)
class Asked:
    """How many were asked, and where to go on: `last` is None at the end."""

    number: int
    last: str | None = None


def remind(act: Act, *, most: int = BATCH) -> int:
    """Remind volunteers whose answer is nearly late; return how many."""
    found = proposals_to_remind_of(
        act.store,
        now=act.now,
        until=act.now + _SOONEST_REMINDER,
        kind=LetterKind.PROPOSAL_REMINDER,
        told_by=LetterKind.PROPOSAL,
        most=most,
    )
    return sum(_reminded(act, match) for match in found)


def ask_residents(act: Act, *, after: str = "", most: int = BATCH) -> Asked:
    """Ask residents whether the help came: as soon as the volunteer says so, or once it is due."""
    found = matches_to_ask_about(
        act.store,
        statuses=_NOT_CONFIRMED_YET,
        answered_before=act.now,
        kind=LetterKind.WAS_IT_DONE,
        after=after,
        most=most,
    )
    return _gone_through(found, most, lambda match: _resident_asked(act, match))


def ask_volunteers(act: Act, *, after: str = "", most: int = BATCH) -> Asked:
    """Ask volunteers who said yes whether it is done by now."""
    found = matches_to_ask_about(
        act.store,
        statuses=_NOT_ANSWERED_YET,
        answered_before=act.now - _A_DAY,
        kind=LetterKind.DID_YOU_DO_IT,
        after=after,
        most=most,
    )
    return _gone_through(found, most, lambda match: _volunteer_asked(act, match))


def tell(
    act: Act,
    make: Callable[[Link], Letter],
    page: str,
    purpose: LinkPurpose,
    subject: Subject,
    *,
    person_id: str,
    key: str,
    **said: Any,
) -> bool:
    """Post a letter with a fresh link in it; False, and no link made, where they want none."""
    with act.store.begin_nested() as attempt:
        link = private_page(page, new_link(act.store, act.sealer, purpose, subject, now=act.now))
        posted = post(act, make(link), person_id=person_id, key=key, **said)
        if posted is None:
            attempt.rollback()
    return posted is not None


def _reminded(act: Act, match: MatchToAskAbout) -> bool:
    deadline = match.deadline
    due = reminder_at(match.since, match.urgency, act.rules.deadlines)
    if deadline is None or due is None or not due <= act.now < deadline:
        return False

    def letter(link: Link) -> Letter:
        return ProposalReminder(link, Help(match.category, match.borough), deadline)

    return _told_volunteer(act, match, letter, "proposal_reminder", drop_after=deadline)


def _resident_asked(act: Act, match: MatchToAskAbout) -> bool:
    if match.status is MatchStatus.ACCEPTED and act.now < _due(act, match):
        return False
    return tell(
        act,
        lambda link: WasItDone(link, Help(match.category, match.borough)),
        "n",
        LinkPurpose.NEED,
        Subject(person_id=match.resident_id, need_id=match.need_id),
        person_id=match.resident_id,
        key=f"was_it_done:{match.match_id}",
        need_id=match.need_id,
        match_id=match.match_id,
    )


def _volunteer_asked(act: Act, match: MatchToAskAbout) -> bool:
    if act.now < _due(act, match):
        return False

    def letter(link: Link) -> Letter:
        return DidYouDoIt(link, Help(match.category, match.borough))

    return _told_volunteer(act, match, letter, "did_you_do_it")


def _told_volunteer(
    act: Act,
    match: MatchToAskAbout,
    letter: Callable[[Link], Letter],
    what: str,
    *,
    drop_after: datetime | None = None,
) -> bool:
    return tell(
        act,
        letter,
        "p",
        LinkPurpose.PROPOSAL,
        Subject(match_id=match.match_id),
        person_id=match.volunteer_id,
        key=f"{what}:{match.match_id}",
        need_id=match.need_id,
        match_id=match.match_id,
        urgent=match.urgency is Urgency.URGENT,
        drop_after=drop_after,
    )


def _due(act: Act, match: MatchToAskAbout) -> datetime:
    return follow_up_at(match.since, match.agreed_on, act.rules.deadlines)


def _gone_through(
    found: Sequence[MatchToAskAbout], most: int, ask: Callable[[MatchToAskAbout], bool]
) -> Asked:
    number = sum(ask(match) for match in found)
    return Asked(number, found[-1].match_id if len(found) == most else None)
