"""The fixed 1 km squares of the Ordnance Survey, which stand for homes in everything public.

A square is fixed: unlike a point with noise added, many looks at it never tell more than one.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.points import GRID_HEIGHT_M, GRID_WIDTH_M, GridPoint, NotOnTheMap, on_the_grid

SIDE_M = 1_000

_SHEET_M = 100_000
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # no I, as on the maps
_LABEL = re.compile(r"([A-Z]{2})([0-9]{2})([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Cell:
    """A 1 km square, named by its south-west corner (metres of EPSG:27700)."""

    easting: int
    northing: int

    @property
    def label(self) -> str:
        """The Ordnance Survey name, ``"TQ3080"``."""
        sheet = _SHEETS[self.northing // _SHEET_M][self.easting // _SHEET_M]
        east, north = self.easting % _SHEET_M, self.northing % _SHEET_M
        return f"{sheet}{east // SIDE_M:02}{north // SIDE_M:02}"

    @property
    def centre(self) -> GridPoint:
        """The point that stands for everybody in the square."""
        return GridPoint(self.easting + SIDE_M // 2, self.northing + SIDE_M // 2)


def cell_of(easting: float, northing: float) -> Cell:
    """The cell of a point; `NotOnTheMap` when the point is off the grid's sheet."""
    _check(easting, northing)
    return Cell(int(easting // SIDE_M) * SIDE_M, int(northing // SIDE_M) * SIDE_M)


def cell_label(easting: float, northing: float) -> str:
    """The label of the cell of a point; `NotOnTheMap` when it is off the grid's sheet.

    >>> cell_label(531_000, 175_000)
    'TQ3175'
    """
    return cell_of(easting, northing).label


def cells_of(eastings: ArrayLike, northings: ArrayLike) -> NDArray[np.int32]:
    """South-west corners of the cells of many points, metres, shape (n, 2)."""
    points = np.stack([np.asarray(eastings), np.asarray(northings)], axis=-1)
    _check(points[..., 0], points[..., 1])
    return (points // SIDE_M).astype(np.int32) * np.int32(SIDE_M)


def labels_of(eastings: ArrayLike, northings: ArrayLike) -> NDArray[np.str_]:
    """Labels of the cells of many points, shape (n,)."""
    corners, where = np.unique(cells_of(eastings, northings), axis=0, return_inverse=True)
    labels = np.array([Cell(*corner).label for corner in corners.tolist()], dtype="U6")
    return labels[where.reshape(-1)]


def cell_from_label(label: str) -> Cell:
    """The cell of a label, ``"TQ3080"`` or ``"tq 30 80"``; `NotOnTheMap` when there is none."""
    match = _LABEL.fullmatch("".join(label[:20].upper().split()))
    if match is None or match[1] not in _SHEET_CORNERS:
        raise NotOnTheMap(f"{label[:20]!r} is not a 1 km square; one looks like TQ3080.")
    east, north = _SHEET_CORNERS[match[1]]
    return Cell(east + int(match[2]) * SIDE_M, north + int(match[3]) * SIDE_M)


def _check(easting: ArrayLike, northing: ArrayLike) -> None:
    if not on_the_grid(easting, northing):
        raise NotOnTheMap("That point is off the British National Grid; please check it.")


def _sheet(column: int, row: int) -> str:
    """Letters of a 100 km sheet.

    Two alphabets of 5 by 5, read from the north-west; the first names 500 km squares, the
    second the sheets in one.  The grid's origin is the south-west corner of square S.
    """
    big = (3 - row // 5) * 5 + (2 + column // 5)
    small = (4 - row % 5) * 5 + column % 5
    return _LETTERS[big] + _LETTERS[small]


_SHEETS = tuple(
    tuple(_sheet(column, row) for column in range(GRID_WIDTH_M // _SHEET_M))
    for row in range(GRID_HEIGHT_M // _SHEET_M)
)
_SHEET_CORNERS = {
    letters: (column * _SHEET_M, row * _SHEET_M)
    for row, sheets in enumerate(_SHEETS)
    for column, letters in enumerate(sheets)
}
