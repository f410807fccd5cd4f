"""Where somebody lives, from what they typed: a postcode, or a street and a borough.

Whoever does not know their postcode is placed in the middle of the half of it that they know, or
of the borough's homes, and marked so: a coordinator can mend it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from matcher.domain.places import Point, Spot, spot
from matcher.domain.refusals import Invalid
from matcher.service.gazetteer import Gazetteer

LONGEST_STREET = 120
NOT_FOUND = "We cannot find that postcode near London. Check it; one looks like SE15 4QN."
MEANT = "We cannot find that postcode near London. Did you mean %(suggestion)s?"
PARTLY = "That is half a postcode. Write all of it, such as SE15 4QN."
UNFINISHED = "That postcode lacks its last letter. Write all of it, such as SE15 4QN."
LIKELY = "That postcode lacks its last letter. Is it one of these: %(likely)s?"
ELSEWHERE = (
    "That postcode is outside London, and we find help only in London and just around it. Check"
    " it, or ask the council where you live who can help."
)

UNKNOWN_HALF = (
    "We do not know that half of a postcode: it looks like SE15. Leave it empty if you are not"
    " sure."
)
HALF_ELSEWHERE = (
    "That half of a postcode lies in another borough. Look at both, or leave it empty if you are"
    " not sure."
)


class KnownBy(StrEnum):
    """How well a place is known."""

    POSTCODE = "postcode"
    OUTWARD = "outward"
    SQUARE = "square"
    BOROUGH = "borough"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place: the point that is matched by, its borough and 1 km cell.

    `postcode` is whole, or None where only less is known; `street` is what was said instead, and
    is kept sealed.
    """

    point: Point
    borough: str
    cell: str
    postcode: str | None = field(default=None, repr=False)
    known_by: KnownBy = KnownBy.POSTCODE
    street: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if (self.known_by is KnownBy.POSTCODE) is (self.postcode is None):
            raise Invalid("A place that is known by its postcode has one, and no other.")

    @property
    def spot(self) -> Spot:
        """What is known of it: the point is theirs where they gave a postcode."""
        return spot(self.point, self.postcode)


class UnknownPlace(Invalid):
    """No such postcode, and what is known of it all the same.

    `suggestion` is the likeliest that was meant, if one is near enough. `partly` is true where
    what was typed is the first half of one; `unfinished` where the last letter lacks, and then
    `likely` are those that begin so, if few do. `elsewhere` is true of another part of the country.
    """

    def __init__(
        self,
        typed: str,
        suggestion: str | None = None,
        *,
        partly: bool = False,
        unfinished: bool = False,
        likely: tuple[str, ...] = (),
        elsewhere: bool = False,
    ) -> None:
        if partly:
            super().__init__(PARTLY, "postcode")
        elif unfinished and likely:
            super().__init__(LIKELY, "postcode", likely=", ".join(likely))
        elif unfinished:
            super().__init__(UNFINISHED, "postcode")
        elif elsewhere:
            super().__init__(ELSEWHERE, "postcode")
        elif suggestion:
            super().__init__(MEANT, "postcode", suggestion=suggestion)
        else:
            super().__init__(NOT_FOUND, "postcode")
        self.typed, self.suggestion, self.likely = typed, suggestion, likely
        self.partly, self.unfinished, self.elsewhere = partly, unfinished, elsewhere


def place_of_postcode(gazetteer: Gazetteer, typed: str) -> Whereabouts:
    """The place of a whole postcode, however it was typed; `UnknownPlace` when there is none."""
    store = gazetteer.postcodes
    row = store.row_of(typed)
    if row < 0:
        try:
            store.find(typed)
        except LookupError as unknown:
            raise UnknownPlace(
                typed,
                getattr(unknown, "suggestion", None),
                unfinished=getattr(unknown, "unfinished", False),
                likely=getattr(unknown, "likely", ()),
                elsewhere=getattr(unknown, "elsewhere", False),
            ) from None
        raise UnknownPlace(typed, partly=True)
    return _place_at(gazetteer, row)


def places_of_postcodes(gazetteer: Gazetteer, typed: Sequence[str]) -> dict[str, Whereabouts]:
    """The places of those that are whole postcodes, all looked up at once: 20 times as fast."""
    rows = gazetteer.postcodes.rows_of(typed).tolist() if typed else []
    return {
        text: _place_at(gazetteer, row) for text, row in zip(typed, rows, strict=True) if row >= 0
    }


def _place_at(gazetteer: Gazetteer, row: int) -> Whereabouts:
    store = gazetteer.postcodes
    point = Point(int(store.easting[row]), int(store.northing[row]))
    return Whereabouts(
        point,
        store.codes[int(store.authority[row])],
        gazetteer.cell_at(point.easting, point.northing),
        store.postcode_at(row),
    )


def place_of_street(
    gazetteer: Gazetteer, street: str, borough: str, first_half: str = ""
) -> Whereabouts:
    """The best place for a street of a borough (by its code), with half a postcode if known.

    A half that lies in another borough, or is none at all, is `Invalid`, and so is no street.
    """
    street = " ".join(street.split())
    if not street:
        raise Invalid("Please write your street and number.", "street")
    if len(street) > LONGEST_STREET:
        raise Invalid(
            "That is too long for a street: %(most)s letters at the most.",
            "street",
            most=LONGEST_STREET,
        )
    known = {one.code for one in gazetteer.boroughs.boroughs}
    if borough not in known:
        raise Invalid("Please choose your borough.", "borough")
    if first_half.strip():
        return _in_the_middle_of(gazetteer, street, borough, first_half)
    store = gazetteer.postcodes
    rows = np.flatnonzero(store.authority == store.codes.index(borough))
    point = Point(round(store.easting[rows].mean()), round(store.northing[rows].mean()))
    cell = gazetteer.cell_at(point.easting, point.northing)
    return Whereabouts(point, borough, cell, None, KnownBy.BOROUGH, street)


def _in_the_middle_of(
    gazetteer: Gazetteer, street: str, borough: str, first_half: str
) -> Whereabouts:
    """The middle of the homes of that half in that borough: halves do not end where boroughs do."""
    store = gazetteer.postcodes
    under = store.rows_under(first_half)
    if under.start == under.stop:
        raise Invalid(UNKNOWN_HALF, "first_half")
    within = store.authority[under] == store.codes.index(borough)
    if not within.any():
        raise Invalid(HALF_ELSEWHERE, "first_half")
    east, north = (column[under][within].mean() for column in (store.easting, store.northing))
    point = Point(round(east), round(north))
    cell = gazetteer.cell_at(point.easting, point.northing)
    return Whereabouts(point, borough, cell, None, KnownBy.OUTWARD, street)
