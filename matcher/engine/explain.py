"""Why these matches, and why nobody: what the report says of each pair and unserved unit."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.engine.blockers import furthest_gates
from matcher.engine.next_best import next_best
from matcher.engine.problem import REMOTE, Ints, Problem, Rows
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
    metres, cost, same_borough = _pairs(problem, result)
    return Explanation(
        distance_m=metres,
        cost=cost,
        same_borough=same_borough,
        next_best=other[result.need_row],
        next_best_cost=other_cost[result.need_row],
        unserved_need=unserved,
        blocker=furthest_gates(problem, index, unserved),
        wider_radius_m=wider_radius(problem, result, unserved),
    )


def _pairs(problem: Problem, result: Result) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    needs, offers = problem.needs, problem.offers
    i, j = result.need_row, result.offer_row
    travels = ~REMOTE[needs.category[i]]
    east = needs.easting[i].astype(np.float64) - offers.easting[j]
    north = needs.northing[i].astype(np.float64) - offers.northing[j]
    # As rules.distance: the nearest float lies on the right side of every half.
    metres = np.where(travels, np.sqrt(east * east + north * north) + 0.5, 0).astype(np.int64)
    same_borough = needs.borough[i] == offers.borough[j]
    border = np.where(travels & ~same_borough, problem.params.borough_penalty_m, 0)
    return metres, metres + border, same_borough
