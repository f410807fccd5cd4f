"""The example town: the same for a seed, plausible, and read back to the very same values."""

from collections import Counter

import numpy as np
import pytest

from matcher.domain.refusals import Invalid
from matcher.service.example import facts
from matcher.service.example.sheets import write_example
from matcher.service.example.town import EXAMPLE_DAY, example_town
from matcher.service.sheets.reading import read_needs, read_offers


@pytest.fixture(scope="module")
def town(london):
    return example_town(london.postcodes, needs=3_000, offers=2_500, seed=7)


def test_the_sheets_read_back_to_the_same_needs_and_offers(town, london, tmp_path):
    needs, offers = write_example(town, tmp_path / "new")
    read = read_needs(needs, london, today=EXAMPLE_DAY)
    assert (list(read.values), read.rejected) == (town.need_values(), ())
    offered = read_offers(offers, london)
    assert (list(offered.values), offered.rejected) == (town.offer_values(), ())


def test_the_same_seed_writes_the_same_bytes_and_another_writes_others(london, tmp_path):
    written = []
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        town = example_town(london.postcodes, needs=50, offers=40, seed=seed)
        written.append([path.read_bytes() for path in write_example(town, tmp_path / folder)])
    assert written[0] == written[1] != written[2]


def test_everybody_lives_in_london_and_boroughs_are_as_full_as_they_are(town):
    boroughs = Counter(need.borough for need in town.need_values())
    assert boroughs.keys() <= facts.RESIDENTS_IN_THOUSANDS.keys()
    croydon, city = boroughs["E09000008"], boroughs["E09000001"]
    assert croydon > 20 * city


def test_categories_come_as_often_as_the_facts_say(town):
    asked = Counter(need.category for need in town.need_values())
    for slug, share in facts.ASKED.items():
        assert asked[slug] / 3_000 == pytest.approx(share / 100, abs=0.03)


def test_every_column_has_something_in_it(town):
    needs, offers = town.need_values(), town.offer_values()
    assert any(need.avoid for need in needs)
    assert any(need.languages == {"bn"} for need in needs)
    assert any(need.requires for need in needs)
    assert any(need.availability for need in needs)
    assert max(need.people_needed for need in needs) == 3
    assert any(offer.paused for offer in offers)
    assert all(offer.categories for offer in offers)
    assert all("en" in offer.languages for offer in offers)


def test_nobody_avoids_a_volunteer_who_lives_far_away(town):
    home = {offer.id: offer.place for offer in town.offer_values()}
    away = [
        np.hypot(need.place.easting - home[id].easting, need.place.northing - home[id].northing)
        for need in town.need_values()
        for id in need.avoid
    ]
    assert np.median(away) < 3_000


def test_a_town_may_be_empty_but_not_negative(london):
    assert example_town(london.postcodes, needs=0, offers=0, seed=0).need_values() == []
    with pytest.raises(Invalid, match="needs must be between 0"):
        example_town(london.postcodes, needs=-1, offers=0, seed=0)
