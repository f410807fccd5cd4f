"""Why something ended, and what its end or its standing means for places, units and pairs.

Who holds what
    A match takes one place of its offer's capacity from the moment it is proposed until the
    volunteer's part is over: `HOLDS_CAPACITY` is proposed and accepted. Once the volunteer
    says that it is done, their hands are free, however long the resident takes to confirm.

    It fills a unit of its need from acceptance on: `HOLDS_UNIT` is accepted, done reported and
    confirmed, and at most one match may hold a unit. A proposal does not: an urgent need asks
    several people at once, and the first yes takes the unit. But a round does not propose
    again what already waits for an answer, so it leaves `SPOKEN_FOR` units alone.

    No move takes a place that was not held before, and only acceptance takes a unit. So the
    counters can overflow in two spots, proposing and accepting, and are guarded there.
"""

from collections.abc import Mapping
from enum import StrEnum

from matcher.domain.life_cycles import MATCH_MOVES, MatchStatus
from matcher.domain.refusals import Invalid

HOLDS_CAPACITY: frozenset[MatchStatus] = frozenset({MatchStatus.PROPOSED, MatchStatus.ACCEPTED})
HOLDS_UNIT: frozenset[MatchStatus] = frozenset(
    {MatchStatus.ACCEPTED, MatchStatus.DONE_REPORTED, MatchStatus.CONFIRMED}
)
SPOKEN_FOR: frozenset[MatchStatus] = HOLDS_UNIT | {MatchStatus.PROPOSED}
# Live: something may still become of it.
LIVE: frozenset[MatchStatus] = frozenset(status for status, to in MATCH_MOVES.items() if to)


class NeedEnding(StrEnum):
    """How a need was closed."""

    MET = "met"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REFERRED = "referred"


class DeclineReason(StrEnum):
    """Why a volunteer said no to a proposal."""

    TOO_FAR = "too_far"
    WRONG_TIME = "wrong_time"
    NOT_ABLE = "not_able"
    NOT_THIS_KIND = "not_this_kind"
    OTHER = "other"


class FailureReason(StrEnum):
    """Why something that was accepted could not be done."""

    NOT_IN = "not_in"
    CANNOT_REACH = "cannot_reach"
    WRONG_DETAILS = "wrong_details"
    NO_LONGER_NEEDED = "no_longer_needed"
    DID_NOT_COME = "did_not_come"
    UNWELL = "unwell"
    NO_TIME = "no_time"
    NOT_SAFE = "not_safe"
    OTHER = "other"


class WithdrawnBy(StrEnum):
    """Who took a match back."""

    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    SYSTEM = "system"


class WithdrawalReason(StrEnum):
    """Why a match was taken back."""

    NO_LONGER_NEEDED = "no_longer_needed"
    NOT_THIS_PERSON = "not_this_person"
    HANDED_BACK = "handed_back"
    UNDONE = "undone"
    TAKEN_BY_ANOTHER = "taken_by_another"
    NEED_CHANGED = "need_changed"
    NEED_CLOSED = "need_closed"
    OFFER_ENDED = "offer_ended"
    VOLUNTEER_SUSPENDED = "volunteer_suspended"
    ERASED = "erased"
    OTHER = "other"


WITHDRAWAL_REASONS: Mapping[WithdrawnBy, frozenset[WithdrawalReason]] = {
    WithdrawnBy.RESIDENT: frozenset(
        {
            WithdrawalReason.NO_LONGER_NEEDED,
            WithdrawalReason.NOT_THIS_PERSON,
            WithdrawalReason.NEED_CHANGED,
            WithdrawalReason.OTHER,
        }
    ),
    WithdrawnBy.VOLUNTEER: frozenset({WithdrawalReason.HANDED_BACK, WithdrawalReason.OFFER_ENDED}),
    WithdrawnBy.COORDINATOR: frozenset(
        {
            WithdrawalReason.NO_LONGER_NEEDED,
            WithdrawalReason.NOT_THIS_PERSON,
            WithdrawalReason.UNDONE,
            WithdrawalReason.NEED_CHANGED,
            WithdrawalReason.OTHER,
        }
    ),
    WithdrawnBy.SYSTEM: frozenset(
        {
            WithdrawalReason.TAKEN_BY_ANOTHER,
            WithdrawalReason.NEED_CHANGED,
            WithdrawalReason.NEED_CLOSED,
            WithdrawalReason.OFFER_ENDED,
            WithdrawalReason.VOLUNTEER_SUSPENDED,
            WithdrawalReason.ERASED,
        }
    ),
}

Reason = DeclineReason | FailureReason | WithdrawalReason
REASONS_FOR: Mapping[MatchStatus, type[Reason]] = {
    MatchStatus.DECLINED: DeclineReason,
    MatchStatus.FAILED: FailureReason,
    MatchStatus.WITHDRAWN: WithdrawalReason,
}

# The volunteer could not, or was not right: another go by them mends nothing.
_FAILED_ON_THE_VOLUNTEERS_SIDE = frozenset(
    {
        FailureReason.DID_NOT_COME,
        FailureReason.UNWELL,
        FailureReason.NO_TIME,
        FailureReason.NOT_SAFE,
        FailureReason.OTHER,
    }
)
_NOTHING_AGAINST_THE_PAIR = frozenset(
    {WithdrawalReason.NO_LONGER_NEEDED, WithdrawalReason.NEED_CHANGED}
)


def require_reason(
    status: MatchStatus, reason: Reason | None, by: WithdrawnBy | None = None
) -> None:
    """Raise Invalid unless a match that was declined, failed or withdrawn says why.

    One that was withdrawn also says by whom, and the reason is one that they may give.
    """
    kind = REASONS_FOR.get(status)
    if kind is None:
        if reason is not None or by is not None:
            raise Invalid("Reasons belong to what was declined, withdrawn or failed.", "reason")
        return
    if (status is MatchStatus.WITHDRAWN) is (by is None):
        raise Invalid("What is withdrawn, and nothing else, says who took it back.", "by")
    # `other` of one kind equals `other` of the next, both being strings: hence the kind itself.
    allowed = WITHDRAWAL_REASONS[by] if by is not None else frozenset[Reason](kind)
    if not isinstance(reason, kind) or reason not in allowed:
        choices = ", ".join(choice.replace("_", " ") for choice in kind if choice in allowed)
        raise Invalid("Please give one of these reasons: %(choices)s.", "reason", choices=choices)


def locked(status: MatchStatus, *, by_hand: bool) -> bool:
    """Whether a round must leave this match alone, and only count the place that it takes.

    Everything that a person has touched is locked: what they accepted or did, and what somebody
    paired by hand (`by_hand`) while it waits for its answer.
    """
    return status in HOLDS_UNIT or (by_hand and status in LIVE)


def bars_the_pair(
    status: MatchStatus, reason: Reason | None = None, by: WithdrawnBy | None = None
) -> bool:
    """Whether no round may propose this need to this offer again; by hand it still can be.

    A no is a no, and so is handing back, or a person's wish to have it undone. A proposal that
    lapsed, a resident who was not in or a change by the machine says nothing against the two.
    """
    if status is MatchStatus.DECLINED:
        return True
    if status is MatchStatus.FAILED:
        return reason in _FAILED_ON_THE_VOLUNTEERS_SIDE
    if status is MatchStatus.WITHDRAWN:
        return by is not WithdrawnBy.SYSTEM and reason not in _NOTHING_AGAINST_THE_PAIR
    return False
