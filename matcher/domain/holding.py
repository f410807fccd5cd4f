"""Who holds a need: what lies in the shared list may be taken, and what was taken may be asked for.

What a resident told one charity never lay in the list: it is nobody else's to ask for.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from matcher.domain.urgency import Urgency

# So many taken needs may wait for a helper at one charity; whoever serves one may take another.
MOST_UNSERVED = 20
# For so long a need is its holder's to serve before a neighbour may ask for it.
UNASKED_FOR = {
    Urgency.URGENT: timedelta(hours=2),
    Urgency.SOON: timedelta(days=1),
    Urgency.ROUTINE: timedelta(days=3),
}
# When nobody has answered by then, silence is a yes.
ANSWER_WITHIN = {
    Urgency.URGENT: timedelta(hours=2),
    Urgency.SOON: timedelta(days=1),
    Urgency.ROUTINE: timedelta(days=2),
}


class ReleaseReason(StrEnum):
    """Why a charity asks another to release a need: words of ours, since the others read them."""

    CAN_SERVE = "can_serve"
    KNOWS_THEM = "knows_them"
    WAITS_LONG = "waits_long"


class ReleaseEnd(StrEnum):
    """What became of it; `lapsed` is a yes by silence, `overtaken` that it came too late."""

    RELEASED = "released"
    KEPT = "kept"
    LAPSED = "lapsed"
    OVERTAKEN = "overtaken"
    TAKEN_BACK = "taken_back"


def may_be_asked_for(urgency: Urgency, taken_at: datetime | None, now: datetime) -> bool:
    """Whether a neighbour may ask for a need that was taken then, if nobody serves it."""
    return taken_at is not None and now - taken_at >= UNASKED_FOR[urgency]


def answer_by(urgency: Urgency, now: datetime) -> datetime:
    """Until when the holder can say no."""
    return now + ANSWER_WITHIN[urgency]
