"""What every letter is."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import ClassVar

from matcher.messages.letters.contents import Link, check_content
from matcher.messages.letters.voice import Voice


class LetterKind(StrEnum):
    """Every kind of message that the service sends."""

    CONFIRM_NEED = "confirm_need"
    STILL_NEEDED = "still_needed"
    NEED_MET = "need_met"
    NEED_EXPIRED = "need_expired"
    PROPOSAL = "proposal"
    PROPOSAL_REMINDER = "proposal_reminder"
    PROPOSAL_LAPSED = "proposal_lapsed"
    PROPOSAL_TAKEN = "proposal_taken"
    NO_LONGER_NEEDED = "no_longer_needed"
    MATCH_ACCEPTED = "match_accepted"
    MAY_THEY_KNOW = "may_they_know"
    THEY_MAY_KNOW = "they_may_know"
    ON_MY_WAY = "on_my_way"
    WAS_IT_DONE = "was_it_done"
    DID_YOU_DO_IT = "did_you_do_it"
    THANKS = "thanks"
    HANDED_BACK = "handed_back"
    PROVE_CONTACT = "prove_contact"
    PROVE_NEW_CONTACT = "prove_new_contact"
    CONTACT_CHANGES = "contact_changes"
    WAY_BACK = "way_back"
    STILL_OFFERED = "still_offered"
    PAUSE_ENDED = "pause_ended"
    CHECK_RUNS_OUT = "check_runs_out"
    SHIFT_NEEDS_SOMEBODY = "shift_needs_somebody"
    SHIFT_CALLED_OFF = "shift_called_off"
    SHIFT_CHANGED = "shift_changed"
    SHIFT_TAKEN_OVER = "shift_taken_over"
    SHIFT_LEFT_LATE = "shift_left_late"
    INVITE_COORDINATOR = "invite_coordinator"
    RECOVER_ACCOUNT = "recover_account"
    RUN_READY = "run_ready"
    DELIVERY_COMES = "delivery_comes"
    WELFARE_CONCERN = "welfare_concern"
    DONATION_THANKS = "donation_thanks"
    NEED_OFFERED = "need_offered"
    NEED_ASKED_FOR = "need_asked_for"
    CHARITY_ANSWERED = "charity_answered"
    CHARITY_NEWS = "charity_news"
    NEED_GONE = "need_gone"
    JOINED_CHARITY = "joined_charity"
    CHARITY_VERIFIED = "charity_verified"
    CHARITY_REFUSED = "charity_refused"
    MAY_WE_HAND_ON = "may_we_hand_on"
    DRIVE_FOR_US = "drive_for_us"


class Ending(StrEnum):
    """How such messages come to an end."""

    # There is a page that stops them.
    STOP = "stop"
    # Somebody typed this number or address in; whoever does nothing hears no more.
    NOT_YOU = "not_you"


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says, each a whole sentence in the reader's language.

    `sms` has several wordings, richest first, each leading up to the link: the first that
    travels as one message is sent. `action` is what the link does, `next` what happens then.
    """

    sms: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]
    action: str
    next: str


@cache
def names_of(letter: "type[Letter]") -> tuple[str, ...]:
    """What a letter is made of, by name."""
    return tuple(field.name for field in fields(letter))


@dataclass(frozen=True, slots=True)
class Letter(ABC):
    """One message to one person, before it has words; its fields are those of `contents`."""

    KIND: ClassVar[LetterKind]
    ENDING: ClassVar[Ending] = Ending.STOP
    # Whether it answers what was typed a moment ago, so that no quiet hour keeps it back.
    AT_ONCE: ClassVar[bool] = False
    # Whether it comes out of the blue though it ends by itself: then it heeds night and budget.
    UNASKED: ClassVar[bool] = False

    link: Link

    def __post_init__(self) -> None:
        for name in names_of(type(self)):
            check_content(name, getattr(self, name))

    @abstractmethod
    def words(self, voice: Voice) -> Words:
        """What it says, in the reader's language."""
