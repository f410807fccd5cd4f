"""Honest figures for people: how long help like this has taken, and counts that name nobody.

A wait is told from needs that are like this one, those still unmet among them: to count only
the ones that were met would promise everybody the luck of the lucky. Where fewer than
`FEWEST` are alike, nothing is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from statistics import median_high

from matcher.domain.refusals import Invalid

FEWEST = 8
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
# Longer than any wait: what a need that is still unmet counts as.
_UNMET = timedelta.max


class WaitUnit(StrEnum):
    """What a rough time is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"


@dataclass(frozen=True, slots=True)
class RoughTime:
    """A time as a person would say it; `count` 0 is less than one hour.

    To the nearest full hour below two days, the nearest day below two weeks, then weeks; halves
    are rounded up, so that we promise too little rather than too much.
    """

    count: int
    unit: WaitUnit


@dataclass(frozen=True, slots=True)
class Wait:
    """What can be said of `similar` needs: how many were met, and how long most took.

    `typical` is the time within which more than half of all of them were met; None where no
    more than half have been.
    """

    similar: int
    met: int
    typical: RoughTime | None


def rough(wait: timedelta) -> RoughTime:
    """How a person would say it; Invalid for a time below nothing."""
    if wait < timedelta():
        raise Invalid("A wait cannot end before it began.")
    if wait < _HOUR / 2:
        return RoughTime(0, WaitUnit.HOURS)
    if (hours := _half_up(wait, _HOUR)) < 48:
        return RoughTime(hours, WaitUnit.HOURS)
    if (days := _half_up(wait, _DAY)) < 14:
        return RoughTime(days, WaitUnit.DAYS)
    return RoughTime(_half_up(wait, 7 * _DAY), WaitUnit.WEEKS)


def honest_wait(met: Iterable[timedelta], unmet: int = 0) -> Wait | None:
    """What to tell somebody whose need is like these, or None where too few are.

    Parameters
    ----------
    met
        How long each of the latest similar needs waited until it was met.
    unmet
        How many needs of the same time and kind are still waiting, or ended unmet.
    """
    waits = [*met]
    if unmet < 0:
        raise Invalid("There cannot be fewer than no unmet needs.", "unmet")
    similar = len(waits) + unmet
    if similar < FEWEST:
        return None
    middle = median_high([*waits, *[_UNMET] * unmet])
    return Wait(similar, len(waits), None if middle is _UNMET else rough(middle))


def suppressed(count: int) -> int | None:
    """A count as the public may see it: None for 1 to 7, which could point at somebody.

    Others are rounded to the nearest 5. A total is suppressed from its own true value, never
    added up from what is shown.
    """
    if count < 0:
        raise Invalid("Nothing can be counted fewer than no times.")
    if 0 < count < FEWEST:
        return None
    return 5 * ((count + 2) // 5)


def _half_up(wait: timedelta, unit: timedelta) -> int:
    return int(
        Fraction(wait // timedelta.resolution, unit // timedelta.resolution) + Fraction(1, 2)
    )
