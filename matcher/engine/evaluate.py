"""What an answer costs, worked out anew from the problem alone, and whether it may stand.

Nothing of the solver is used here: an answer that broke a rule must not pass as cheap.
"""

import numpy as np

from matcher.engine.problem import REMOTE, Ints, Problem, Rows


class WrongAnswer(Exception):
    """The solver gave an answer that breaks a rule: a fault of ours, never of the input."""


def cost_of(problem: Problem, need: Rows, offer: Rows) -> int:
    """Return the objective of the matches (need[k], offer[k]), exactly.

    Raises WrongAnswer where a pair is matched twice, an offer is over its capacity, or a
    need has more matches than it asked for.
    """
    needs, offers, params = problem.needs, problem.offers, problem.params
    served = np.bincount(need, minlength=len(needs.units))
    used = np.bincount(offer, minlength=len(offers.radius))
    pairs = need.astype(np.int64) * max(1, len(used)) + offer
    if (served > needs.units).any() or (used > offers.capacity).any():
        raise WrongAnswer("An offer or a need has more matches than it can hold.")
    if len(np.unique(pairs)) != len(pairs):
        raise WrongAnswer("A need has the same offer twice.")
    load = offers.recent * used + used * (used - 1) // 2
    missed = needs.units - served
    return int(
        pair_costs(problem, need, offer).sum()
        + params.load_step_m * load.sum(dtype=np.int64)
        + (needs.penalty * missed).sum()
    )


def pair_costs(problem: Problem, need: Rows, offer: Rows) -> Ints:
    """Return the cost of each pair: distance, and the border between two boroughs."""
    needs, offers = problem.needs, problem.offers
    border = np.where(
        needs.borough[need] != offers.borough[offer], problem.params.borough_penalty_m, 0
    )
    costs = distances(problem, need, offer) + border
    return np.where(REMOTE[needs.category[need]], 0, costs)


def distances(problem: Problem, need: Rows, offer: Rows) -> Ints:
    """Return the metres between the places of each pair, rounded half up; 0 when remote."""
    needs, offers = problem.needs, problem.offers
    dx = (needs.easting[need] - offers.easting[offer]).astype(np.float64)
    dy = (needs.northing[need] - offers.northing[offer]).astype(np.float64)
    metres = np.floor(np.sqrt(dx * dx + dy * dy) + 0.5).astype(np.int64)
    return np.where(REMOTE[needs.category[need]], 0, metres)
