"""Needs that come again on some days of the week, each date being a unit of its own.

The rule is the part of RFC 5545 that residents ask for (“every Tuesday”, “every second Monday
and Friday until Easter”): FREQ=WEEKLY with INTERVAL, BYDAY and UNTIL or COUNT. It speaks of
dates in London, so that no change of clocks moves a visit. Weeks begin on Monday, as RFC 5545
has it where nothing else is said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count, islice

from matcher.domain.availability import DAYS
from matcher.domain.refusals import Invalid, Term

# In RFC 5545's letters, in the order of `DAYS`, which is date.weekday's.
_LETTERS = tuple(day[:2].upper() for day in DAYS)
MOST_WEEKS = 52
MOST_TIMES = 520
MOST_WITHOUT = 366
_LEFT_OUT = "EXDATE;VALUE=DATE:"
_HOW = Term(
    "Please write a weekly rule such as FREQ=WEEKLY;BYDAY=TU or FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"
)


@dataclass(frozen=True, slots=True)
class Weekly:
    """On these days of the week (`mon` … `sun`), every so many weeks, from a first date on.

    It ends after `until`, after so many `times`, or never. The first week is that of `first_on`,
    and dates before it are left out. So are those of `without`, which count among the `times`.
    """

    first_on: date
    days: frozenset[str]
    every_weeks: int = 1
    until: date | None = None
    times: int | None = None
    without: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(DAYS):
            raise Invalid(
                "Please choose among the days %(choices)s.", "days", choices=", ".join(DAYS)
            )
        if not 1 <= self.every_weeks <= MOST_WEEKS:
            raise Invalid("It can come every 1 to %(most)s weeks.", "every_weeks", most=MOST_WEEKS)
        if self.until is not None and self.times is not None:
            raise Invalid("Please give a last date or a number of times, not both.", "until")
        if self.until is not None and self.until < self.first_on:
            raise Invalid("The last date must not come before the first.", "until")
        if self.times is not None and not 1 <= self.times <= MOST_TIMES:
            raise Invalid("It can come 1 to %(most)s times.", "times", most=MOST_TIMES)
        if len(self.without) > MOST_WITHOUT:
            raise Invalid("At most %(most)s dates can be left out.", "without", most=MOST_WITHOUT)

    def dates(self) -> Iterator[date]:
        """All dates in order; without an end they go on until the calendar does."""
        limited = islice(self._unlimited(), self.times)
        return (day for day in limited if day not in self.without)

    def dates_within(self, start: date, end: date) -> list[date]:
        """The dates from `start` to `end`, both included."""
        within = []
        for day in self.dates():
            if day > end:
                break
            if day >= start:
                within.append(day)
        return within

    def whole(self) -> "Weekly":
        """The same with no date left out."""
        return replace(self, without=frozenset())

    def rule(self) -> str:
        """The same as an RFC 5545 rule, in one order; its first date is told beside it.

        Dates that are left out stand behind it in a line of their own, as RFC 5545 has it.
        """
        days = ",".join(_LETTERS[DAYS.index(day)] for day in DAYS if day in self.days)
        parts = ["FREQ=WEEKLY", f"INTERVAL={self.every_weeks}", f"BYDAY={days}"]
        if self.every_weeks == 1:
            del parts[1]
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        if self.times is not None:
            parts.append(f"COUNT={self.times}")
        rule = ";".join(parts)
        if not self.without:
            return rule
        return f"{rule}\n{_LEFT_OUT}{','.join(f'{day:%Y%m%d}' for day in sorted(self.without))}"

    def _unlimited(self) -> Iterator[date]:
        monday = self.first_on - timedelta(days=self.first_on.weekday())
        chosen = [number for number, day in enumerate(DAYS) if day in self.days]
        for week in count(step=self.every_weeks):
            for number in chosen:
                try:
                    day = monday + timedelta(weeks=week, days=number)
                except OverflowError:  # the last day of the year 9999
                    return
                if self.until is not None and day > self.until:
                    return
                if day >= self.first_on:
                    yield day


def read_rule(rule: str, first_on: date) -> Weekly:
    """The weekly rule that an RFC 5545 text says; Invalid for any that says more."""
    weekly, *lines = rule.upper().split() or [""]
    if not all(line.startswith(_LEFT_OUT) for line in lines):
        raise Invalid("%(how)s.", "rule", how=_HOW)
    dates = [day for line in lines for day in line.removeprefix(_LEFT_OUT).split(",")]
    said: dict[str, str] = {}
    for part in weekly.removeprefix("RRULE:").split(";"):
        name, _, value = part.partition("=")
        if name in said or not value:
            raise Invalid("%(how)s.", "rule", how=_HOW)
        said[name] = value
    unknown = said.keys() - {"FREQ", "INTERVAL", "BYDAY", "UNTIL", "COUNT", "WKST"}
    if unknown or said.get("FREQ") != "WEEKLY" or said.get("WKST", "MO") != "MO":
        raise Invalid("%(how)s; rules of other kinds are not understood.", "rule", how=_HOW)
    letters = said.get("BYDAY", _LETTERS[first_on.weekday()]).split(",")
    if not set(letters) <= set(_LETTERS):
        raise Invalid("BYDAY is one or more of %(choices)s.", "rule", choices=", ".join(_LETTERS))
    return Weekly(
        first_on,
        frozenset(DAYS[_LETTERS.index(letter)] for letter in letters),
        _number(said.get("INTERVAL", "1")),
        _date("UNTIL", said["UNTIL"]) if "UNTIL" in said else None,
        _number(said["COUNT"]) if "COUNT" in said else None,
        frozenset(_date("EXDATE", day) for day in dates),
    )


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise Invalid(
            "“%(text)s” is not a whole number. %(how)s.", "rule", text=text[:20], how=_HOW
        )
    return int(text)


def _date(name: str, text: str) -> date:
    """A plain date; with a time it could fall on another day in London, so that is refused."""
    if not re.fullmatch(r"[0-9]{8}", text):
        raise Invalid("%(name)s is a date such as 20260331, without a time.", "rule", name=name)
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as error:
        raise Invalid(
            "%(name)s=%(text)s is not a date of the calendar.", "rule", name=name, text=text
        ) from error
