"""The board: how a need stands there, and the orders that needs and volunteers are read in.

How a need stands is read off it and its matches: one word each, the first that fits.
"""

from dataclasses import dataclass
from enum import StrEnum

from matcher.domain.eligibility import Blocker
from matcher.domain.life_cycles import NeedStatus
from matcher.domain.urgency import Urgency

# What makes a volunteer stand out in the list, for whoever looks after them.
LATELY_DAYS = 28
TIRED_FROM = 8
CHECK_RUNS_OUT_DAYS = 30


class VolunteerOrder(StrEnum):
    """Which volunteers a coordinator looks for; each is a list, and its order."""

    NOT_ASKED_LATELY = "not_asked"
    TIRED = "tired"
    CHECK_RUNS_OUT = "check"
    NEWEST = "newest"


class Standing(StrEnum):
    """How a need stands, for whoever has to do something about it."""

    UNCONFIRMED = "unconfirmed"
    PAUSED = "paused"
    CLOSED = "closed"
    DONE_REPORTED = "done_reported"
    COMING = "coming"
    ASKED = "asked"
    NOBODY_YET = "nobody_yet"


class BoardOrder(StrEnum):
    """The order in which needs stand on the board."""

    URGENT_FIRST = "urgent"
    LONGEST_WAIT = "waiting"
    NEWEST = "newest"
    WANTED_SOONEST = "wanted"
    BY_BOROUGH = "borough"
    BY_CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Which needs are wanted; None is all. `reference` is one need's, in its proper form."""

    closed: bool = False
    urgency: Urgency | None = None
    category: str | None = None
    borough: str | None = None
    charity_id: str | None = None
    standing: Standing | None = None
    blocker: Blocker | None = None
    reference: str | None = None


def standing(
    status: NeedStatus,
    *,
    confirmed: bool,
    wanted: int,
    asked: int,
    accepted: int,
    reported: int,
) -> Standing:
    """How a need stands, with so many units open, asked about, accepted and reported done.

    Somebody must act first where nobody vouched for it; a need that is partly filled still
    wants people, so it stands as `nobody_yet` or `asked` until every unit is filled.
    """
    if status is NeedStatus.CLOSED:
        return Standing.CLOSED
    if not confirmed:
        return Standing.UNCONFIRMED
    if status is NeedStatus.PAUSED:
        return Standing.PAUSED
    if accepted + reported < wanted:
        return Standing.ASKED if asked else Standing.NOBODY_YET
    return Standing.COMING if accepted else Standing.DONE_REPORTED
