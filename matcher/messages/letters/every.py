"""Every letter by its kind, and how a letter is kept until it is sent.

What is kept is the letter, not its words: those are found when it goes out, in the language that
the person reads by then.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, get_type_hints

from matcher.domain.refusals import Invalid
from matcher.messages.letters.charities import (
    CharityAnswered,
    CharityNews,
    CharityRefused,
    CharityVerified,
    JoinedCharity,
    NeedAskedFor,
    NeedGone,
    NeedOffered,
)
from matcher.messages.letters.contacts import ContactChanges, ProveNewContact
from matcher.messages.letters.contents import Code, Content, Help, Link
from matcher.messages.letters.coordinators import InviteCoordinator, RecoverAccount
from matcher.messages.letters.donors import DonationThanks
from matcher.messages.letters.letter import Letter, LetterKind, names_of
from matcher.messages.letters.matches import (
    DidYouDoIt,
    HandedBack,
    MatchAccepted,
    MayTheyKnow,
    OnMyWay,
    Thanks,
    TheyMayKnow,
    WasItDone,
)
from matcher.messages.letters.needs import (
    ConfirmNeed,
    MayWeHandOn,
    NeedExpired,
    NeedMet,
    StillNeeded,
)
from matcher.messages.letters.proposals import (
    NoLongerNeeded,
    Proposal,
    ProposalLapsed,
    ProposalReminder,
    ProposalTaken,
)
from matcher.messages.letters.rota import (
    ShiftCalledOff,
    ShiftChanged,
    ShiftLeftLate,
    ShiftNeedsSomebody,
    ShiftTakenOver,
)
from matcher.messages.letters.runs import DeliveryComes, RunReady, WelfareConcern
from matcher.messages.letters.volunteers import (
    CheckRunsOut,
    DriveForUs,
    PauseEnded,
    ProveContact,
    StillOffered,
    WayBack,
)

LETTERS: dict[LetterKind, type[Letter]] = {
    letter.KIND: letter
    for letter in (
        ConfirmNeed,
        StillNeeded,
        NeedMet,
        NeedExpired,
        Proposal,
        ProposalReminder,
        ProposalLapsed,
        ProposalTaken,
        NoLongerNeeded,
        MatchAccepted,
        MayTheyKnow,
        TheyMayKnow,
        OnMyWay,
        WasItDone,
        DidYouDoIt,
        Thanks,
        HandedBack,
        ProveContact,
        ProveNewContact,
        ContactChanges,
        WayBack,
        StillOffered,
        PauseEnded,
        CheckRunsOut,
        ShiftNeedsSomebody,
        ShiftCalledOff,
        ShiftChanged,
        ShiftTakenOver,
        ShiftLeftLate,
        InviteCoordinator,
        RecoverAccount,
        RunReady,
        DeliveryComes,
        WelfareConcern,
        DonationThanks,
        NeedOffered,
        NeedAskedFor,
        CharityAnswered,
        CharityNews,
        NeedGone,
        JoinedCharity,
        CharityVerified,
        CharityRefused,
        MayWeHandOn,
        DriveForUs,
    )
}


def packed(letter: Letter) -> dict[str, str]:
    """A letter as plain strings, its kind among them, to be kept as JSON; it holds secrets."""
    told = {name: _told(getattr(letter, name)) for name in names_of(type(letter))}
    return {"kind": letter.KIND.value, **told}


def unpacked(told: Mapping[str, str]) -> Letter:
    """The letter that `packed` told of; `Invalid` when it did not."""
    try:
        letter = LETTERS[LetterKind(told["kind"])]
        types = get_type_hints(letter)
        values: dict[str, Any] = {name: _read(types[name], told[name]) for name in names_of(letter)}
    except (KeyError, ValueError) as error:
        raise Invalid("That is not a letter as it was packed.") from error
    return letter(**values)


def _told(content: Content) -> str:
    match content:
        case Link():
            return content.path
        case Code():
            return content.digits
        case Help():
            return f"{content.category} {content.borough}"
        case datetime() | date():
            return content.isoformat()


def _read(type: type[Content], text: str) -> Content:
    if type is Help:
        category, borough = text.split(" ")
        return Help(category, borough)
    if issubclass(type, Link | Code):
        return type(text)
    if issubclass(type, datetime | date):
        return type.fromisoformat(text)
    raise ValueError(f"{type} is not what letters are made of")
