"""What everybody may know of charities, and whether one can be asked for this help here."""

from enum import StrEnum

from matcher.domain.charities import CharityStanding
from matcher.domain.places import Spot
from matcher.service.acting import Act
from matcher.storage.reading.charities import (
    CharityLine,
    charities_in,
    charity_with,
    holder_name,
)

__all__ = [
    "CharityLine",
    "Hearing",
    "charities_near",
    "charity_called",
    "hearing",
    "holder_of",
    "others_like",
    "others_who_hear",
]
MOST_OTHERS = 5


class Hearing(StrEnum):
    """Whether a charity takes a need, or the first reason why not."""

    YES = "yes"
    NOT_HERE = "not_here"
    NOT_THIS = "not_this"
    FULL = "full"


def charities_near(act: Act, borough: str | None = None) -> list[CharityLine]:
    """The verified charities of a borough, or of all, by name."""
    return charities_in(act.store, borough)


def charity_called(act: Act, slug: str = "", *, id: str = "") -> CharityLine | None:
    """A charity by its short name, or its id; None where there is none."""
    return charity_with(act.store, slug=slug, id=id) if slug or id else None


def others_like(act: Act, charity: CharityLine) -> list[CharityLine]:
    """Charities of the same boroughs that take needs today, those nearest to what it does first."""
    found: dict[str, CharityLine] = {}
    for borough in charity.boroughs:
        for one in charities_in(act.store, borough, but_not=charity.id):
            if not one.is_full_on(act.today):
                found[one.id] = one

    def unlike(one: CharityLine) -> tuple[int, str]:
        return -len(one.categories & charity.categories), one.name.lower()

    return sorted(found.values(), key=unlike)[:MOST_OTHERS]


def hearing(
    act: Act, charity: CharityLine | None, borough: str, at: Spot, category: str
) -> Hearing:
    """Whether a charity that a resident chose takes this kind of help at this place."""
    if (
        charity is None
        or charity.standing is not CharityStanding.VERIFIED
        or not charity.works_at(borough, at)
    ):
        return Hearing.NOT_HERE
    if not charity.helps_with(category):
        return Hearing.NOT_THIS
    return Hearing.FULL if charity.is_full_on(act.today) else Hearing.YES


def others_who_hear(
    act: Act, charity: CharityLine, borough: str, at: Spot, category: str
) -> list[CharityLine]:
    """Other charities that take this kind of help at this place today, by name."""
    found = charities_in(act.store, borough, but_not=charity.id)
    hear = [one for one in found if hearing(act, one, borough, at, category) is Hearing.YES]
    return hear[:MOST_OTHERS]


def holder_of(act: Act, need_id: str) -> str | None:
    """What the charity is called that looks after a need; None where nobody holds it."""
    return holder_name(act.store, need_id)
