"""What every kind of sheet stands on: whose people, which map, and records as texts.

A record is compared, kept and handed out as texts by column, in one writing (`Texts`). So what an
export writes, what a row says and what was there before are all of one kind, and a round trip can
be held to lose nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from matcher.domain.imports import Proven
from matcher.domain.refusals import Invalid
from matcher.service.gazetteer import Gazetteer
from matcher.service.sheets.rejected import quoted
from matcher.service.whereabouts import (
    UnknownPlace,
    Whereabouts,
    place_of_postcode,
    place_of_street,
    places_of_postcodes,
)

Texts = Mapping[str, str]
# What a charity says of the people on its list: that they agreed to be on it.
CONSENT = "charity-stated-1"
# Kept beside what a record says, in no sheet: since when somebody's contact is proven, and whether
# a need counts as confirmed.
PROVEN, CONFIRMED = "proven", "confirmed"
REACHED_BY = frozenset({"phone", "email"})
NOT_PROVEN = (
    "We reach them by another number or address, which is proven. Say with the columns how you know"
    " that this one is right, or let them change it on their own page."
)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose records these are: those of one charity in these boroughs, and of nobody else."""

    charity_id: str
    boroughs: frozenset[str]


@dataclass(slots=True)
class Ground:
    """The map and the day; places that were looked up are remembered."""

    gazetteer: Gazetteer
    today: date
    _places: dict[tuple[str, str, str], Whereabouts] = field(default_factory=dict)

    def place(self, texts: Texts) -> Whereabouts:
        """Where a record is: by its postcode, else by street and borough; `Invalid` by neither."""
        postcode = texts.get("postcode", "")
        asked = postcode, "", ""
        if not postcode:
            asked = "", texts.get("street", ""), texts.get("borough", "")
        if asked not in self._places:
            self._places[asked] = self._found(*asked)
        return self._places[asked]

    def learn(self, postcodes: Iterable[str]) -> None:
        """Look many postcodes up at once, so that asking for each costs nothing."""
        asked = sorted({typed for typed in postcodes if (typed, "", "") not in self._places})
        for typed, place in places_of_postcodes(self.gazetteer, asked).items():
            self._places[typed, "", ""] = place
            self._places[str(place.postcode), "", ""] = place

    def _found(self, postcode: str, street: str, borough: str) -> Whereabouts:
        if postcode:
            return place_of_postcode(self.gazetteer, postcode)
        if street and borough:
            codes = {name: code for code, name in self.gazetteer.borough_names().items()}
            return place_of_street(self.gazetteer, street, codes.get(borough, ""))
        raise Invalid("This row has no place; give a postcode, or a street and a borough.")

    def postcode(self, cell: str) -> str:
        """A postcode in its one writing."""
        try:
            return str(self.place({"postcode": cell}).postcode)
        except UnknownPlace as no:
            raise _not_found(cell, no) from None

    def borough(self, cell: str) -> str:
        """The name of a borough, however its capitals were typed, or from its code."""
        typed = cell.casefold().removeprefix("london borough of ").strip()
        for code, name in self.gazetteer.borough_names().items():
            if typed in (name.casefold(), code.casefold()):
                return name
        said = quoted(cell)
        raise Invalid("%(cell)s is not a borough that we know; check how it is spelt.", cell=said)


def _not_found(cell: str, no: UnknownPlace) -> Invalid:
    if no.partly or no.unfinished:
        return Invalid(
            "%(cell)s is only a part of a postcode; give all of it, such as SW1A 1AA.",
            cell=quoted(cell),
        )
    if no.elsewhere:
        return Invalid("%(cell)s is a postcode outside London and around it.", cell=quoted(cell))
    if no.suggestion:
        return Invalid(
            "We cannot find the postcode %(cell)s near London. Did you mean %(suggestion)s?",
            cell=quoted(cell),
            suggestion=no.suggestion,
        )
    return Invalid("We cannot find the postcode %(cell)s near London.", cell=quoted(cell))


class Known(NamedTuple):
    """One of the charity's own records, as far as a row is held against it.

    `mark` is what a cell of the id's column may say, and `also` what names it besides; `what`
    tells two records of one person apart.
    """

    id: str
    person_id: str
    mark: str
    phone_hash: str | None
    email_hash: str | None
    name: str
    postcode: str | None
    easting: int
    northing: int
    what: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A record to be made, with ids that were drawn before."""

    id: str
    person_id: str
    new_person: bool
    texts: Texts = field(repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """What holds for all rows of a sheet, as whoever brings it in says.

    `how` they know that these people are reached so; then they vouch for them, else nobody does.
    `defaults` are for empty cells.
    """

    how: Proven | None = None
    defaults: Texts = field(default_factory=dict)

    @classmethod
    def told(cls, said: Mapping[str, Any]) -> "Said":
        """What is kept with an import, read again."""
        return cls(Proven(said["how"]) if said.get("how") else None, said.get("defaults", {}))

    @property
    def vouched(self) -> bool:
        """Whether somebody says that they reached these people so."""
        return self.how is not None


@dataclass(frozen=True, slots=True)
class Bringing:
    """The import that rows are made for."""

    id: str
    reach: Reach
    said: Said


@dataclass(frozen=True, slots=True)
class Change:
    """All that a record is to say, which columns of it are new, and how a new number was proven."""

    texts: Texts = field(repr=False)
    columns: frozenset[str]
    how: Proven | None = None
    # What these columns said when somebody agreed to the change.
    before: Texts = field(default_factory=dict, repr=False)

    def without(self, columns: frozenset[str]) -> frozenset[str]:
        """The new columns but for these, and for what is only kept beside."""
        return self.columns - columns - {PROVEN}
