"""The rota: slots that come again at a place, their shifts, and who signed up for them.

A slot is “Saturday sorting, 10–12, four people, one of them trained”. A shift is one date of it.
A sign-up is one volunteer on one shift.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from matcher.domain.checks import CheckLevel
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.rota_rules import checked_rule
from matcher.domain.rota_times import ShiftTimes

LONGEST_TITLE = 80
MOST_PEOPLE = 100
MOST_LATE_HOURS = 24 * 14
# So far ahead shifts can be signed up for, and regulars are taken in.
WEEKS_AHEAD = 6
# Attendance can be noted, and hours mended, for so long after a shift.
NOTED_FOR = timedelta(days=60)


class Skill(StrEnum):
    """What somebody was trained in, as a coordinator has seen; never a certificate."""

    LEADING = "leading"
    FOOD_HYGIENE = "food_hygiene"
    FIRST_AID = "first_aid"
    MANUAL_HANDLING = "manual_handling"
    SAFEGUARDING = "safeguarding"


# To lead a shift is learnt at one charity; the others are courses that hold everywhere.
HOLDS_EVERYWHERE = frozenset(Skill) - {Skill.LEADING}


class SignUpState(StrEnum):
    """Where a sign-up stands; `came` and `no_show` are what was noted of it afterwards."""

    COMING = "coming"
    CAME = "came"
    NO_SHOW = "no_show"
    LEFT = "left"
    TAKEN_OVER = "taken_over"
    CALLED_OFF = "called_off"


HOLDS_PLACE = frozenset({SignUpState.COMING, SignUpState.CAME, SignUpState.NO_SHOW})

SIGN_UP_MOVES: Mapping[SignUpState, frozenset[SignUpState]] = {
    SignUpState.COMING: frozenset(SignUpState) - {SignUpState.COMING},
    # Whoever noted the wrong one mends it.
    SignUpState.CAME: frozenset({SignUpState.NO_SHOW}),
    SignUpState.NO_SHOW: frozenset({SignUpState.CAME}),
    SignUpState.LEFT: frozenset(),
    SignUpState.TAKEN_OVER: frozenset(),
    SignUpState.CALLED_OFF: frozenset(),
}


class LeaveReason(StrEnum):
    """Why somebody left a shift that they had signed up for; the last four are not theirs."""

    UNWELL = "unwell"
    WORK = "work"
    CARING = "caring"
    TRAVEL = "travel"
    OTHER = "other"
    TIMES_CHANGED = "times_changed"
    TAKEN_OFF = "taken_off"
    SUSPENDED = "suspended"
    ERASED = "erased"


class ShiftObstacle(StrEnum):
    """Why one volunteer cannot have a place that is open."""

    NOT_YET = "not_yet"
    CHECK = "check"
    TRAINING = "training"
    ELSEWHERE = "elsewhere"


SAID_BY_VOLUNTEERS = (
    LeaveReason.UNWELL,
    LeaveReason.WORK,
    LeaveReason.CARING,
    LeaveReason.TRAVEL,
    LeaveReason.OTHER,
)


@dataclass(frozen=True, slots=True)
class SlotWords:
    """All that a coordinator says of a slot; it checks itself.

    `trained_wanted` of the people `wanted` must have `skill`. Whoever leaves within `late_hours`
    of the beginning is asked why.
    """

    title: str
    rule: str
    first_on: date
    times: ShiftTimes
    wanted: int
    trained_wanted: int = 0
    skill: Skill | None = None
    check_level: CheckLevel = CheckLevel.NONE
    late_hours: int = 48

    def __post_init__(self) -> None:
        title = " ".join(self.title.split())
        if not 1 <= len(title) <= LONGEST_TITLE:
            raise Invalid(
                "Give it a name of at most %(most)s letters.", "title", most=LONGEST_TITLE
            )
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "rule", checked_rule(self.rule))
        if not 1 <= self.wanted <= MOST_PEOPLE:
            raise Invalid(
                "Between 1 and %(most)s people can be wanted.", "wanted", most=MOST_PEOPLE
            )
        if not 0 <= self.trained_wanted <= self.wanted:
            raise Invalid("Not more can be trained than are wanted.", "trained_wanted")
        if self.trained_wanted and self.skill is None:
            raise Invalid("Say what they must be trained in.", "skill")
        if not 0 <= self.late_hours <= MOST_LATE_HOURS:
            raise Invalid(
                "Late can be from 0 to %(most)s hours before.", "late_hours", most=MOST_LATE_HOURS
            )


def counts_for(skill: Skill, noted_by_charity: str | None, charity_id: str) -> bool:
    """Whether what one charity has seen of somebody's training holds at another."""
    return skill in HOLDS_EVERYWHERE or noted_by_charity == charity_id


def is_late(begins: datetime, late_hours: int, now: datetime) -> bool:
    """Whether leaving now is so late that it needs a reason and an alert."""
    return now >= begins - timedelta(hours=late_hours)


def require_reason_if_late(late: bool, reason: LeaveReason | None) -> None:
    """Raise Invalid where somebody leaves late and does not say why."""
    if late and reason is None:
        raise Invalid("Please say why: it is so soon that others have to be asked.", "reason")


def moved_sign_up(state: SignUpState, to: SignUpState) -> SignUpState:
    """Return `to`, or raise Conflict where this is no move any more."""
    if to not in SIGN_UP_MOVES[state]:
        raise Conflict(_STANDS[state])
    return to


_STANDS: Mapping[SignUpState, str] = {
    SignUpState.COMING: "They are signed up for this shift already.",
    SignUpState.CAME: "It is noted that they came: that can only be mended to “did not come”.",
    SignUpState.NO_SHOW: "It is noted that they did not come: that can be mended to “came”.",
    SignUpState.LEFT: "This place was given back: please sign up again if there is one free.",
    SignUpState.TAKEN_OVER: "Somebody else has taken this place over; thank you.",
    SignUpState.CALLED_OFF: "This shift was called off: please look for another one.",
}
