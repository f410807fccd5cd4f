"""Ours, whole: from the arrays to an answer with its certificate."""

import sys

from matcher.engine.problem import Problem
from matcher.engine.solve import solve
from scripts.bench.measure import Answer, measured


def pair(problem: Problem) -> Answer:
    """Solve the round."""
    result = solve(problem)
    return Answer(result.need_row, result.offer_row, result.objective, result.lower_bound)


if __name__ == "__main__":
    measured(pair, sys.argv[1:])
