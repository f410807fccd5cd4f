"""Hubs of remote categories: their prices prove the optimum like all others."""

from random import Random

import pytest

from matcher.domain.urgency import Urgency
from matcher.engine.network import Network
from matcher.engine.problem import Problem
from matcher.engine.solve import Effort, solve
from tests.builders import a_need, an_offer, at
from tests.matcher.engine.solving import posed

CATEGORIES = ("phone_call", "groceries", "visit")
SHORTEST = Effort(candidates=1, new_pairs=1)
# Found by looking through six thousand such towns without `settle_prices`.
HARD = (3962, 3219, 3415, 1333, 4828)


def a_street_with_telephones(seed: int) -> Problem:
    """A few needs and offers, in which places are short and many could also make a call."""
    random = Random(seed)
    needs, offers = random.randint(3, 14), random.randint(3, 12)
    return posed(
        [
            a_need(
                f"n{k:02}",
                category=random.choice(CATEGORIES),
                place=at(random.randrange(3000), random.randrange(3000)),
                urgency=random.choice(list(Urgency)),
            )
            for k in range(needs)
        ],
        [
            an_offer(
                f"o{k:02}",
                categories=set(random.sample(CATEGORIES, random.randint(1, 3))),
                place=at(random.randrange(3000), random.randrange(3000)),
                capacity=random.randint(1, 3),
                radius_m=random.choice([1000, 2000, 5000]),
            )
            for k in range(offers)
        ],
    )


@pytest.mark.parametrize("seed", [*HARD, *range(40)])
def test_the_bound_meets_the_objective_where_calls_and_visits_share_their_volunteers(seed):
    result = solve(a_street_with_telephones(seed), effort=SHORTEST)
    assert result.objective == result.lower_bound


def test_prices_that_were_not_settled_are_found_out_by_the_bound(monkeypatch):
    monkeypatch.setattr(Network, "settle_prices", lambda self: None)
    results = [solve(a_street_with_telephones(seed), effort=SHORTEST) for seed in HARD]
    assert any(not result.certified for result in results)
    assert all(result.lower_bound <= result.objective for result in results)
