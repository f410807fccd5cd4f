"""What a charity says of itself, who may vouch for it, and for how long it is full."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.refusals import Invalid

# Two neighbours who each put their charity's name to it; an administrator needs nobody beside them.
VOUCHES_NEEDED = 2
LONGEST_NAME = 120
LONGEST_WORDS = 600
LONGEST_LINE = 200
# Further ahead it is no pause any more.
MOST_PAUSE_DAYS = 92

NAME_IS_MISSING = "Say what the charity is called."
DOES_IS_MISSING = "Say in a few words what the charity does."
BOROUGHS_ARE_MISSING = "Choose at least one borough in which the charity works."
NUMBER_IS_NONE = "A charity number has six to eight digits, such as 1089464. It may be left empty."
WEBSITE_IS_NONE = "Write the website as it begins in a browser, such as https://example.org."
REASON_IS_MISSING = "Say in a few words why you take no more for now: residents read it."
PAUSE_IS_PAST = "Choose a day from tomorrow on: from that day you take needs again."
PAUSE_IS_LONG = "That is too long for a pause: choose a day within the next three months."

# England and Wales, Scotland (SC), Northern Ireland (NIC).
_NUMBER = re.compile(r"(SC|NIC)?\d{6,8}(-\d{1,2})?")
_WEBSITE = re.compile(r"https?://[^\s/@]+\.[^\s/@]+(/\S*)?")


class CharityStanding(StrEnum):
    """How a charity stands with the others."""

    PENDING = "pending"
    VERIFIED = "verified"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CharityWords:
    """What a charity says of itself, for everybody to read.

    `phone`, `email` and `website` are those that it wants strangers to use, as it wrote them.
    `Invalid` where they make no sense, with all else that is to be mended beside it.
    """

    name: str
    does: str
    boroughs: frozenset[str]
    categories: frozenset[str] = frozenset()
    opening: str = ""
    number: str = ""
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    website: str = ""

    def __post_init__(self) -> None:
        if every := list(self._mistakes()):
            first, *others = every
            first.beside = tuple(others)
            raise first

    def _mistakes(self) -> Iterator[Invalid]:
        if not self.name.strip():
            yield Invalid(NAME_IS_MISSING, "name")
        if not self.does.strip():
            yield Invalid(DOES_IS_MISSING, "does")
        if not self.boroughs:
            yield Invalid(BOROUGHS_ARE_MISSING, "boroughs")
        if not self.categories <= CATEGORY_BY_SLUG.keys():
            yield Invalid("Choose kinds of help from the list.", "categories")
        if self.number and not _NUMBER.fullmatch(self.number):
            yield Invalid(NUMBER_IS_NONE, "number")
        if self.website and not _WEBSITE.fullmatch(self.website):
            yield Invalid(WEBSITE_IS_NONE, "website")
        for name, most in (
            ("name", LONGEST_NAME),
            ("does", LONGEST_WORDS),
            ("opening", LONGEST_LINE),
            ("phone", LONGEST_LINE),
            ("email", LONGEST_LINE),
            ("website", LONGEST_LINE),
        ):
            if len(getattr(self, name)) > most:
                yield Invalid("Please use at most %(most)s letters.", name, most=most)


@dataclass(frozen=True, slots=True)
class Pause:
    """A charity takes no new needs: why, and the day from which it takes them again."""

    why: str
    until: date

    def holds_on(self, day: date) -> bool:
        """Whether it still takes none on this day; nothing has to end it."""
        return day < self.until


def new_pause(why: str, until: date, today: date) -> Pause:
    """A pause as somebody typed it; `Invalid` without a reason or an end."""
    why = why.strip()
    if not why:
        raise Invalid(REASON_IS_MISSING, "why")
    if len(why) > LONGEST_LINE:
        raise Invalid("Please use at most %(most)s letters.", "why", most=LONGEST_LINE)
    if until <= today:
        raise Invalid(PAUSE_IS_PAST, "until")
    if (until - today).days > MOST_PAUSE_DAYS:
        raise Invalid(PAUSE_IS_LONG, "until")
    return Pause(why, until)


def is_vouched_for(vouching_charities: Iterable[str]) -> bool:
    """Whether so many different charities vouch that the newcomer is let in."""
    return len(set(vouching_charities)) >= VOUCHES_NEEDED
