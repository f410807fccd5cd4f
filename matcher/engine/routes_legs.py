"""Ways between all places of a day, for each kind of vehicle: straight lines, or handed in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.domain.places import Point
from matcher.domain.refusals import Invalid
from matcher.domain.travel import KINDS, Travel
from matcher.engine.problem import Ints

# A way that is not there: far beyond every day and every city, far inside 64 bits.
NO_WAY = 1 << 30


@dataclass(frozen=True, slots=True)
class Legs:
    """Metres and seconds from place to place, `k` kinds of vehicle and `p` places.

    They need not be the same there and back. What is handed in from a street map comes in this
    shape too, in the order of `routes_problem.places_of`.
    """

    metres: Ints  # (k, p, p)
    seconds: Ints  # (k, p, p)

    def __post_init__(self) -> None:
        for name, legs in (("metres", self.metres), ("seconds", self.seconds)):
            if legs.ndim != 3 or legs.shape[1] != legs.shape[2] or legs.dtype != np.int64:
                raise Invalid(f"The {name} must be whole numbers, kinds x places x places.", name)
            if legs.size and (int(legs.min()) < 0 or int(legs.max()) > NO_WAY):
                raise Invalid(f"The {name} must lie between 0 and {NO_WAY:,}.", name)
            if np.diagonal(legs, axis1=1, axis2=2).any():
                raise Invalid(f"The {name} from a place to itself must be 0.", name)
        if self.metres.shape != self.seconds.shape:
            raise Invalid("There must be as many metres as seconds.", "seconds")


def straight_lines(places: Sequence[Point], travel: Travel) -> Legs:
    """Return the legs that `Travel` gives, the very same numbers, for all kinds in `KINDS`."""
    east = np.array([place.easting for place in places], dtype=np.float64)
    north = np.array([place.northing for place in places], dtype=np.float64)
    # As places.distance_m: the nearest float lies on the right side of every half.
    away = np.sqrt((east[:, None] - east) ** 2 + (north[:, None] - north) ** 2) + 0.5
    metres = (away.astype(np.int64) * travel.street_factor_percent + 50) // 100
    seconds = [-(-metres * 60 // travel.m_per_min(kind)) for kind in KINDS]
    return Legs(np.stack([metres] * len(KINDS)), np.stack(seconds))
