"""Why these matches, and why nobody: what the report says of each pair and unserved unit."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.engine.blockers import furthest_gates
from matcher.engine.evaluate import distances, pair_costs
from matcher.engine.next_best import next_best
from matcher.engine.problem import Ints, Problem, Rows
from matcher.engine.result import Result
from matcher.engine.serving import serving_of
from matcher.engine.town_index import index_offers
from matcher.engine.wider_radius import wider_radius


class Explanation(NamedTuple):
    """Reasons in rows. Matches are in the order of the result's, `k` of them.

    `cost` is the cost of the pair alone: its distance and the border it crosses. The load
    of the offer is not in it, since that belongs to all its matches together.
    `next_best` and `next_best_cost` are the cheapest other eligible offer of the match's
    need and its pair cost; needs with several matches share them.
    """

    distance_m: Ints  # (k,) 0 for remote help
    cost: Ints  # (k,)
    same_borough: NDArray[np.bool_]  # (k,)
    next_best: Rows  # (k,) offer row, -1 for none
    next_best_cost: Ints  # (k,)
    unserved_need: Ints  # (u,) the needs with a unit unserved
    blocker: Rows  # (u,) number in matcher.domain.eligibility.BLOCKERS
    wider_radius_m: Ints  # (u,) metres, -1 where no radius would help


def explain(problem: Problem, result: Result) -> Explanation:
    """Return the reasons for each match of `result`, and for each unit that nobody serves."""
    index = index_offers(problem.offers)
    other, other_cost = next_best(problem, index, serving_of(problem, result))
    unserved = np.nonzero(result.unserved)[0]
    need, offer = result.need_row, result.offer_row
    return Explanation(
        distance_m=distances(problem, need, offer),
        cost=pair_costs(problem, need, offer),
        same_borough=problem.needs.borough[need] == problem.offers.borough[offer],
        next_best=other[need],
        next_best_cost=other_cost[need],
        unserved_need=unserved,
        blocker=furthest_gates(problem, index, unserved),
        wider_radius_m=wider_radius(problem, result, unserved),
    )
