"""A small charity beside the demo's large one: it drew where it works, over a border of boroughs.

Some of what is asked for within its area is nobody's yet, so that both see it and can take it.
"""

from matcher.domain.charities import CharityWords
from matcher.domain.drawn_areas import DrawnArea
from matcher.domain.places import Point
from matcher.service.accounts.staff import charity_named
from matcher.service.acting import Act
from matcher.service.charities import keep_words
from matcher.service.demo.drawn import LAMBETH, SOUTHWARK
from matcher.service.drawn_areas import seen_area
from matcher.service.gazetteer import Gazetteer
from matcher.service.where_charities_work import keep_area
from matcher.service.whereabouts import place_of_postcode

NEIGHBOURS = "Camberwell Kitchen Table (demo)"
WORKS_IN = (LAMBETH, SOUTHWARK)
# Around Camberwell, from the north of Brixton to Burgess Park.
CORNERS = ((530_900, 175_900), (531_300, 177_600), (533_500, 177_700), (533_300, 175_300))
AREA = DrawnArea(tuple(Point(*corner) for corner in CORNERS))


def neighbours_come(act: Act, gazetteer: Gazetteer) -> str:
    """Make the small charity, with its page and its area; return its id."""
    words = CharityWords(
        name=NEIGHBOURS,
        does="A dozen neighbours who cook and shop for those around Camberwell Green.",
        boroughs=frozenset(WORKS_IN),
        opening="Wednesdays, 4 to 7.",
    )
    charity_id = charity_named(act, NEIGHBOURS, WORKS_IN)
    keep_words(act, charity_id, words)
    keep_area(act, charity_id, seen_area(gazetteer, AREA), words.boroughs)
    return charity_id


def is_nobodys(gazetteer: Gazetteer, postcode: str, number: int) -> bool:
    """Whether a need is left to whoever takes it first: every second within the drawn area."""
    return number % 2 == 0 and AREA.holds(place_of_postcode(gazetteer, postcode).point)
