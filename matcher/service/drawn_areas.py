"""An area as somebody draws it: corners in words, what lies within, and its shape to look at.

The corners are typed, one a line, or pressed on a map that types them. What is said back is what is
known: how large it is, how many postcodes lie within, and in which boroughs.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from matcher.domain.drawn_areas import DrawnArea, drawn
from matcher.domain.grid_references import grid_reference_of, read_grid_reference
from matcher.domain.places import Point
from matcher.domain.refusals import Invalid
from matcher.service.gazetteer import Gazetteer

MOST_LETTERS = 4_000
NO_CORNER = (
    "Line %(line)s, “%(said)s”, is neither a whole postcode near London nor a grid reference: write"
    " it like E8 1EA or TQ 345 841."
)
NOBODY_THERE = "No postcode of London lies within this area: move its corners to where people live."


@dataclass(frozen=True, slots=True)
class Parted:
    """A borough of which an area holds so many postcodes, some of them or all, and so much land."""

    code: str
    postcodes: int
    whole: bool
    square_metres: int = 0


@dataclass(frozen=True, slots=True)
class AreaSeen:
    """An area with what lies within it; the borough with most of its postcodes comes first."""

    area: DrawnArea
    parts: tuple[Parted, ...]

    @property
    def boroughs(self) -> frozenset[str]:
        """The codes of the boroughs in which it lies."""
        return frozenset(one.code for one in self.parts)


@dataclass(frozen=True, slots=True)
class AreaTyped:
    """What was typed: its corners as far as every line names one, and the area or what is wrong."""

    corners: tuple[Point, ...] = ()
    seen: AreaSeen | None = None
    wrong: Invalid | None = field(default=None)


def read_corners(gazetteer: Gazetteer, text: str) -> tuple[Point, ...]:
    """The corners of a text, one a line: whole postcodes, grid references, or metres."""
    if len(text) > MOST_LETTERS:
        raise Invalid("Please use at most %(most)s letters.", "corners", most=MOST_LETTERS)
    lines = [line.strip() for line in text.replace(";", "\n").splitlines()]
    store, found = gazetteer.postcodes, []
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        point = read_grid_reference(line)
        if point is None:
            row = store.row_of(line)
            if row < 0:
                raise Invalid(NO_CORNER, "corners", line=number, said=line[:40])
            point = Point(int(store.easting[row]), int(store.northing[row]))
        found.append(point)
    return tuple(found)


def corners_text(area: DrawnArea) -> str:
    """An area as one would type it: a grid reference a line, to the metre."""
    return "\n".join(grid_reference_of(one) for one in area.corners)


def read_area(gazetteer: Gazetteer, text: str) -> AreaTyped:
    """What somebody typed, with what lies within it; nothing at all where nothing was typed."""
    corners: tuple[Point, ...] = ()
    try:
        corners = read_corners(gazetteer, text)
        return AreaTyped(corners, seen_area(gazetteer, drawn(corners)) if corners else None)
    except Invalid as no:
        return AreaTyped(corners, wrong=no)


@lru_cache(maxsize=256)
def seen_area(gazetteer: Gazetteer, area: DrawnArea) -> AreaSeen:
    """What lies within an area; `Invalid` where nobody in London does."""
    store = gazetteer.postcodes
    within = _rows_within(area, store.easting, store.northing)
    of_borough = np.bincount(store.authority[within], minlength=len(store.codes))
    everywhere = np.bincount(store.authority, minlength=len(store.codes))
    london = {one.code for one in gazetteer.boroughs.boroughs if one.in_london}
    order = sorted(range(len(store.codes)), key=lambda number: -of_borough[number])
    parts = [
        Parted(
            store.codes[number],
            int(of_borough[number]),
            bool(of_borough[number] == everywhere[number]),
            _shared_m2(gazetteer, store.codes[number], area),
        )
        for number in order
        if of_borough[number] and store.codes[number] in london
    ]
    if not parts:
        raise Invalid(NOBODY_THERE, "corners")
    return AreaSeen(area, tuple(parts))


def _shared_m2(gazetteer: Gazetteer, borough: str, area: DrawnArea) -> int:
    """How much of a borough an area covers, in square metres."""
    ring = shapely.Polygon([(one.easting, one.northing) for one in area.corners])
    shared: float = shapely.intersection(gazetteer.boroughs.outline(borough), ring).area
    return round(shared)


def _rows_within(
    area: DrawnArea, easting: NDArray[np.int32], northing: NDArray[np.int32]
) -> NDArray[np.int64]:
    """The rows that an area holds: `DrawnArea.holds` for all of them at once."""
    west, south, east, north = area.box
    near = (easting >= west) & (easting <= east) & (northing >= south) & (northing <= north)
    rows = np.flatnonzero(near)
    x, y = easting[rows].astype(np.int64), northing[rows].astype(np.int64)
    odd = np.zeros(len(rows), dtype=bool)
    for edge in area.edges():
        beside = (edge.south <= y) & (y < edge.north)
        odd ^= beside & ((x - edge.easting) * edge.rise < (y - edge.south) * edge.run)
    return rows[odd]
