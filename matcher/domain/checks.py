"""Checks of volunteers: what was seen, by whom and when, and what may be given on the strength.

We note the level, two dates and who looked. A certificate, its number or a copy is never kept.
The table is what we ask of everybody, whichever charity they help. Which checks the law lets one
ask of whom is for the charity to know: an enhanced DBS check is only for certain roles, so nothing
here needs one, but it counts where it was seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matcher.domain.categories import CATEGORY_BY_SLUG, TaskClass
from matcher.domain.refusals import Invalid, NotAllowed, Term


class CheckLevel(StrEnum):
    """A ladder: each step is noted only when those below it are done, and takes them in.

    identity: somebody compared a face with a document. references: two people who are no
    relatives spoke for them. DBS: a certificate of the Disclosure and Barring Service was seen.
    """

    NONE = "none"
    IDENTITY = "identity"
    REFERENCES = "references"
    BASIC_DBS = "basic_dbs"
    ENHANCED_DBS = "enhanced_dbs"


LADDER: tuple[CheckLevel, ...] = tuple(CheckLevel)

IN_WORDS: Mapping[CheckLevel, Term] = {
    CheckLevel.NONE: Term("no check"),
    CheckLevel.IDENTITY: Term("a proof of identity"),
    CheckLevel.REFERENCES: Term("two references"),
    CheckLevel.BASIC_DBS: Term("a basic DBS check"),
    CheckLevel.ENHANCED_DBS: Term("an enhanced DBS check"),
}

# Why so: clothes at the door need nobody's trust; a voice on the telephone or a face at the
# door does; so does, more, whoever handles a purse; and nobody is alone with a resident, at
# home or in a car, whose record nobody has seen.
NEEDED: Mapping[TaskClass, CheckLevel] = {
    TaskClass.NO_CONTACT: CheckLevel.NONE,
    TaskClass.REMOTE: CheckLevel.IDENTITY,
    TaskClass.DOORSTEP: CheckLevel.IDENTITY,
    TaskClass.MONEY: CheckLevel.REFERENCES,
    TaskClass.ENTERS_HOME: CheckLevel.BASIC_DBS,
    TaskClass.TRANSPORT: CheckLevel.BASIC_DBS,
}
_FOR_HELP: Mapping[TaskClass, Term] = {
    TaskClass.NO_CONTACT: Term("help without contact"),
    TaskClass.REMOTE: Term("help by telephone or online"),
    TaskClass.DOORSTEP: Term("help at the door"),
    TaskClass.MONEY: Term("help with somebody's money"),
    TaskClass.ENTERS_HOME: Term("help inside the home"),
    TaskClass.TRANSPORT: Term("driving somebody"),
}
# What a resident may require (`dbs`) that a check, and not the volunteer's word, provides.
DBS = "dbs"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its level, when it was seen and by which coordinator, and until when it holds.

    It holds on the review date and no longer; with none it holds until somebody takes it back.
    """

    level: CheckLevel
    seen_on: date
    seen_by: str
    review_on: date | None = None

    def __post_init__(self) -> None:
        if self.level is CheckLevel.NONE:
            raise Invalid("Please say what was seen: a check has a level.", "level")
        if not self.seen_by:
            raise Invalid("A check needs to say who saw it.", "seen_by")
        if self.review_on is not None and self.review_on <= self.seen_on:
            raise Invalid("The review date must come after the day it was seen.", "review_on")

    def holds_on(self, day: date) -> bool:
        """Whether it was seen by then, and is not yet due for review."""
        return self.seen_on <= day and (self.review_on is None or day <= self.review_on)


def reaches(level: CheckLevel, needed: CheckLevel) -> bool:
    """Whether one level stands at another on the ladder, or above it."""
    return LADDER.index(level) >= LADDER.index(needed)


def level_held(checks: Iterable[Check], today: date) -> CheckLevel:
    """The highest level that holds today; one that is due for review counts as not held."""
    held = (check.level for check in checks if check.holds_on(today))
    return max(held, key=LADDER.index, default=CheckLevel.NONE)


def may_be_given(category: str, checks: Iterable[Check], today: date) -> bool:
    """Whether a volunteer with these checks may be given help of this category."""
    needed = NEEDED[CATEGORY_BY_SLUG[category].task_class]
    return reaches(level_held(checks, today), needed)


def what_is_missing(category: str, checks: Iterable[Check], today: date) -> str | None:
    """One sentence for the volunteer and their coordinator, or None where nothing is missing."""
    missing = _missing(category, checks, today)
    return None if missing is None else str(missing)


def require_check(category: str, checks: Iterable[Check], today: date) -> None:
    """Raise NotAllowed, with what is missing, unless they may be given this."""
    missing = _missing(category, checks, today)
    if missing is not None:
        raise missing


def _missing(category: str, checks: Iterable[Check], today: date) -> NotAllowed | None:
    checks = tuple(checks)
    if may_be_given(category, checks, today):
        return None
    task_class = CATEGORY_BY_SLUG[category].task_class
    needed = NEEDED[task_class]
    asked = {"help": _FOR_HELP[task_class], "check": IN_WORDS[needed]}
    once_enough = [
        check.review_on
        for check in checks
        if check.review_on and check.review_on < today and reaches(check.level, needed)
    ]
    if once_enough:
        return NotAllowed(
            "For %(help)s we ask for %(check)s; what we saw was due for review on %(day)s.",
            day=max(once_enough),
            **asked,
        )
    return NotAllowed("For %(help)s we ask for %(check)s, and that has not been seen yet.", **asked)


def allowed_categories(
    categories: Iterable[str], checks: Iterable[Check], today: date
) -> frozenset[str]:
    """Of the categories that somebody offers, those that they may be given today."""
    checks = tuple(checks)
    return frozenset(one for one in categories if may_be_given(one, checks, today))


def attributes_from(checks: Iterable[Check], today: date) -> frozenset[str]:
    """What the checks let an offer provide to needs that require it."""
    held = reaches(level_held(checks, today), CheckLevel.BASIC_DBS)
    return frozenset({DBS}) if held else frozenset()
