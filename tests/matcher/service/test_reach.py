"""Boroughs that an offer reaches, on London's own map."""

from matcher.domain.places import Point
from matcher.service.gazetteer import Gazetteer
from matcher.service.reach import boroughs_reached
from tests.builders import HERE


def test_the_own_borough_comes_first_and_more_come_with_the_distance(london: Gazetteer):
    near = boroughs_reached(london, HERE, 500)
    far = boroughs_reached(london, HERE, 5_000)
    assert near == ("Lambeth",)
    assert far[0] == "Lambeth"
    assert {"Southwark", "Wandsworth", "Westminster"} <= set(far)
    assert list(far[1:]) == sorted(far[1:])


def test_a_corner_of_a_borough_counts_and_outside_of_the_map_there_is_no_own_one(
    london: Gazetteer,
):
    """The City begins 1,195 m from Charing Cross; far out at sea nothing is near."""
    charing_cross = Point(530_030, 180_380)
    assert "City of London" in boroughs_reached(london, charing_cross, 1_200)
    assert "City of London" not in boroughs_reached(london, charing_cross, 1_190)
    assert boroughs_reached(london, Point(0, 0), 5_000) == ()
