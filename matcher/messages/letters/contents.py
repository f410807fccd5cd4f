"""All that a letter may be made of: closed values, in which no free text finds room.

A message lies open on a locked screen, with a provider and in mailboxes that families share. So
a letter cannot hold a name, an address or what somebody wrote: not by good manners, but because
none of these values would take it.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.refusals import Invalid

# One short word for the page, then 128 random bits in hex or in URL-safe letters. A postcode, a
# phone number and most names have another length.
_PATH = re.compile(r"/[a-z]{1,12}/(?:[0-9a-f]{32}|[A-Za-z0-9_-]{22})")
_CODE = re.compile(r"[0-9]{6}")
_BOROUGH = re.compile(r"[A-Z][0-9]{8}")


@dataclass(frozen=True, slots=True)
class Link:
    """A private page, as a path without its host: `/n/` and the secret.

    Under it, at `/stop`, stands the page that ends the messages which lead here.
    """

    path: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path):
            raise Invalid("A letter links to a page and a random secret, nothing else.", "path")


@dataclass(frozen=True, slots=True)
class Code:
    """Six digits to type in, which prove that a message arrived."""

    digits: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.digits):
            raise Invalid("A code is six digits.", "digits")


@dataclass(frozen=True, slots=True)
class Help:
    """What it is about, as far as a message may say: the category, and the borough's code."""

    category: str
    borough: str

    def __post_init__(self) -> None:
        if self.category not in CATEGORY_BY_SLUG:
            raise Invalid("A letter names one of the categories of help.", "category")
        if not _BOROUGH.fullmatch(self.borough):
            raise Invalid("A letter names a borough by its code, such as E09000022.", "borough")


# What the fields of letters hold: times of day have a zone.
Content = Link | Code | Help | datetime | date
_CONTENT = (Link, Code, Help, datetime, date)


def check_content(name: str, value: object) -> None:
    """Refuse whatever a letter is not made of, such as a string."""
    if not isinstance(value, _CONTENT):
        raise Invalid("A letter holds links, codes, kinds of help and times, and no text.", name)
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise Invalid("A time in a letter names its zone.", name)
