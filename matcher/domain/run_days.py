"""A charity's day of runs as it is kept: its plan, what holds a unit, when to knock."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from enum import StrEnum

from matcher.domain.availability import DAYS, PARTS
from matcher.domain.day_times import ALL_DAY, TimeWindow, hours
from matcher.domain.doorsteps import StopFailure
from matcher.domain.outcomes import FailureReason
from matcher.domain.statuses import StopStatus

# What runs bring to doors; everything else wants a person for longer than a knock.
BROUGHT: frozenset[str] = frozenset(
    {"food_parcel", "hot_meal", "groceries", "prescriptions", "clothing", "toys_and_baby"}
)
# A bag of food for one household, until the stock says what it weighs.
A_PARCEL_G = 6_000
A_DOOR_S = 180
LONGEST_LABEL = 80
LONGEST_TEXT = 500
# How far back a day looks to say who waits.
WEEKS_LOOKED_BACK = 4
# A resident is told two hours; the planned moment lies about in their middle.
_EARLIER_S, _HALF_AN_HOUR_S, _TWO_HOURS_S = 2_700, 1_800, 7_200


class RunKind(StrEnum):
    """What a day's runs are for: parcels go out to doors, or surplus comes in from shops."""

    DELIVER = "deliver"
    COLLECT = "collect"


class PlanState(StrEnum):
    """How far the plan of a day is; whether it still fits the list is told by counting changes."""

    NONE = "none"
    WAITING = "waiting"
    SOLVING = "solving"
    MADE = "made"
    REFUSED = "refused"


# A unit on such a stop is spoken for: no round pairs it, and no other day brings it.
HOLDS_ITS_UNIT: frozenset[StopStatus] = frozenset(
    {StopStatus.PLANNED, StopStatus.OUT, StopStatus.DELIVERED, StopStatus.LEFT_SAFE}
)
ARRIVED: frozenset[StopStatus] = frozenset({StopStatus.DELIVERED, StopStatus.LEFT_SAFE})

# What a match says where its stop could not be served.
FAILED_FOR: Mapping[StopFailure, FailureReason] = {
    StopFailure.NOT_IN: FailureReason.NOT_IN,
    StopFailure.WRONG_ADDRESS: FailureReason.WRONG_DETAILS,
    StopFailure.REFUSED: FailureReason.NO_LONGER_NEEDED,
    StopFailure.UNWELL: FailureReason.UNWELL,
    StopFailure.OTHER: FailureReason.OTHER,
}

HALF_DAY_HOURS: Mapping[str, TimeWindow] = {
    "am": hours("08:00", "12:00"),
    "pm": hours("12:00", "17:00"),
    "eve": hours("17:00", "21:00"),
}


def windows_on(day: date, availability: Set[str]) -> tuple[TimeWindow, ...]:
    """When a door may be knocked at on a day, by the half-days that were named; all day if none.

    >>> windows_on(date(2026, 3, 3), {"tue-am", "tue-pm", "mon-eve"})
    (TimeWindow(start_s=28800, end_s=61200),)
    """
    name = DAYS[day.weekday()]
    found: list[TimeWindow] = []
    for part in PARTS:
        if f"{name}-{part}" not in availability:
            continue
        window = HALF_DAY_HOURS[part]
        if found and found[-1].end_s == window.start_s:
            found[-1] = TimeWindow(found[-1].start_s, window.end_s)
        else:
            found.append(window)
    return tuple(found) or (ALL_DAY,)


def told_window(begin_s: int, windows: Sequence[Sequence[int]]) -> tuple[int, int]:
    """From when until when a resident is told that a delivery comes: two hours, on half-hours.

    Nobody is told a time at which they had said that it does not suit them.

    >>> told_window(14 * 3600 + 600, [])
    (46800, 54000)
    >>> told_window(14 * 3600 + 600, [(50_400, 61_200)])
    (50400, 54000)
    """
    start = max(0, begin_s - _EARLIER_S) // _HALF_AN_HOUR_S * _HALF_AN_HOUR_S
    end = min(start + _TWO_HOURS_S, ALL_DAY.end_s)
    for first, last in windows:
        if first <= begin_s < last:
            return max(start, first), min(end, last)
    return start, end
