"""The words for where needs, matches, offers, volunteers, stops and runs stand.

What may become of each is in `life_cycles`.
"""

from enum import StrEnum


class NeedStatus(StrEnum):
    """Where a need stands; a closed one has a `NeedEnding`."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class MatchStatus(StrEnum):
    """Where a match stands; a proposal is a match that is proposed."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    DONE_REPORTED = "done_reported"
    CONFIRMED = "confirmed"
    FAILED = "failed"


class OfferStatus(StrEnum):
    """Where an offer stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class VolunteerStatus(StrEnum):
    """How well we know a volunteer; what may be given to whom is for `checks` to say."""

    NEW = "new"
    CONTACT_PROVEN = "contact_proven"
    IDENTITY_SEEN = "identity_seen"
    CHECKED = "checked"
    SUSPENDED = "suspended"


class StopStatus(StrEnum):
    """Where a stop of a delivery run stands; a failed one has a `StopFailure`."""

    PLANNED = "planned"
    OUT = "out"
    DELIVERED = "delivered"
    LEFT_SAFE = "left_safe"
    FAILED = "failed"
    RETURNED = "returned"


class RunStatus(StrEnum):
    """Where one driver's delivery run stands; how a day stands is read off its runs."""

    PLANNED = "planned"
    OUT = "out"
    BACK = "back"
    RECONCILED = "reconciled"
