"""Solve one round exactly: candidates, a first answer, then repair and price until proven."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from matcher.domain.refusals import Invalid
from matcher.engine.auction import auction
from matcher.engine.by_place import as_given, in_order, place_order
from matcher.engine.evaluate import cost_of
from matcher.engine.least_prices import lower_to_least
from matcher.engine.network import Network, network_of
from matcher.engine.pricing import Pricing, price_all_pairs
from matcher.engine.problem import Problem
from matcher.engine.repair import repair
from matcher.engine.result import Result
from matcher.engine.stopwatch import Progress, Stopwatch
from matcher.engine.ties import Ranks, settle_ties
from matcher.engine.town_index import index_offers

__all__ = ["Effort", "Progress", "solve"]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much the solver does at a time. It changes how long it takes, never the optimum.

    The steps are those of the auction, in 64ths of a metre. Coarse drafts, from one step to
    before another by their numbers, show what pairs are missing; then one run goes down to
    the finest. Where a look at all pairs finds more than `redo_share` of the needs' number
    after that, the auction goes again, by all steps, before the repair.
    """

    candidates: int = 16
    new_pairs: int = 12
    steps: tuple[int, ...] = (1_048_576, 131_072, 16_384, 2_048, 256, 32, 4, 1)
    drafts: tuple[tuple[int, int], ...] = ((0, 3), (1, 4), (2, 4), (3, 6))
    full_from: int = 5
    redo_share: float = 0.1


DEFAULT_EFFORT = Effort()


def solve(
    problem: Problem,
    *,
    effort: Effort = DEFAULT_EFFORT,
    time_limit_s: float | None = None,
    progress: Progress | None = None,
) -> Result:
    """Return the cheapest assignment of `problem`, with a lower bound that proves it.

    Without a time limit the bound always meets the objective. With one the search ends at
    the first rest after it (a rest comes every few seconds in the largest problems), and the
    result says how far its bound lies below what it found.
    """
    if time_limit_s is not None and not time_limit_s >= 0:
        raise Invalid("The time limit must be 0 seconds or more.", "time_limit_s")
    watch = Stopwatch(time_limit_s, progress)
    order = place_order(problem)
    solving = _Solving(in_order(problem, order), watch, effort)
    pricing, ranks = solving.prove(), Ranks(order.needs, order.offers)
    watch.time("ties", lambda: settle_ties(solving.network, ranks))
    return as_given(_result(solving.problem, solving.network, ranks, pricing, watch.seconds), order)


class _Solving:
    """One solve on its way: what it works on, and how far its lists have grown."""

    def __init__(self, problem: Problem, watch: Stopwatch, effort: Effort) -> None:
        self.problem, self.watch, self.effort = problem, watch, effort
        self.index = watch.time("candidates", lambda: index_offers(problem.offers))
        self.network = watch.time(
            "candidates", lambda: network_of(problem, self.index, effort.candidates)
        )
        self.most_new = effort.new_pairs
        self.lists_are_short = True

    def prove(self) -> Pricing:
        """Bring the network to its optimum over all eligible pairs, and return the last look."""
        for first, end in self.effort.drafts:
            self._bid(first, end)
            pricing = self._look()
            if self.watch.is_over():
                return pricing
            self._grow(pricing)
        self._bid(self.effort.full_from)
        while not self.watch.is_over():
            self.watch.time("repair", lambda: repair(self.network))
            pricing = self._look()
            if self.watch.is_over():
                return pricing
            if not len(pricing.need):
                return self.watch.time("prices", partial(self._lower_to_least, pricing))
            self._grow(pricing)
            if len(pricing.need) > self.effort.redo_share * self.network.needs:
                self._bid()
        return self._look()

    def _bid(self, first: int = 0, end: int | None = None) -> None:
        # Prices that short lists led to are far from right: from the coarsest step again.
        steps = self.effort.steps[0 if self.lists_are_short else first : end]
        self.watch.time("auction", lambda: auction(self.network, steps, self.watch.is_over))

    def _look(self) -> Pricing:
        return self.watch.time(
            "pricing",
            lambda: price_all_pairs(self.problem, self.index, self.network, self.most_new),
        )

    def _grow(self, found: Pricing) -> None:
        self.watch.time(
            "growing", lambda: self.network.include(found.need, found.offer, found.cost)
        )
        # Where most needs find as many as they may, as in one street with a thousand offers,
        # their lists are far too short: let them grow by doubling.
        self.lists_are_short = 4 * len(found.need) > 3 * self.most_new * self.network.needs
        self.most_new *= 2 if self.lists_are_short else 1

    def _lower_to_least(self, proof: Pricing) -> Pricing:
        return lower_to_least(self.problem, self.index, self.network, proof, self.most_new)


def _result(
    problem: Problem, network: Network, ranks: Ranks, pricing: Pricing, seconds: dict[str, float]
) -> Result:
    need, offer = network.matches(*ranks)
    served = np.bincount(need, minlength=network.needs)
    return Result(
        need_row=need,
        offer_row=offer,
        unserved=(problem.needs.units - served).astype(np.int32),
        need_price=network.flow.need_price[: network.needs],
        offer_price=network.offer_price(),
        objective=cost_of(problem, need, offer),
        lower_bound=pricing.lower_bound,
        seconds=seconds,
    )
