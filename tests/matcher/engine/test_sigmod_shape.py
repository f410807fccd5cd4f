"""The shape of U, Yiu, Mouratidis and Mamoulis (SIGMOD 2008): few providers, each with many places.

Nobody has a radius that matters, so every provider is a candidate of every customer, and
the places run out in no neighbourhood alone.
"""

from random import Random

import pytest

from matcher.domain.offers import MOST_RADIUS_M
from matcher.domain.params import Params
from tests.builders import a_need, an_offer, at
from tests.matcher.engine.solving import solved

BOX_M = 30_000


@pytest.mark.parametrize(
    ("providers", "load_step_m"), [(10, 0), (10, 250), (100, 0), (100, 250), (1_000, 250)]
)
def test_customers_are_spread_over_few_providers_of_eighty_places_each(providers, load_step_m):
    chance = Random(2008)
    needs, offers = (
        [make(f"{k:06}", place=at(chance.randrange(BOX_M), chance.randrange(BOX_M))) for k in many]
        for make, many in (
            (a_need, range(100 * providers)),
            (an_offer, range(providers)),
        )
    )
    offers = [
        an_offer(offer.id, place=offer.place, radius_m=MOST_RADIUS_M, capacity=80)
        for offer in offers
    ]
    result = solved(needs, offers, Params(load_step_m=load_step_m))
    assert result.certified
    assert len(result.need_row) == 80 * providers
