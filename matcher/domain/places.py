"""Where something is: a point on the British National Grid (EPSG:27700)."""

from dataclasses import dataclass
from enum import Enum
from math import isqrt


@dataclass(frozen=True, slots=True)
class Point:
    """Easting and northing in whole metres."""

    easting: int
    northing: int


class Unsure(Enum):
    """Where somebody is who gave no postcode: anywhere in their borough, as far as is known.

    They are matched by the middle of what they said, which is no place of theirs.
    """

    IN_THE_BOROUGH = "in the borough"


Spot = Point | Unsure


def spot(point: Point, postcode: str | None) -> Spot:
    """A place by its point, or what is known of it where no postcode says that it is there."""
    return Unsure.IN_THE_BOROUGH if postcode is None else point


def distance_m(a: Point, b: Point) -> int:
    """Straight line between two points, rounded half up to whole metres.

    Integers throughout: floor(sqrt(n) + 1/2) equals (isqrt(4n) + 1) // 2, so no float can
    put a volunteer on the wrong side of a radius.
    """
    squared = (a.easting - b.easting) ** 2 + (a.northing - b.northing) ** 2
    return (isqrt(4 * squared) + 1) // 2
