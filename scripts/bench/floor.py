"""The practical floor: one minimum-cost flow over few candidates, and no proof.

What somebody who knows the field would write in an afternoon: our own search for the 8
nearest eligible offers of each need, handed to OR-Tools. Its answer is optimal on that graph
and on no other.
"""

import sys

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from matcher.engine.candidates import nearest_candidates
from matcher.engine.problem import Problem, Rows
from matcher.engine.town_index import index_offers
from scripts.bench.measure import Answer, measured

NEAREST = 8


def pair(problem: Problem) -> Answer:
    """Pair over the nearest candidates alone."""
    need, offer, cost = nearest_candidates(problem, index_offers(problem.offers), NEAREST)
    n, m = len(problem.needs.units), len(problem.offers.radius)
    sink = n + m
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(need, offer + n, np.ones(len(need), np.int64), cost)
    _add_places(flow, problem, n, sink)
    units = problem.needs.units.astype(np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(
        np.arange(n), np.full(n, sink), units, problem.needs.penalty
    )
    supplies = np.concatenate([units, np.zeros(m, np.int64), [-units.sum()]])
    flow.set_nodes_supplies(np.arange(sink + 1), supplies)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"OR-Tools gave up: {status}.")
    chosen = flow.flows(np.arange(len(need))) > 0
    return Answer(need[chosen], offer[chosen])


def _add_places(flow: SimpleMinCostFlow, problem: Problem, n: int, sink: int) -> None:
    """One arc a place, each dearer than the one before, so that the flow fills them in order."""
    capacity = problem.offers.capacity.astype(np.int64)
    offer: Rows = np.repeat(np.arange(len(capacity), dtype=np.int32), capacity)
    place = np.arange(len(offer)) - np.repeat(np.cumsum(capacity) - capacity, capacity)
    cost = problem.params.load_step_m * (problem.offers.recent[offer] + place)
    one = np.ones(len(offer), np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(offer + n, np.full(len(offer), sink), one, cost)


if __name__ == "__main__":
    measured(pair, sys.argv[1:])
