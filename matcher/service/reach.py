"""Which boroughs an offer reaches, so that “how far do you go?” can be answered in names."""

import numpy as np

from matcher.domain.places import Point
from matcher.service.gazetteer import Gazetteer

# Points on rings around home; a corner of a borough that falls between them is not worth naming.
_RINGS, _SPOKES = 8, 24


def boroughs_reached(gazetteer: Gazetteer, home: Point, radius_m: int) -> tuple[str, ...]:
    """Names of the boroughs within a distance of a place, its own first, then by the alphabet."""
    metres = radius_m * np.arange(_RINGS + 1) / _RINGS
    angles = 2 * np.pi * np.arange(_SPOKES) / _SPOKES
    # The innermost ring is home itself.
    eastings = np.rint(home.easting + np.outer(metres, np.cos(angles))).ravel()
    northings = np.rint(home.northing + np.outer(metres, np.sin(angles))).ravel()
    boroughs = gazetteer.boroughs.boroughs
    found = gazetteer.boroughs.indices_at(eastings, northings).tolist()
    # Outside of the map there is no borough, and an index below 0.
    names = {boroughs[index].name for index in set(found) if index >= 0}
    own = [boroughs[found[0]].name] if found[0] >= 0 else []
    return (*own, *sorted(names - set(own)))
