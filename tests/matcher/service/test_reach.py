"""Boroughs that an offer reaches, on London's own map."""

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
