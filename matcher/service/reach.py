"""Which boroughs an offer reaches, so that “how far do you go?” can be answered in names."""

from math import cos, pi, sin

from matcher.domain.places import Point
from matcher.service.gazetteer import Gazetteer

# Points on rings around home; a corner of a borough that falls between them is not worth naming.
_RINGS, _SPOKES = 8, 24


def boroughs_reached(gazetteer: Gazetteer, home: Point, radius_m: int) -> tuple[str, ...]:
    """Names of the boroughs within a distance of a place, its own first, then by the alphabet."""
    eastings, northings = [home.easting], [home.northing]
    for ring in range(1, _RINGS + 1):
        for spoke in range(_SPOKES):
            metres, angle = radius_m * ring / _RINGS, 2 * pi * spoke / _SPOKES
            eastings.append(round(home.easting + metres * cos(angle)))
            northings.append(round(home.northing + metres * sin(angle)))
    boroughs = gazetteer.boroughs.boroughs
    found = gazetteer.boroughs.indices_at(eastings, northings).tolist()
    # Outside of the map there is no borough, and an index below 0.
    names = [boroughs[index].name for index in found if index >= 0]
    own = names[:1] if found[0] >= 0 else []
    return (*own, *sorted(set(names) - set(own)))
