"""A map of squares that answers most points at once.

Each square of the raster either lies inside one outline, or outside all, or is *mixed*: a border
runs through it.  A point in a plain square needs one array look-up; only points in mixed squares
(one in twenty in London) need the exact test.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

#: The number of "no borough" in arrays.
OUTSIDE = -1
_MIXED = -2
#: About this many squares in all: 2 MB, and a side of 100 m for London, 900 m for Great Britain.
_SQUARES = 1_000_000

ExactTest: TypeAlias = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.int16]]


@dataclass(frozen=True, slots=True)
class Raster:
    """Borough numbers of squares; ``west`` and ``south`` are the corner of the first one.

    ``numbers`` has shape (rows, columns), rows going north; ``side`` is in metres.
    """

    west: float
    south: float
    side: float
    numbers: NDArray[np.int16]

    def indices_at(
        self, x: NDArray[np.float64], y: NDArray[np.float64], exact: ExactTest
    ) -> NDArray[np.int16]:
        """Borough number of each point, `OUTSIDE` where there is none; all of shape (n,)."""
        rows, columns = self.numbers.shape
        column, row = (x - self.west) / self.side, (y - self.south) / self.side
        # Before they become integers: not-a-number and far-off points fail these tests.
        on_map = np.flatnonzero((column >= 0) & (column < columns) & (row >= 0) & (row < rows))
        found = np.full(len(x), OUTSIDE, np.int16)
        found[on_map] = self.numbers[row[on_map].astype(np.int32), column[on_map].astype(np.int32)]
        mixed = np.flatnonzero(found == _MIXED)
        found[mixed] = exact(x[mixed], y[mixed])
        return found


def rasterise(outlines: Sequence[shapely.MultiPolygon], exact: ExactTest) -> Raster:
    """The raster of some outlines (EPSG:27700); ``exact`` says which one a point is in."""
    west, south, east, north = shapely.total_bounds(np.array(outlines, object))
    side = max(100.0, np.ceil(np.sqrt((east - west) * (north - south) / _SQUARES) / 100) * 100)
    # A spare square all round: the far borders then lie inside the raster too.
    west, south = west - side, south - side
    shape = (int((north - south) // side) + 2, int((east - west) // side) + 2)
    numbers = np.zeros(shape, np.int16)
    for outline in outlines:
        _mark_border(numbers, shapely.get_coordinates(_in_steps(outline, side)), west, south, side)
    _fill_plain_runs(numbers, west, south, side, exact)
    return Raster(west, south, side, numbers)


def _in_steps(outline: shapely.MultiPolygon, side: float) -> shapely.Geometry:
    """The border with vertices at most a quarter of a square apart."""
    return shapely.segmentize(outline.boundary, side / 4)


def _mark_border(
    numbers: NDArray[np.int16], points: NDArray[np.float64], west: float, south: float, side: float
) -> None:
    """Mark every square that the border may touch.

    Two points a quarter of a side apart lie in the same or in touching squares, and the line
    between them stays in the rectangle that the two span, so marking each row with each column
    of the pair misses nothing.  (The jump from one ring to the next marks a few too many, which
    only costs exact tests.)
    """
    column = ((points[:, 0] - west) / side).astype(np.int32)
    row = ((points[:, 1] - south) / side).astype(np.int32)
    for rows, columns in (
        (row, column),
        (row[:-1], column[1:]),
        (row[1:], column[:-1]),
    ):
        numbers[rows, columns] = _MIXED


def _fill_plain_runs(
    numbers: NDArray[np.int16], west: float, south: float, side: float, exact: ExactTest
) -> None:
    """Give each run of plain squares in a row the number at the centre of its first square.

    No border runs through a run, so one exact test serves all of it.  (A run that ends a row
    and goes on in the next is the spare squares, outside in both.)
    """
    columns = numbers.shape[1]
    flat = numbers.reshape(-1)
    plain = flat != _MIXED
    starts = plain & ~np.concatenate([[False], plain[:-1]])
    first = np.flatnonzero(starts)
    x = west + (first % columns + 0.5) * side
    y = south + (first // columns + 0.5) * side
    run = np.cumsum(starts) - 1
    flat[plain] = exact(x, y)[run[plain]]
