"""A point never travels as two bare numbers: its fields say which is which, and in what unit."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

GRID_WIDTH_M = 700_000
GRID_HEIGHT_M = 1_300_000


class NotOnTheMap(ValueError):
    """A coordinate that cannot be in Great Britain; the message says how to mend it."""


class GridPoint(NamedTuple):
    """A point of the British National Grid (EPSG:27700), whole metres."""

    easting: int
    northing: int


class GridPoints(NamedTuple):
    """Many points of the British National Grid, whole metres; both of shape (n,)."""

    easting: NDArray[np.int32]
    northing: NDArray[np.int32]


class LatLon(NamedTuple):
    """A point of WGS 84 (EPSG:4326), degrees, latitude first."""

    latitude: float
    longitude: float


class LatLons(NamedTuple):
    """Many points of WGS 84, degrees; both of shape (n,)."""

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]


def on_the_grid(easting: ArrayLike, northing: ArrayLike) -> bool:
    """Whether every point lies on the 700 km by 1,300 km sheet.  NaN never does."""
    if isinstance(easting, int) and isinstance(northing, int):
        return 0 <= easting < GRID_WIDTH_M and 0 <= northing < GRID_HEIGHT_M
    x, y = np.asarray(easting), np.asarray(northing)
    return bool(np.all((x >= 0) & (x < GRID_WIDTH_M) & (y >= 0) & (y < GRID_HEIGHT_M)))
