"""The demo's small charity works over a border of boroughs, and somebody there waits for it."""

from matcher.domain.drawn_areas import drawn
from matcher.service.charities_public import Hearing, charity_called, hearing
from matcher.service.demo.drawn import draw_people
from matcher.service.demo.neighbours import AREA, WORKS_IN, is_nobodys, neighbours_come
from matcher.service.drawn_areas import seen_area
from matcher.service.gazetteer import Gazetteer
from matcher.service.whereabouts import place_of_postcode
from matcher.storage.database import Database
from tests.matcher.service.acts import acting


def test_it_drew_a_part_of_two_boroughs_and_is_heard_within_it_alone(
    database: Database, london: Gazetteer
):
    assert drawn(AREA.corners) == AREA
    assert all(part.postcodes > 200 for part in seen_area(london, AREA).parts)
    with acting(database) as act:
        charity = charity_called(act, id=neighbours_come(act, london))
        assert charity is not None
        assert (charity.boroughs, charity.drawn) == (WORKS_IN, AREA)
        for postcode, heard in (("SE5 8TR", Hearing.YES), ("SE15 4QN", Hearing.NOT_HERE)):
            place = place_of_postcode(london, postcode)
            assert hearing(act, charity, place.borough, place.spot, "groceries") is heard


def test_some_of_what_is_asked_for_there_is_nobodys_and_the_most_of_the_town_is_not(
    london: Gazetteer,
):
    askers, _ = draw_people(london.postcodes, residents=180, volunteers=140, seed=2020)
    nobodys = sum(is_nobodys(london, one.postcode, at) for at, one in enumerate(askers))
    assert 3 <= nobodys <= 30
