"""What one more volunteer is worth: as the plain rules count it, and as solving again shows it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from matcher.domain.availability import HALF_DAYS
from matcher.domain.categories import CATEGORIES
from matcher.domain.cost import pair_cost
from matcher.domain.eligibility import eligible
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from matcher.domain.places import Point
from matcher.engine.solve import solve
from matcher.engine.values import ANYWHERE, Values, volunteer_values
from tests.builders import LAMBETH, SOUTHWARK, TOWN_ATTRIBUTES, TOWN_LANGUAGES, a_need, a_town, at
from tests.matcher.engine.dense import optimum
from tests.matcher.engine.solving import posed

PARAMS = Params()
SHAPES = ({"needs": 25, "offers": 15}, {"needs": 40, "offers": 30, "box_m": 3_000})


def newcomer(category: str, place: Point, borough: str) -> Offer:
    """Somebody with one place free who could help with all of it."""
    return Offer(
        id="o-newcomer",
        categories=frozenset({category}),
        place=place,
        borough=borough,
        languages=frozenset(TOWN_LANGUAGES),
        provides=frozenset(TOWN_ATTRIBUTES),
        availability=frozenset(HALF_DAYS),
    )


def values_by_the_rules(
    needs: Sequence[Need], price: Sequence[int]
) -> dict[tuple[str | None, str], int]:
    """The value of each borough and category, over every place and every eligible need."""
    found: dict[tuple[str | None, str], int] = {}
    for home in needs:
        remote = next(c.remote for c in CATEGORIES if c.slug == home.category)
        offer = newcomer(home.category, home.place, home.borough)
        key = (None if remote else home.borough, home.category)
        worth = max(
            price[i] - pair_cost(need, offer, PARAMS)
            for i, need in enumerate(needs)
            if eligible(need, offer)
        )
        found[key] = max(found.get(key, 0), worth)
    return found


def in_words(values: Values, boroughs: Sequence[str]) -> dict[tuple[str | None, str], int]:
    return {
        (None if b == ANYWHERE else boroughs[b], CATEGORIES[c].slug): value
        for b, c, value in zip(
            values.borough.tolist(), values.category.tolist(), values.value_m.tolist(), strict=True
        )
    }


@pytest.mark.parametrize("box_m", [8, 900, 6_000, 60_000])
@pytest.mark.parametrize("seed", range(6))
def test_values_are_those_of_the_plain_rules_whatever_the_prices(seed, box_m):
    needs, _ = a_town(seed, needs=70, offers=0, box_m=box_m)
    problem = posed(needs, [])
    for most in (3, 1_500, 10_000_000):
        price = np.random.default_rng(seed).integers(0, most, len(needs))
        values = volunteer_values(problem, price)
        assert in_words(values, problem.boroughs) == values_by_the_rules(needs, price.tolist())


@pytest.mark.parametrize(("seed", "shape"), list(product(range(6), SHAPES)), ids=str)
def test_a_newcomer_lowers_the_objective_by_exactly_their_value(seed, shape):
    needs, offers = a_town(seed, **shape)
    problem = posed(needs, offers)
    result = solve(problem)
    values = volunteer_values(problem, result.need_price)
    for b, c, value, east, north in zip(*(part.tolist() for part in values), strict=True):
        borough = LAMBETH if b == ANYWHERE else problem.boroughs[b]
        more = [*offers, newcomer(CATEGORIES[c].slug, Point(east, north), borough)]
        # `o-newcomer` sorts before every `o00000`: rows follow ids.
        again = solve(posed(needs, sorted(more, key=lambda offer: offer.id)))
        assert result.objective - again.objective == value, (borough, CATEGORIES[c].slug)


@pytest.mark.parametrize("seed", range(4))
def test_from_true_marginal_prices_the_value_is_what_the_slow_optimum_falls_by(seed):
    """The price of a need by definition: what the town saves when one unit of it goes away."""
    needs, offers = a_town(seed, needs=14, offers=9, box_m=3_000)
    before = optimum(needs, offers, PARAMS)
    price = [before - optimum(with_one_unit_less(needs, i), offers, PARAMS) for i in range(14)]
    problem = posed(needs, offers)
    values = volunteer_values(problem, np.array(price))
    for b, c, value, east, north in zip(*(part.tolist() for part in values), strict=True):
        borough = LAMBETH if b == ANYWHERE else problem.boroughs[b]
        more = [*offers, newcomer(CATEGORIES[c].slug, Point(east, north), borough)]
        assert before - optimum(needs, more, PARAMS) == value, (borough, CATEGORIES[c].slug)


def with_one_unit_less(needs: Sequence[Need], i: int) -> list[Need]:
    left = needs[i].people_needed - 1
    fewer = [replace(needs[i], people_needed=left)] if left else []
    return [*needs[:i], *fewer, *needs[i + 1 :]]


def test_a_volunteer_across_the_border_costs_the_border_more():
    needs = [a_need("n1"), a_need("n2", place=at(1_000), borough=SOUTHWARK)]
    problem = posed(needs, [])
    values = volunteer_values(problem, np.array([100_000, 40]))
    assert in_words(values, problem.boroughs) == {
        (LAMBETH, "groceries"): 100_000,
        (SOUTHWARK, "groceries"): 98_500,
    }
    assert values.easting.tolist() == [need.place.easting for need in needs]


@pytest.mark.parametrize(("metres", "worth"), [(2_000, 97_500), (2_001, 40)])
def test_a_newcomer_reaches_the_usual_radius_and_no_metre_further(metres, worth):
    needs = [a_need("n1"), a_need("n2", place=at(metres), borough=SOUTHWARK)]
    values = volunteer_values(posed(needs, []), np.array([100_000, 40]))
    assert values.value_m.tolist() == [100_000, worth]


def test_without_needs_nobody_knows_what_a_volunteer_would_be_worth():
    assert len(volunteer_values(posed([], []), np.zeros(0, dtype=np.int64)).value_m) == 0
