"""Who is told what by letter when a match moves; each letter carries a fresh private link."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from matcher.domain.links import LinkPurpose
from matcher.domain.urgency import Urgency
from matcher.messages.letters.contents import Help, Link
from matcher.messages.letters.letter import Letter, LetterKind
from matcher.messages.letters.matches import (
    HandedBack,
    MatchAccepted,
    MayTheyKnow,
    OnMyWay,
    Thanks,
    TheyMayKnow,
)
from matcher.messages.letters.needs import NeedMet
from matcher.messages.letters.proposals import NoLongerNeeded, ProposalTaken
from matcher.service.acting import Act
from matcher.service.post import post, private_page
from matcher.storage.reading.pairings import Pairing
from matcher.storage.writing.links import Subject, new_link
from matcher.storage.writing.unsent import drop_unsent

# Older than this, they are no news and only disturb.
TAKEN_IS_NEWS = timedelta(days=2)
ON_THE_WAY_IS_NEWS = timedelta(hours=2)
_QUESTIONS = (LetterKind.PROPOSAL, LetterKind.PROPOSAL_REMINDER)

_Letter = Callable[[Link, Help], Letter]


def tell_of_yes(act: Act, match: Pairing) -> None:
    """Tell the resident that somebody said yes, or ask whether they may know who it is."""
    if match.asks_first:
        _tell_resident(act, match, MayTheyKnow, "may_they_know")
    else:
        _tell_resident(act, match, MatchAccepted, "accepted")


def tell_of_agreement(act: Act, match: Pairing) -> None:
    """Tell the volunteer that the resident agreed, so that they can be in touch."""
    _tell_volunteer(act, match, TheyMayKnow, "they_may_know")


def tell_of_setting_out(act: Act, match: Pairing) -> None:
    """Tell the resident that the volunteer is on the way."""
    late = act.now + ON_THE_WAY_IS_NEWS
    _tell_resident(act, match, OnMyWay, "on_my_way", urgent=True, drop_after=late)


def tell_that_it_was_taken(act: Act, match: Pairing) -> None:
    """Tell somebody who was asked that another was first; nothing where nobody asked them yet."""
    if drop_unsent(act.store, match.match_id, LetterKind.PROPOSAL):
        return
    drop_unsent(act.store, match.match_id, LetterKind.PROPOSAL_REMINDER)
    _tell_volunteer(act, match, ProposalTaken, "taken", drop_after=act.now + TAKEN_IS_NEWS)


def tell_that_nobody_need_come(act: Act, match: Pairing) -> None:
    """Tell the volunteer that it is not wanted any more; nothing where nobody asked them yet."""
    unasked = drop_unsent(act.store, match.match_id, *_QUESTIONS)
    if match.was_accepted or not unasked:
        _tell_volunteer(act, match, NoLongerNeeded, "no_longer")


def tell_that_nobody_comes(act: Act, match: Pairing) -> None:
    """Tell the resident that whoever said yes does not come, and that we look again."""
    _tell_resident(act, match, HandedBack, "handed_back")


def tell_thanks(act: Act, match: Pairing) -> None:
    """Tell the volunteer that their help was confirmed."""
    _tell_volunteer(act, match, Thanks, "thanks")


def tell_that_it_is_met(act: Act, match: Pairing) -> None:
    """Tell the resident that their need is closed, since everything was done."""
    _tell_resident(act, match, NeedMet, "met")


def drop_questions(act: Act, match_id: str) -> None:
    """Send no question, and no reminder of one, about what is answered."""
    drop_unsent(act.store, match_id, *_QUESTIONS)


def _tell_resident(act: Act, match: Pairing, make: _Letter, what: str, **more: Any) -> None:
    subject = Subject(person_id=match.resident_id, need_id=match.need_id)
    link = new_link(act.store, act.sealer, LinkPurpose.NEED, subject, now=act.now)
    letter = make(private_page("n", link), Help(match.category, match.borough))
    _post(act, match, letter, match.resident_id, what, **more)


def _tell_volunteer(act: Act, match: Pairing, make: _Letter, what: str, **more: Any) -> None:
    subject = Subject(person_id=match.volunteer_id, match_id=match.match_id)
    link = new_link(act.store, act.sealer, LinkPurpose.PROPOSAL, subject, now=act.now)
    letter = make(private_page("p", link), Help(match.category, match.borough))
    _post(act, match, letter, match.volunteer_id, what, **more)


def _post(act: Act, match: Pairing, letter: Letter, person_id: str, what: str, **more: Any) -> None:
    post(
        act,
        letter,
        person_id=person_id,
        key=f"{what}:{match.match_id}",
        need_id=match.need_id,
        match_id=match.match_id,
        **{"urgent": match.urgency is Urgency.URGENT} | more,
    )
