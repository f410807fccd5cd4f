"""Places without a postcode: the middle of the homes of an area, or of a square of the map."""

import pytest

from matcher.domain.places import Point
from matcher.domain.refusals import Invalid
from matcher.service.areas import areas_of_london, near, place_at, place_of_area
from matcher.service.gazetteer import Gazetteer
from matcher.service.whereabouts import KnownBy
from tests.builders import LAMBETH

SOUTHWARK = "E09000028"
PECKHAM_RYE = (534_500, 175_600)


def test_every_borough_of_london_has_areas_in_the_order_that_people_count(london: Gazetteer):
    areas = areas_of_london(london)
    assert len(areas) == 33
    assert all(areas.values())
    assert areas[SOUTHWARK].index("SE5") < areas[SOUTHWARK].index("SE15")
    names = [london.borough_names()[code] for code in areas]
    assert names == sorted(names)


def test_an_area_is_the_middle_of_its_homes_in_that_borough(london: Gazetteer):
    place = place_of_area(london, SOUTHWARK, "SE15")
    assert (place.borough, place.known_by, place.postcode) == (SOUTHWARK, KnownBy.OUTWARD, None)
    assert near(london, place.point).sector.startswith("SE15")
    assert place.cell == london.cell_at(place.point.easting, place.point.northing)


@pytest.mark.parametrize(("borough", "outward"), [("", ""), (LAMBETH, "N1"), ("E1", "SE15")])
def test_an_area_that_is_not_in_the_list_is_refused(london: Gazetteer, borough, outward):
    with pytest.raises(Invalid, match="from the list"):
        place_of_area(london, borough, outward)


def test_two_points_of_one_square_are_one_place_so_that_neither_is_kept(london: Gazetteer):
    east, north = PECKHAM_RYE
    one, other = place_at(london, east, north), place_at(london, east + 300, north - 200)
    assert one == other
    assert one.point not in (Point(east, north), Point(east + 300, north - 200))
    assert one.cell == london.cell_at(east, north)
    assert (one.borough, one.known_by) == (SOUTHWARK, KnownBy.SQUARE)


@pytest.mark.parametrize("point", [(0, 0), (600_000, 175_000), (532_900, 165_000 - 60_000)])
def test_a_point_outside_of_london_is_refused(london: Gazetteer, point):
    with pytest.raises(Invalid, match="London's boroughs"):
        place_at(london, *point)


def test_a_place_is_said_in_words(london: Gazetteer):
    said = near(london, place_at(london, *PECKHAM_RYE).point)
    assert (said.borough, said.sector.split()[0]) == ("Southwark", "SE15")
