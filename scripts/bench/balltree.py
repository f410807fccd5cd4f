"""What a data scientist would write: scikit-learn finds who is near, scipy assigns densely.

Units are rows and places are columns, so memory grows with their product: a town, perhaps a
borough. Two places of one offer may go to one need, which the rules forbid: the second is
taken back, and who is left over is assigned again among what is left.
"""

import sys

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.neighbors import BallTree

from matcher.engine.problem import REMOTE, Ints, Problem, Rows
from scripts.bench.evaluate import eligible_pairs, pair_costs
from scripts.bench.measure import Answer, measured


def pair(problem: Problem) -> Answer:
    """Pair by dense assignments, until none gives two places of an offer to one need."""
    need, offer = _candidates(problem)
    cost = pair_costs(problem, need, offer)
    keys = _keys(problem, need, offer)
    units, used = (
        problem.needs.units.astype(np.int64),
        np.zeros(len(problem.offers.capacity), dtype=np.int64),
    )
    taken = np.zeros(0, dtype=np.int64)
    while True:
        still = ~np.isin(keys, taken)
        assigned = _assign(problem, units, used, need[still], offer[still], cost[still])
        # What is left without the pairs that do not exist was only the price of no match.
        found = np.unique(assigned[np.isin(assigned, keys[still])])
        again = len(found) < np.isin(assigned, found).sum()
        taken = np.concatenate([taken, found])
        rows, columns = np.divmod(taken, len(used))
        if not again:
            return Answer(rows.astype(np.int32), columns.astype(np.int32))
        units = problem.needs.units - np.bincount(rows, minlength=len(units))
        used = np.bincount(columns, minlength=len(used)).astype(np.int64)


def _assign(problem: Problem, units: Ints, used: Ints, need: Rows, offer: Rows, cost: Ints) -> Ints:
    """One dense assignment; a cell that nobody may fill costs as much as no match."""
    left = problem.offers.capacity - used
    unit_need = np.repeat(np.arange(len(units)), units)
    place_offer = np.repeat(np.arange(len(left)), left)
    step = np.arange(len(place_offer)) - np.repeat(np.cumsum(left) - left, left)
    load = problem.params.load_step_m * ((problem.offers.recent + used)[place_offer] + step)
    columns = max(len(place_offer), len(unit_need))
    matrix = np.repeat(problem.needs.penalty[unit_need].astype(np.float64)[:, None], columns, 1)
    first_unit = np.searchsorted(unit_need, np.arange(len(units) + 1))
    first_place = np.searchsorted(place_offer, np.arange(len(left) + 1))
    for i, j, metres in zip(need.tolist(), offer.tolist(), cost.tolist(), strict=True):
        places = slice(first_place[j], first_place[j + 1])
        cells = matrix[first_unit[i] : first_unit[i + 1], places]
        np.minimum(cells, metres + load[places], out=cells)
    rows, chosen = linear_sum_assignment(matrix)
    real = chosen < len(place_offer)
    return _keys(problem, unit_need[rows[real]], place_offer[chosen[real]])


def _candidates(problem: Problem) -> tuple[Rows, Rows]:
    """Every eligible pair: within reach by the tree, remote ones all with all."""
    needs, offers = problem.needs, problem.offers
    remote = REMOTE[needs.category]
    near = np.flatnonzero(~remote)
    parts = [(np.zeros(0, np.int32), np.zeros(0, np.int32))]
    everybody = np.arange(len(offers.radius), dtype=np.int32)
    if len(near) and len(everybody):
        tree = BallTree(np.column_stack([needs.easting[near], needs.northing[near]]))
        # Half a metre more: distances are rounded half up.
        hits = tree.query_radius(
            np.column_stack([offers.easting, offers.northing]), offers.radius + 0.5
        )
        counts = np.array([len(hit) for hit in hits])
        parts.append((near[np.concatenate(hits)].astype(np.int32), np.repeat(everybody, counts)))
    far = np.flatnonzero(remote).astype(np.int32)
    parts.append((np.repeat(far, len(everybody)), np.tile(everybody, len(far))))
    need, offer = (np.concatenate(part) for part in zip(*parts, strict=True))
    allowed = eligible_pairs(problem, need, offer)
    return need[allowed], offer[allowed]


def _keys(problem: Problem, need: Rows | Ints, offer: Rows | Ints) -> Ints:
    """One number a pair."""
    return need.astype(np.int64) * len(problem.offers.radius) + offer


if __name__ == "__main__":
    measured(pair, sys.argv[1:])
