"""Solve one round exactly: candidates, a first answer, then repair and price until proven."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from matcher.domain.refusals import Invalid
from matcher.engine.auction import auction
from matcher.engine.evaluate import cost_of
from matcher.engine.least_prices import lower_to_least
from matcher.engine.network import Network, network_of
from matcher.engine.pricing import Pricing, price_all_pairs
from matcher.engine.problem import Problem
from matcher.engine.repair import repair
from matcher.engine.result import Result
from matcher.engine.stopwatch import Progress, Stopwatch
from matcher.engine.town_index import TownIndex, index_offers

__all__ = ["Effort", "Progress", "solve"]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much the solver does at a time. It changes how long it takes, never the optimum.

    The steps are those of the auction, in 64ths of a metre: first a coarse draft, which shows
    what pairs are missing, then one run down to the finest. Where a look at all pairs finds
    more than `redo_share` of the needs' number, the auction goes again before the repair.
    """

    candidates: int = 16
    new_pairs: int = 12
    draft_steps: tuple[int, ...] = (1_048_576, 131_072, 16_384, 2_048)
    full_steps: tuple[int, ...] = (1_048_576, 131_072, 16_384, 2_048, 256, 32, 4, 1)
    redo_share: float = 0.5


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
    index = watch.time("candidates", lambda: index_offers(problem.offers))
    network = watch.time("candidates", lambda: network_of(problem, index, effort.candidates))
    pricing = _prove(problem, index, network, watch, effort)
    return _result(problem, network, pricing, watch.seconds)


def _prove(
    problem: Problem, index: TownIndex, network: Network, watch: Stopwatch, effort: Effort
) -> Pricing:
    """Bring the network to its optimum over all eligible pairs, and return the last look."""
    most = effort.new_pairs

    def priced() -> Pricing:
        return price_all_pairs(problem, index, network, most)

    def bid(steps: tuple[int, ...]) -> None:
        watch.time("auction", lambda: auction(network, steps, watch.is_over))

    bid(effort.draft_steps)
    pricing = watch.time("pricing", priced)
    first = True
    while (first or len(pricing.need)) and not watch.is_over():
        found = len(pricing.need)
        watch.time("growing", partial(network.include, pricing.need, pricing.offer, pricing.cost))
        if first or found > effort.redo_share * network.needs:
            bid(effort.full_steps)
        if not watch.is_over():
            watch.time("repair", lambda: repair(network))
        # Where most needs find as many as they may, as in one street with a thousand offers,
        # their lists are far too short: let them grow by doubling.
        most *= 2 if 2 * found > most * network.needs else 1
        pricing = watch.time("pricing", priced)
        first = False
    if len(pricing.need) or watch.is_over():
        return pricing
    return watch.time("prices", lambda: lower_to_least(problem, index, network, pricing, most))


def _result(
    problem: Problem, network: Network, pricing: Pricing, seconds: dict[str, float]
) -> Result:
    need, offer = network.matches()
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
