"""Let PyVRP look for the cheapest runs: from where, for how long, and who is told.

PyVRP (Wouda, Lan & Kool 2024, INFORMS Journal on Computing 36(4)) is an iterated local search.
Its rounds depend on nothing but the problem and the seed, so two searches that make the same
number of rounds find the same; only a time limit that strikes first makes them differ.
"""

import warnings
from collections.abc import Callable
from math import inf
from time import perf_counter
from typing import NamedTuple

from pyvrp import (
    IteratedLocalSearch,
    PenaltyManager,
    PenaltyParams,
    RandomNumberGenerator,
    Solution,
)
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import OPERATORS, LocalSearch, compute_neighbours

from matcher.engine.routes_model import Model

SECONDS_BETWEEN_REPORTS = 0.2
MOST_PENALTY = 1e7
# What PyVRP says that a solution costs which breaks a rule.
NOTHING_YET = 2**63 - 1


class Effort(NamedTuple):
    """How long to look: so many rounds or seconds, whichever comes first.

    Where a `give_up_after` part of it has found no runs for all that must be served, the rest
    weighs whom to leave out.
    """

    rounds: int | None = 4_000
    time_limit_s: float | None = 15.0
    give_up_after: float = 0.5

    def less(self, rounds: int, seconds: float) -> "Effort":
        """What is left of it."""
        left, left_s = self.rounds, self.time_limit_s
        return self._replace(
            rounds=None if left is None else max(0, left - rounds),
            time_limit_s=None if left_s is None else max(0.0, left_s - seconds),
        )


class Found(NamedTuple):
    """The best that was found; `kept_after_s` is when the first kept every rule, None if none."""

    solution: Solution
    kept_after_s: float | None
    rounds: int
    cut_short: bool


class _Until:
    """Says when it is enough, and tells how far it is.

    With `hopeless_from` it is enough, too, where so much of the effort has found nothing that
    keeps every rule.
    """

    def __init__(
        self, effort: Effort, hopeless_from: float, tell: Callable[[float], None] | None
    ) -> None:
        self.rounds, self.cut_short = 0, False
        self.kept_after_s: float | None = None
        self._effort, self._hopeless_from, self._tell = effort, hopeless_from, tell
        self._began = self._told = perf_counter()

    def __call__(self, best_cost: float) -> bool:
        now, most, limit_s = perf_counter(), self._effort.rounds, self._effort.time_limit_s
        done = self.rounds / max(1, most) if most is not None else 0.0
        late = limit_s is not None and now - self._began >= limit_s
        if limit_s:
            done = max(done, (now - self._began) / limit_s)
        if self._tell is not None and now - self._told >= SECONDS_BETWEEN_REPORTS:
            self._told = now
            self._tell(min(done, 1.0))
        if self.kept_after_s is None and best_cost < NOTHING_YET:
            self.kept_after_s = now - self._began
        if most is not None and self.rounds >= most:
            return True
        if self.kept_after_s is None and done >= self._hopeless_from:
            self.cut_short = most is None or self.rounds < most * self._hopeless_from
            return True
        self.cut_short = late
        self.rounds += 0 if late else 1
        return late


def search(
    model: Model,
    start: Solution | None,
    *,
    seed: int,
    effort: Effort,
    hopeless_from: float = inf,
    tell: Callable[[float], None] | None = None,
) -> Found:
    """Look for the cheapest solution from `start`, or from a random one where there is none."""
    until = _Until(effort, hopeless_from, tell)
    chance = RandomNumberGenerator(seed=seed)
    look = LocalSearch(model.data, chance, compute_neighbours(model.data))
    for operator in OPERATORS:
        if operator.supports(model.data):
            look.add_operator(operator(model.data))
    # Where stops outnumber seats, a minute too late must never be cheaper than to say no.
    dearest = min(model.dearest_m / 10, MOST_PENALTY)
    params = PenaltyParams(max_penalty=max(PenaltyParams().max_penalty, dearest))
    penalties = PenaltyManager(PenaltyParams().midpoint_penalties(model.data), params)
    first = start if start is not None else Solution.make_random(model.data, chance)
    first = look(first, penalties.max_cost_evaluator(), exhaustive=True)
    if start is not None and start.is_feasible() and not first.is_feasible():
        # What keeps every rule is never given up for what may never do so again.
        first = start
    with warnings.catch_warnings():
        # It warns where no order keeps all rules; that is for us to say, stop by stop.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        found = IteratedLocalSearch(model.data, penalties, look, first).run(
            until, collect_stats=False
        )
    return Found(found.best, until.kept_after_s, until.rounds, until.cut_short)
