"""Handing a need to another charity, or to somebody outside, with the resident's yes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from matcher.domain.refusals import Invalid
from matcher.domain.urgency import Urgency

ANSWER_WITHIN = {
    Urgency.URGENT: timedelta(hours=4),
    Urgency.SOON: timedelta(days=1),
    Urgency.ROUTINE: timedelta(days=3),
}


class ReferralState(StrEnum):
    """How a referral stands; `sent` is one to somebody outside, who does not answer us."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken_back"
    RETURNED = "returned"
    SENT = "sent"


REFERRAL_MOVES: Mapping[ReferralState, frozenset[ReferralState]] = {
    ReferralState.OFFERED: frozenset(
        {
            ReferralState.ACCEPTED,
            ReferralState.DECLINED,
            ReferralState.LAPSED,
            ReferralState.TAKEN_BACK,
        }
    ),
    ReferralState.ACCEPTED: frozenset({ReferralState.RETURNED}),
    ReferralState.DECLINED: frozenset(),
    ReferralState.LAPSED: frozenset(),
    ReferralState.TAKEN_BACK: frozenset(),
    ReferralState.RETURNED: frozenset(),
    ReferralState.SENT: frozenset(),
}


class SharedPart(StrEnum):
    """What the other charity gets to see once it has said yes; each is read out to the resident."""

    WHO = "who"
    REACH = "reach"
    PLACE = "place"
    NEED = "need"
    NOTES = "notes"


SHARED = frozenset(SharedPart)
# What may stay behind: a need without its place or its person, or whom nobody can reach, is none.
MAY_STAY = frozenset({SharedPart.NOTES})


def shared_but(left_out: frozenset[SharedPart]) -> frozenset[SharedPart]:
    """What goes along; `Invalid` where something is left out without which nobody can help."""
    if left_out - MAY_STAY:
        raise Invalid("Without that nobody could help: only the notes may stay behind.", "shared")
    return SHARED - left_out


class ConsentBy(StrEnum):
    """How the resident said yes."""

    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    IN_WRITING = "in_writing"


class ConsentSaid(StrEnum):
    """What became of a question to a resident, on their own page: silence is a no."""

    YES = "yes"
    NO = "no"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken_back"


class ReferralReason(StrEnum):
    """Why a need cannot be taken, or comes back."""

    FULL = "full"
    NOT_OURS = "not_ours"
    CANNOT_REACH = "cannot_reach"
    RESIDENT_WANTS_US_NOT = "resident_wants_us_not"


class DirectoryKind(StrEnum):
    """Whom the directory lists."""

    FOOD_BANK = "food_bank"
    COUNCIL = "council"
    HELPLINE = "helpline"
    ADVICE = "advice"
    OTHER = "other"


class WasItUse(StrEnum):
    """What came of sending somebody elsewhere."""

    YES = "yes"
    IN_PART = "in_part"
    NO = "no"
    NOT_KNOWN = "not_known"


def answer_by(urgency: Urgency, now: datetime) -> datetime:
    """Until when the other charity can say yes; after that the need stays where it is."""
    return now + ANSWER_WITHIN[urgency]
