"""What people of the demo town ask for and offer, and where they live."""

from dataclasses import dataclass

import numpy as np

from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.service.contacts import Details
from matcher.service.demo.people import VOLUNTEERS_WAYS, WAYS, people
from matcher.service.example.draws import Draw
from matcher.service.example.homes import Homes, PostcodeArrays
from matcher.service.example.needs import draw_needs
from matcher.service.example.offers import draw_offers
from matcher.service.example.times import availability_patterns
from matcher.service.example.town import ExampleTown

# Neighbours of each other, so that a few hundred people are near enough to meet.
LAMBETH, SOUTHWARK, LEWISHAM = "E09000022", "E09000028", "E09000023"
BOROUGHS = (LAMBETH, SOUTHWARK, LEWISHAM)


@dataclass(frozen=True, slots=True)
class Asker:
    """A resident, their postcode, and what they ask for."""

    person: Details
    postcode: str
    need: Need


@dataclass(frozen=True, slots=True)
class Helper:
    """A volunteer, their postcode, and what they offer."""

    person: Details
    postcode: str
    offer: Offer


def draw_people(
    postcodes: PostcodeArrays, *, residents: int, volunteers: int, seed: int
) -> tuple[list[Asker], list[Helper]]:
    """Draw a town; the same numbers and seed give the same one."""
    draw = Draw(seed)
    pull = np.array([float(code in BOROUGHS) for code in postcodes.codes])
    homes, patterns = Homes(postcodes, pull), availability_patterns(draw)
    offers = draw_offers(draw, volunteers, homes, patterns)
    needs = draw_needs(draw, residents, homes, patterns, offers)
    town = ExampleTown(postcodes, needs, offers)
    askers = people(draw, residents, first_number=0, ways=WAYS)
    helpers = people(draw, volunteers, first_number=residents, ways=VOLUNTEERS_WAYS)
    return (
        [
            Asker(person, postcodes.postcode_at(row), need)
            for person, row, need in zip(
                askers, needs.postcode.tolist(), town.need_values(), strict=True
            )
        ],
        [
            Helper(person, postcodes.postcode_at(row), offer)
            for person, row, offer in zip(
                helpers, offers.postcode.tolist(), town.offer_values(), strict=True
            )
        ],
    )
