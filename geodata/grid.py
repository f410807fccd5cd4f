"""The national grid and WGS 84: EPSG:27700 ↔ EPSG:4326, with no room for swapped axes.

The transformation is written out, not looked up: PROJ takes the best one that its machine has
(with the OSTN15 grid file or without), so two machines would disagree by metres, and outlines
stored in degrees would move.  This is "OSGB36 to WGS 84 (6)", EPSG:1314, good to some 2 m in
Great Britain, which is finer than a postcode.
"""

from functools import cache
from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

from geodata.points import GridPoint, GridPoints, LatLon, LatLons, NotOnTheMap, on_the_grid

#: Great Britain with its islands, degrees.  Latitudes and longitudes do not overlap, so a
#: swapped pair is always seen.
SOUTH, NORTH = 49.0, 61.5
WEST, EAST = -9.5, 2.5

_GRID_TO_DEGREES = """
    +proj=pipeline
    +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000
          +ellps=airy
    +step +proj=push +v_3
    +step +proj=cart +ellps=airy
    +step +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842
          +s=-20.489 +convention=position_vector
    +step +inv +proj=cart +ellps=WGS84
    +step +proj=pop +v_3
    +step +proj=unitconvert +xy_in=rad +xy_out=deg
"""

_Direction = Literal["FORWARD", "INVERSE"]
_Degrees = NDArray[np.float64]
_Metres = NDArray[np.integer] | NDArray[np.floating]


class SwappedCoordinates(NotOnTheMap):
    """Longitude came where latitude belongs."""


@overload
def to_wgs84(easting: float, northing: float) -> LatLon: ...
@overload
def to_wgs84(easting: _Metres, northing: _Metres) -> LatLons: ...
def to_wgs84(easting: ArrayLike, northing: ArrayLike) -> LatLon | LatLons:
    """Latitude and longitude of grid points.

    Parameters
    ----------
    easting, northing
        Metres of EPSG:27700; two numbers, or two arrays of shape (n,).

    Returns
    -------
    LatLon or LatLons
        Degrees of WGS 84.

    Raises
    ------
    NotOnTheMap
        When a point is off the 700 km by 1,300 km sheet of the grid.
    """
    x, y = np.asarray(easting, np.float64), np.asarray(northing, np.float64)
    if not on_the_grid(x, y):
        raise NotOnTheMap(
            "A grid point is outside Great Britain; give the easting (0 to 700,000 m) first, "
            "then the northing (0 to 1,300,000 m)."
        )
    longitude, latitude = _transformed(x, y, "FORWARD")
    if x.ndim == 0:
        return LatLon(float(latitude), float(longitude))
    return LatLons(latitude, longitude)


@overload
def to_grid(latitude: float, longitude: float) -> GridPoint: ...
@overload
def to_grid(latitude: _Degrees, longitude: _Degrees) -> GridPoints: ...
def to_grid(latitude: ArrayLike, longitude: ArrayLike) -> GridPoint | GridPoints:
    """Grid points of latitudes and longitudes, rounded to whole metres.

    Parameters
    ----------
    latitude, longitude
        Degrees of WGS 84; two numbers, or two arrays of shape (n,).

    Returns
    -------
    GridPoint or GridPoints
        Metres of EPSG:27700.

    Raises
    ------
    SwappedCoordinates
        When the pairs would lie in Great Britain the other way round.
    NotOnTheMap
        When a pair lies outside Great Britain either way, or is not a number.
    """
    north, east = np.asarray(latitude, np.float64), np.asarray(longitude, np.float64)
    if not _in_britain(north, east):
        raise _refusal(north, east)
    x, y = _transformed(east, north, "INVERSE")
    if not on_the_grid(x + 0.5, y + 0.5):
        raise NotOnTheMap("That place is off the British National Grid; please check it.")
    if north.ndim == 0:
        return GridPoint(int(np.floor(x + 0.5)), int(np.floor(y + 0.5)))
    return GridPoints(
        np.floor(x + 0.5).astype(np.int32),
        np.floor(y + 0.5).astype(np.int32),
    )


def looks_swapped(latitude: ArrayLike, longitude: ArrayLike) -> bool:
    """Whether the pairs lie in Great Britain only when read as longitude, latitude."""
    north, east = np.asarray(latitude, np.float64), np.asarray(longitude, np.float64)
    return not _in_britain(north, east) and _in_britain(east, north)


def _in_britain(latitude: _Degrees, longitude: _Degrees) -> bool:
    inside = (latitude >= SOUTH) & (latitude <= NORTH) & (longitude >= WEST) & (longitude <= EAST)
    return bool(np.all(inside))


def _refusal(latitude: _Degrees, longitude: _Degrees) -> NotOnTheMap:
    if looks_swapped(latitude, longitude):
        return SwappedCoordinates(
            "Latitude and longitude look swapped; give the latitude first, about 51.5 in "
            "London, then the longitude, about -0.1."
        )
    return NotOnTheMap(
        "That place is outside Great Britain; give its latitude (49 to 61.5 degrees) first, "
        "then its longitude (-9.5 to 2.5 degrees)."
    )


@cache
def _transformer() -> Transformer:
    """Made once, at first use; safe to share between threads since pyproj 3.1."""
    return Transformer.from_pipeline(_GRID_TO_DEGREES)


def _transformed(x: _Degrees, y: _Degrees, direction: _Direction) -> tuple[_Degrees, _Degrees]:
    """Easting, northing → longitude, latitude; or back with ``INVERSE``."""
    across, up = _transformer().transform(x, y, direction=direction)
    return np.asarray(across, np.float64), np.asarray(up, np.float64)
