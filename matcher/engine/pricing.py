"""The certificate: price every eligible pair, find those that could improve, prove the rest.

For any offer prices q >= 0 Lagrange's bound holds (design: the objective):

    bound = sum over needs of the u cheapest of (cost + q) over ALL eligible offers,
            each capped by the unserved penalty
          - sum over offers and their places k of max(0, q - L(k))

A pair can lower it only where cost + q is less than what its need pays now, so the search
of a need ends at that distance; a cell is passed over when even its cheapest offer is too
dear there. Remote help has no distance: its offers are walked in order of price.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.engine.best_pairs import BestPairs
from matcher.engine.candidates import room_for_each, turns
from matcher.engine.compiled import compiled
from matcher.engine.graph import Graph
from matcher.engine.look_near import look_near
from matcher.engine.look_remote import look_remote
from matcher.engine.market import market_of, value_of_places
from matcher.engine.network import Network
from matcher.engine.priced_index import PricedIndex, priced_index
from matcher.engine.problem import (
    NOBODY,
    REMOTE,
    Ints,
    NeedArrays,
    OfferArrays,
    Problem,
    Rows,
)
from matcher.engine.threads import in_chunks
from matcher.engine.town_index import TownIndex


class Pricing(NamedTuple):
    """What one look at every eligible pair found."""

    lower_bound: int
    need: Rows  # the pairs that could improve, sorted by need
    offer: Rows
    cost: Rows


def price_all_pairs(problem: Problem, index: TownIndex, network: Network, most: int) -> Pricing:
    """Return the lower bound at the network's prices, and up to `most` better pairs a need."""
    needs, offers, price = problem.needs, problem.offers, network.offer_price()
    n = len(needs.units)
    start = room_for_each(needs.category, np.maximum(needs.units, most))
    better = np.full(int(start[-1]), NOBODY, dtype=np.int32)
    costs = np.zeros(int(start[-1]), dtype=np.int32)
    pays = np.zeros(n, dtype=np.int64)
    priced = priced_index(index, price)
    looking = Looking(
        REMOTE, network.in_hub, turns(needs.category), problem.params.borough_penalty_m, start
    )

    def look(low: int, high: int) -> None:
        _look(needs, offers, priced, network.graph, looking, low, high, better, costs, pays)

    in_chunks(look, n)
    bound = int(pays.sum()) - value_of_places(market_of(problem), price)
    found = better != NOBODY
    need_row = np.repeat(np.arange(n, dtype=np.int32), np.diff(start))
    return Pricing(bound, need_row[found], better[found], costs[found])


class Looking(NamedTuple):
    """What a look at a need's pairs goes by, for all of them the same."""

    remote: NDArray[np.bool_]  # by category
    in_hub: NDArray[np.bool_]  # (n,)
    turn: NDArray[np.float64]  # (n,) place among the needs of its category
    border_m: int
    start: Ints  # (n + 1,) where each need's part of what is found begins


@compiled
def _look(
    needs: NeedArrays,
    offers: OfferArrays,
    priced: PricedIndex,
    graph: Graph,
    looking: Looking,
    low: int,
    high: int,
    better: Rows,
    costs: Rows,
    pays: Ints,
) -> None:
    widest = np.max(np.diff(looking.start[low : high + 1]))
    worth, now = np.empty(widest, dtype=np.int64), np.empty(widest, dtype=np.int64)
    for i in range(low, high):
        if looking.in_hub[i]:
            pays[i] = _cheapest_of_all(needs, offers, priced, i)
            continue
        bar = _what_it_pays(needs, graph, priced.price, i, now)
        begin, end = looking.start[i], looking.start[i + 1]
        best = BestPairs(better[begin:end], costs[begin:end], worth[: end - begin])
        if looking.remote[needs.category[i]]:
            count = look_remote(
                needs, offers, priced, graph, i, looking.turn[i], bar, best.offer, worth
            )
        else:
            count = look_near(needs, offers, priced, graph, i, bar, looking.border_m, best)
        pays[i] = _cheapest_sum(now, needs.units[i], worth, count)


@compiled
def _what_it_pays(needs: NeedArrays, graph: Graph, price: Ints, i: int, now: Ints) -> int:
    """Fill `now` with the cost + price of each unit, cheapest first; return the dearest."""
    units = needs.units[i]
    now[:units] = needs.penalty[i]
    for a in range(graph.start[i], graph.start[i + 1]):
        value = graph.cost[a] + price[graph.offer[a]]
        if value < now[units - 1]:
            place = units - 1
            while place > 0 and now[place - 1] > value:
                now[place] = now[place - 1]
                place -= 1
            now[place] = value
    return int(now[units - 1])


@compiled
def _cheapest_of_all(needs: NeedArrays, offers: OfferArrays, priced: PricedIndex, i: int) -> int:
    """What a need pays that any remote offer of its category can serve."""
    category = needs.category[i]
    for s in range(priced.town.remote_start[category], priced.town.remote_start[category + 1]):
        j = priced.remote_slot[s]
        if offers.capacity[j]:
            return int(min(priced.price[j], needs.penalty[i]))
    return int(needs.penalty[i])


@compiled
def _cheapest_sum(now: Ints, units: int, value: Ints, count: int) -> int:
    """Sum of the `units` smallest of two sorted rows, the second being new choices."""
    total, a, b = 0, 0, 0
    for _ in range(units):
        if b < count and value[b] < now[a]:
            total += value[b]
            b += 1
        else:
            total += now[a]
            a += 1
    return total
