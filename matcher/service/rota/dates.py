"""On which dates a slot comes, and when: its rule and what is otherwise, as RFC 5545 joins them.

dateutil reckons in dates of London, so no change of clocks moves a shift; `ShiftTimes` then says
which moments those are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rruleset, rrulestr

from matcher.domain.refusals import Invalid
from matcher.domain.rota_times import ShiftTimes, Stretch

_YEARS = timedelta(days=366 * 2)


@dataclass(frozen=True, slots=True)
class Dates:
    """All that decides on which dates a slot comes.

    `left_out` are EXDATEs. `own_times` are dates with times of their own; those that the rule
    does not name come in as RDATEs. From `stopped_on` on there are none.
    """

    rule: str
    first_on: date
    times: ShiftTimes
    left_out: frozenset[date] = frozenset()
    own_times: Mapping[date, ShiftTimes] = field(default_factory=dict)
    stopped_on: date | None = None

    def within(self, start: date, end: date) -> dict[date, Stretch]:
        """Each date from `start` to `end`, both included, with its moments; the earliest first."""
        if self.stopped_on is not None:
            end = min(end, self.stopped_on - timedelta(days=1))
        if end < start:
            return {}
        found = _all(self).between(_midnight(start), _midnight(end), inc=True)
        days = [moment.date() for moment in found]
        return {day: self.times_on(day).on(day) for day in days}

    def times_on(self, day: date) -> ShiftTimes:
        """From when until when it is on a date."""
        return self.own_times.get(day, self.times)


def first_date(dates: Dates) -> date:
    """The first date that a rule names; `Invalid` where none comes within two years."""
    found = _all(dates).after(_midnight(dates.first_on), inc=True)
    if found is None or found.date() > dates.first_on + _YEARS:
        raise Invalid("No date follows from this: please look at the days and the last date.")
    day: date = found.date()
    return day


def _all(dates: Dates) -> rruleset:
    rules = rruleset()
    rules.rrule(rrulestr(dates.rule, dtstart=_midnight(dates.first_on)))
    for day in dates.own_times:
        rules.rdate(_midnight(day))
    for day in dates.left_out:
        rules.exdate(_midnight(day))
    return rules


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
