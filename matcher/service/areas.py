"""Places without a postcode: an area of a list, or a square of the map, said back in words.

Whoever would rather not give a postcode chooses the first half of one within a borough, or presses
on a map. What is kept is the middle of the homes there, never the point that was pressed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from matcher.domain.places import Point
from matcher.domain.refusals import Invalid
from matcher.service.gazetteer import Gazetteer
from matcher.service.whereabouts import KnownBy, Whereabouts

# A corner of a neighbour's area with so few postcodes would only make the list longer.
FEWEST_POSTCODES = 40
_CELL_M = 1_000
NOT_IN_LONDON = "Please choose a place where people live, within London's boroughs."


@dataclass(frozen=True, slots=True)
class Near:
    """What a place is near to: the postcode without its last two letters, and the borough."""

    sector: str
    borough: str


@cache
def areas_of_london(gazetteer: Gazetteer) -> Mapping[str, tuple[str, ...]]:
    """First halves of postcodes by borough (its code), both in the order of names."""
    store = gazetteer.postcodes
    names, of_row = store.outward_codes()
    authority = np.asarray(store.authority, dtype=np.int64)
    pairs, counts = np.unique(authority * len(names) + of_row, return_counts=True)
    often = pairs[counts >= FEWEST_POSTCODES].tolist()
    found: dict[str, list[str]] = {}
    for pair in often:
        code, name = divmod(pair, len(names))
        found.setdefault(store.codes[code], []).append(names[name])
    boroughs = sorted(gazetteer.boroughs.boroughs, key=lambda one: one.name)
    return {
        one.code: tuple(sorted(found.get(one.code, ()), key=_as_people_count))
        for one in boroughs
        if one.in_london
    }


def place_of_area(gazetteer: Gazetteer, borough: str, outward: str) -> Whereabouts:
    """The middle of the homes of a borough that have this first half of a postcode."""
    if outward not in areas_of_london(gazetteer).get(borough, ()):
        raise Invalid("Please choose an area from the list.", "area")
    names, of_row = gazetteer.postcodes.outward_codes()
    store = gazetteer.postcodes
    there = (of_row == names.index(outward)) & (store.authority == store.codes.index(borough))
    return _middle(gazetteer, np.flatnonzero(there), borough, KnownBy.OUTWARD)


def place_at(gazetteer: Gazetteer, easting: int, northing: int) -> Whereabouts:
    """The middle of the homes in the 1 km square of a point, as far as its borough goes."""
    store, boroughs = gazetteer.postcodes, gazetteer.boroughs.boroughs
    index = int(gazetteer.boroughs.indices_at([easting], [northing])[0])
    if index < 0 or not boroughs[index].in_london:
        raise Invalid(NOT_IN_LONDON, "square")
    borough = boroughs[index].code
    there = (
        (store.easting // _CELL_M == easting // _CELL_M)
        & (store.northing // _CELL_M == northing // _CELL_M)
        & (store.authority == store.codes.index(borough))
    )
    rows = np.flatnonzero(there)
    if len(rows) == 0:
        raise Invalid(NOT_IN_LONDON, "square")
    return _middle(gazetteer, rows, borough, KnownBy.SQUARE)


def near(gazetteer: Gazetteer, place: Point) -> Near:
    """What somebody would call a place: “SE15 4, Southwark”."""
    found = gazetteer.postcodes.nearest(place.easting, place.northing)
    borough = gazetteer.borough_names().get(found.authority, "")
    return Near(found.postcode[:-2], borough)


def _middle(
    gazetteer: Gazetteer, rows: NDArray[np.int64], borough: str, known_by: KnownBy
) -> Whereabouts:
    store = gazetteer.postcodes
    easting, northing = store.easting[rows], store.northing[rows]
    point = Point(int(easting.mean()), int(northing.mean()))
    cell = gazetteer.cell_at(point.easting, point.northing)
    return Whereabouts(point, borough, cell, None, known_by)


def _as_people_count(outward: str) -> tuple[str, int, str]:
    """SE2 before SE15."""
    parts = re.fullmatch(r"([A-Z]+)([0-9]+)([A-Z]?)", outward)
    assert parts is not None, outward
    return parts[1], int(parts[2]), parts[3]
