"""What may become of needs, matches, offers, volunteers, stops and runs: tables, and no other move.

Whether a need is being served is read off its matches and never stored a second time. Every
status has one sentence for whoever asks for a move that it does not allow; it says how things
stand and what can be done instead. Reasons, and what hangs on an end, are in `outcomes`.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from matcher.domain.refusals import Conflict
from matcher.domain.statuses import (
    MatchStatus,
    NeedStatus,
    OfferStatus,
    RunStatus,
    StopStatus,
    VolunteerStatus,
)

__all__ = [
    "MATCH_MOVES",
    "NEED_MOVES",
    "OFFER_MOVES",
    "RUN_MOVES",
    "STOP_MOVES",
    "VOLUNTEER_MOVES",
    "MatchStatus",
    "NeedStatus",
    "OfferStatus",
    "RunStatus",
    "StopStatus",
    "VolunteerStatus",
    "how_it_stands",
    "may_move",
    "moved",
    "next_statuses",
]


Status = TypeVar(
    "Status", NeedStatus, MatchStatus, OfferStatus, VolunteerStatus, StopStatus, RunStatus
)

NEED_MOVES: Mapping[NeedStatus, frozenset[NeedStatus]] = {
    NeedStatus.OPEN: frozenset({NeedStatus.PAUSED, NeedStatus.CLOSED}),
    NeedStatus.PAUSED: frozenset({NeedStatus.OPEN, NeedStatus.CLOSED}),
    NeedStatus.CLOSED: frozenset(),
}

MATCH_MOVES: Mapping[MatchStatus, frozenset[MatchStatus]] = {
    MatchStatus.PROPOSED: frozenset(
        {
            MatchStatus.ACCEPTED,
            MatchStatus.DECLINED,
            MatchStatus.LAPSED,
            MatchStatus.WITHDRAWN,
        }
    ),
    MatchStatus.ACCEPTED: frozenset(
        {MatchStatus.DONE_REPORTED, MatchStatus.FAILED, MatchStatus.WITHDRAWN}
    ),
    MatchStatus.DONE_REPORTED: frozenset({MatchStatus.CONFIRMED, MatchStatus.FAILED}),
    MatchStatus.DECLINED: frozenset(),
    MatchStatus.LAPSED: frozenset(),
    MatchStatus.WITHDRAWN: frozenset(),
    MatchStatus.CONFIRMED: frozenset(),
    MatchStatus.FAILED: frozenset(),
}

OFFER_MOVES: Mapping[OfferStatus, frozenset[OfferStatus]] = {
    OfferStatus.ACTIVE: frozenset({OfferStatus.PAUSED, OfferStatus.ENDED}),
    OfferStatus.PAUSED: frozenset({OfferStatus.ACTIVE, OfferStatus.ENDED}),
    OfferStatus.ENDED: frozenset(),
}

VOLUNTEER_MOVES: Mapping[VolunteerStatus, frozenset[VolunteerStatus]] = {
    VolunteerStatus.NEW: frozenset({VolunteerStatus.CONTACT_PROVEN, VolunteerStatus.SUSPENDED}),
    VolunteerStatus.CONTACT_PROVEN: frozenset(
        {VolunteerStatus.IDENTITY_SEEN, VolunteerStatus.SUSPENDED}
    ),
    VolunteerStatus.IDENTITY_SEEN: frozenset({VolunteerStatus.CHECKED, VolunteerStatus.SUSPENDED}),
    VolunteerStatus.CHECKED: frozenset({VolunteerStatus.SUSPENDED}),
    # Back to what is proven; which checks hold is read off the checks, not off a memory.
    VolunteerStatus.SUSPENDED: frozenset({VolunteerStatus.CONTACT_PROVEN}),
}

STOP_MOVES: Mapping[StopStatus, frozenset[StopStatus]] = {
    StopStatus.PLANNED: frozenset({StopStatus.OUT}),
    StopStatus.OUT: frozenset(
        {StopStatus.DELIVERED, StopStatus.LEFT_SAFE, StopStatus.FAILED, StopStatus.RETURNED}
    ),
    StopStatus.DELIVERED: frozenset(),
    StopStatus.LEFT_SAFE: frozenset(),
    StopStatus.FAILED: frozenset(),
    StopStatus.RETURNED: frozenset(),
}

RUN_MOVES: Mapping[RunStatus, frozenset[RunStatus]] = {
    RunStatus.PLANNED: frozenset({RunStatus.OUT}),
    RunStatus.OUT: frozenset({RunStatus.BACK}),
    RunStatus.BACK: frozenset({RunStatus.RECONCILED}),
    RunStatus.RECONCILED: frozenset(),
}

# Whole sentences with nothing filled in, so that each can be translated as it stands.
_NEED_STANDS: Mapping[NeedStatus, str] = {
    NeedStatus.OPEN: "This need is open already: it can be paused or closed.",
    NeedStatus.PAUSED: "This need is paused: it can be opened again or closed.",
    NeedStatus.CLOSED: "This need is closed and stays so: please register a new one.",
}
_MATCH_STANDS: Mapping[MatchStatus, str] = {
    MatchStatus.PROPOSED: (
        "The volunteer has not answered yet: this proposal can be accepted, declined or withdrawn."
    ),
    MatchStatus.ACCEPTED: (
        "The volunteer has said yes: next it can be done, handed back or called off,"
        " or somebody can say why it could not be done."
    ),
    MatchStatus.DECLINED: "The volunteer has said no: somebody else can be asked.",
    MatchStatus.LAPSED: (
        "No answer came in time, so this proposal has lapsed: the volunteer can be asked again,"
        " or somebody else can."
    ),
    MatchStatus.WITHDRAWN: (
        "This has been withdrawn: please look for what is open now, or ask somebody else."
    ),
    MatchStatus.DONE_REPORTED: (
        "The volunteer has said that it is done: please confirm it, or say that it was not done,"
        " and somebody else is asked."
    ),
    MatchStatus.CONFIRMED: (
        "This was done, and confirmed: if more help is wanted, please register a new need."
    ),
    MatchStatus.FAILED: (
        "This could not be done, and the reason is noted: somebody else can be asked."
    ),
}
_OFFER_STANDS: Mapping[OfferStatus, str] = {
    OfferStatus.ACTIVE: "This offer is active already: it can be paused or ended.",
    OfferStatus.PAUSED: "This offer is paused: it can be taken up again or ended.",
    OfferStatus.ENDED: "This offer has ended and stays so: please make a new one.",
}
_VOLUNTEER_STANDS: Mapping[VolunteerStatus, str] = {
    VolunteerStatus.NEW: (
        "This volunteer has only just signed up: the next step is to prove their phone or e-mail."
    ),
    VolunteerStatus.CONTACT_PROVEN: (
        "This volunteer's phone or e-mail is proven: the next step is that a coordinator sees"
        " who they are."
    ),
    VolunteerStatus.IDENTITY_SEEN: (
        "A coordinator has seen who this volunteer is: the next step is a check."
    ),
    VolunteerStatus.CHECKED: (
        "This volunteer is checked already: a newer check can be noted beside the old one."
    ),
    VolunteerStatus.SUSPENDED: (
        "This volunteer is suspended: please speak to the charity's administrator."
    ),
}
_STOP_STANDS: Mapping[StopStatus, str] = {
    StopStatus.PLANNED: (
        "This stop is planned and its run is not out yet: what happens at the door can be noted"
        " once the run is out."
    ),
    StopStatus.OUT: (
        "This stop is out already: next it is delivered, left somewhere safe, failed or brought"
        " back."
    ),
    StopStatus.DELIVERED: (
        "This was delivered: while the run is out that can be undone and noted anew."
    ),
    StopStatus.LEFT_SAFE: (
        "This was left somewhere safe: while the run is out that can be undone and noted anew."
    ),
    StopStatus.FAILED: (
        "This could not be delivered, and the reason is noted: while the run is out that can be"
        " undone and noted anew."
    ),
    StopStatus.RETURNED: (
        "This was brought back: while the run is out that can be undone and noted anew."
    ),
}
_RUN_STANDS: Mapping[RunStatus, str] = {
    RunStatus.PLANNED: "This run has not set out yet: it can be changed, or sent out.",
    RunStatus.OUT: "This run is out: what happens at its doors can be noted until it is back.",
    RunStatus.BACK: (
        "This run is back: what was noted at its doors stands, and its parcels can be counted."
    ),
    RunStatus.RECONCILED: "This run is over and its parcels are counted: nothing is changed now.",
}

# Statuses are strings, and a paused need equals a paused offer: hence a table for each kind.
_MOVES: Mapping[type, Mapping[Any, frozenset[Any]]] = {
    NeedStatus: NEED_MOVES,
    MatchStatus: MATCH_MOVES,
    OfferStatus: OFFER_MOVES,
    VolunteerStatus: VOLUNTEER_MOVES,
    StopStatus: STOP_MOVES,
    RunStatus: RUN_MOVES,
}
_STANDS: Mapping[type, Mapping[Any, str]] = {
    NeedStatus: _NEED_STANDS,
    MatchStatus: _MATCH_STANDS,
    OfferStatus: _OFFER_STANDS,
    VolunteerStatus: _VOLUNTEER_STANDS,
    StopStatus: _STOP_STANDS,
    RunStatus: _RUN_STANDS,
}


def next_statuses(status: Status) -> frozenset[Status]:
    """All that something in this status may become next; nothing where it stays for good."""
    moves: frozenset[Status] = _MOVES[type(status)][status]
    return moves


def may_move(status: Status, to: Status) -> bool:
    """Whether the table allows this move; to stay is no move."""
    return to in next_statuses(status)


def moved(status: Status, to: Status) -> Status:
    """Return `to`, or raise Conflict with how things stand and what can be done instead."""
    if not may_move(status, to):
        raise Conflict(how_it_stands(status))
    return to


def how_it_stands(status: Status) -> str:
    """One sentence for somebody who hoped for a move that is not allowed."""
    return _STANDS[type(status)][status]
