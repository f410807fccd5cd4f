"""Which boroughs an offer reaches, so that “how far do you go?” can be answered in names."""

from matcher.domain.places import Point
from matcher.service.gazetteer import Gazetteer


def boroughs_reached(gazetteer: Gazetteer, home: Point, radius_m: int) -> tuple[str, ...]:
    """Names of the boroughs within a distance of a place, its own first, then by the alphabet."""
    boroughs = gazetteer.boroughs
    names = {one.name for one in boroughs.within(home.easting, home.northing, radius_m)}
    [at_home] = boroughs.indices_at([home.easting], [home.northing]).tolist()
    # Outside of the map there is no borough, and an index below 0.
    own = [boroughs.boroughs[at_home].name] if at_home >= 0 else []
    return (*own, *sorted(names - set(own)))
