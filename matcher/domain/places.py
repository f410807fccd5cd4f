"""Where something is: a point on the British National Grid (EPSG:27700)."""

from dataclasses import dataclass
from math import isqrt


@dataclass(frozen=True, slots=True)
class Point:
    """Easting and northing in whole metres."""

    easting: int
    northing: int


def distance_m(a: Point, b: Point) -> int:
    """Straight line between two points, rounded half up to whole metres.

    Integers throughout: floor(sqrt(n) + 1/2) equals (isqrt(4n) + 1) // 2, so no float can
    put a volunteer on the wrong side of a radius.
    """
    squared = (a.easting - b.easting) ** 2 + (a.northing - b.northing) ** 2
    return (isqrt(4 * squared) + 1) // 2
