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

from matcher.engine.candidates import room_for_each, turns
from matcher.engine.compiled import compiled
from matcher.engine.graph import Graph
from matcher.engine.market import market_of, value_of_places
from matcher.engine.network import Network
from matcher.engine.problem import REMOTE, Ints, NeedArrays, OfferArrays, Problem, Rows
from matcher.engine.rules import distance, suits
from matcher.engine.search import (
    column_line,
    first_ring,
    last_ring,
    occupied_cell,
    ring_cell,
    ring_distance,
    ring_size,
)
from matcher.engine.threads import in_chunks
from matcher.engine.town_index import TownIndex

NOBODY = -1
FAR = np.int64(2**60)


class Pricing(NamedTuple):
    """What one look at every eligible pair found."""

    lower_bound: int
    need: Rows  # the pairs that could improve, sorted by need
    offer: Rows
    cost: Rows


class PricedIndex(NamedTuple):
    """The town index with the cheapest price of every cell, and remote offers by price."""

    index: TownIndex
    cheapest: Ints  # (categories, occupied cells)
    remote_slot: Rows


def price_all_pairs(problem: Problem, index: TownIndex, network: Network, most: int) -> Pricing:
    """Return the lower bound at the network's prices, and up to `most` better pairs a need."""
    graph, in_hub, price = network.graph, network.in_hub, network.offer_price()
    needs, offers = problem.needs, problem.offers
    n = len(needs.units)
    start = room_for_each(needs.category, np.maximum(needs.units, most))
    better = np.full(int(start[-1]), NOBODY, dtype=np.int32)
    costs = np.zeros(int(start[-1]), dtype=np.int32)
    pays = np.zeros(n, dtype=np.int64)
    priced, turn = _priced(index, price), turns(needs.category)

    def look(low: int, high: int) -> None:
        _look(
            needs, offers, priced, REMOTE, in_hub, graph, price, problem.params.borough_penalty_m,
            turn, start, low, high, better, costs, pays,
        )  # fmt: skip

    in_chunks(look, n)
    bound = int(pays.sum()) - value_of_places(market_of(problem), price)
    found = better != NOBODY
    need_row = np.repeat(np.arange(n, dtype=np.int32), np.diff(start))
    return Pricing(bound, need_row[found], better[found], costs[found])


def _priced(index: TownIndex, price: Ints) -> PricedIndex:
    cheapest = np.full((index.start.shape[0], index.start.shape[1] - 1), FAR, dtype=np.int64)
    _cheapest(index, price, cheapest)
    remote = index.remote_slot.copy()
    for begin, end in zip(index.remote_start[:-1], index.remote_start[1:], strict=True):
        part = index.remote_slot[begin:end]
        remote[begin:end] = part[np.argsort(price[part], kind="stable")]
    return PricedIndex(index, cheapest, remote)


@compiled
def _cheapest(index: TownIndex, price: Ints, cheapest: Ints) -> None:
    for c in range(cheapest.shape[0]):
        for cell in range(cheapest.shape[1]):
            for s in range(index.start[c, cell], index.start[c, cell + 1]):
                cheapest[c, cell] = min(cheapest[c, cell], price[index.slot[s]])


@compiled
def _look(
    needs: NeedArrays,
    offers: OfferArrays,
    priced: PricedIndex,
    remote: NDArray[np.bool_],
    in_hub: NDArray[np.bool_],
    graph: Graph,
    price: Ints,
    border_m: int,
    turn: NDArray[np.float64],
    start: Ints,
    low: int,
    high: int,
    better: Rows,
    costs: Rows,
    pays: Ints,
) -> None:
    widest = np.max(np.diff(start[low : high + 1]))
    value = np.empty(widest, dtype=np.int64)
    now = np.empty(widest, dtype=np.int64)
    for i in range(low, high):
        units = needs.units[i]
        if in_hub[i]:
            pays[i] = _cheapest_of_all(needs, offers, priced, price, i)
            continue
        bar = _what_it_pays(needs, graph, price, i, now)
        mine, my_costs = better[start[i] : start[i + 1]], costs[start[i] : start[i + 1]]
        if remote[needs.category[i]]:
            count = _look_remote(
                needs, offers, priced, graph, i, turn[i], bar, price, mine, value
            )
        else:
            count = np.int64(0)
            for level in range(len(priced.index.cell_m)):
                count = _search_level(
                    needs, offers, priced, graph, i, level, bar, price, border_m,
                    mine, my_costs, value, count,
                )
        pays[i] = _cheapest_sum(now, units, value, count)


@compiled
def _what_it_pays(
    needs: NeedArrays, graph: Graph, price: Ints, i: int, now: Ints
) -> int:
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
    return now[units - 1]


@compiled
def _cheapest_of_all(
    needs: NeedArrays, offers: OfferArrays, priced: PricedIndex, price: Ints, i: int
) -> int:
    """What a need pays that any remote offer of its category can serve."""
    category = needs.category[i]
    for s in range(
        priced.index.remote_start[category], priced.index.remote_start[category + 1]
    ):
        j = priced.remote_slot[s]
        if offers.capacity[j]:
            return min(price[j], needs.penalty[i])
    return needs.penalty[i]


@compiled
def _cheapest_sum(now: Ints, units: int, value: Ints, count: int) -> int:
    """Sum of the `units` smallest of two sorted rows, the second being new choices."""
    total, a, b = np.int64(0), 0, 0
    for _ in range(units):
        if b < count and value[b] < now[a]:
            total += value[b]
            b += 1
        else:
            total += now[a]
            a += 1
    return total


@compiled
def _is_listed(graph: Graph, i: int, j: int) -> bool:
    """Whether the pair is in the graph already."""
    for a in range(graph.start[i], graph.start[i + 1]):
        if graph.offer[a] == j:
            return True
    return False


@compiled
def _walk_by_price(
    needs: NeedArrays,
    offers: OfferArrays,
    priced: PricedIndex,
    graph: Graph,
    i: int,
    first: int,
    stop: int,
    most: int,
    found: Rows,
) -> int:
    """Fill `found` with up to `most` new remote offers among those in price order
    from `first` up to `stop`; return how many."""
    count = np.int64(0)
    for s in range(first, stop):
        j = priced.remote_slot[s]
        if offers.capacity[j] and suits(needs, offers, i, j) and not _is_listed(graph, i, j):
            found[count] = j
            count += 1
            if count == most:
                break
    return count


@compiled
def _look_remote(
    needs: NeedArrays,
    offers: OfferArrays,
    priced: PricedIndex,
    graph: Graph,
    i: int,
    turn: float,
    bar: int,
    price: Ints,
    better: Rows,
    value: Ints,
) -> int:
    """Fill `value` with the cheapest new choices, and `better` with some of all under the bar.

    The bound needs the cheapest. The next solve needs variety: where every need were shown
    the same few cheapest offers, each round could mend only as many prices.
    """
    begin = priced.index.remote_start[needs.category[i]]
    stop = _first_from(
        priced.remote_slot, price, begin, priced.index.remote_start[needs.category[i] + 1], bar
    )
    units, most = needs.units[i], len(better)
    cheapest = _walk_by_price(needs, offers, priced, graph, i, begin, stop, units, better)
    for k in range(cheapest):
        value[k] = price[better[k]]
    better[:cheapest] = NOBODY
    if cheapest:
        own = begin + np.int64(turn * (stop - begin))
        count = _walk_by_price(needs, offers, priced, graph, i, own, stop, most, better)
        if count < most:
            _walk_by_price(
                needs, offers, priced, graph, i, begin, own, most - count, better[count:]
            )
    return cheapest


@compiled
def _first_from(slot: Rows, price: Ints, low: int, high: int, bar: int) -> int:
    """Where in price order the offers begin that cost `bar` or more."""
    while low < high:
        middle = (low + high) // 2
        if price[slot[middle]] < bar:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _search_level(
    needs: NeedArrays,
    offers: OfferArrays,
    priced: PricedIndex,
    graph: Graph,
    i: int,
    level: int,
    bar: int,
    price: Ints,
    border_m: int,
    better: Rows,
    costs: Rows,
    value: Ints,
    count: int,
) -> int:
    index, category, width = priced.index, needs.category[i], len(better)
    reach = min(index.reach[level, category], bar)
    if reach < 0:
        return count
    east, north = needs.easting[i], needs.northing[i]
    column, line = column_line(index, level, east, north)
    for ring in range(
        first_ring(index, level, east, north), last_ring(index, level, east, north, reach) + 1
    ):
        near = ring_distance(index, level, east, north, ring)
        if near > reach:
            break
        for step in range(ring_size(ring)):
            dx, dy = ring_cell(ring, step)
            cell = occupied_cell(index, level, column + dx, line + dy)
            if cell < 0 or near + priced.cheapest[category, cell] >= bar:
                continue
            for s in range(index.start[category, cell], index.start[category, cell + 1]):
                j = index.slot[s]
                if near + price[j] >= bar:
                    continue
                metres = distance(needs, offers, i, j)
                cost = metres + (border_m if needs.borough[i] != offers.borough[j] else 0)
                worth = cost + price[j]
                if worth >= bar or metres > offers.radius[j] or offers.capacity[j] == 0:
                    continue
                if suits(needs, offers, i, j) and not _is_listed(graph, i, j):
                    count = _insert(better, costs, value, count, width, j, cost, worth)
    return count


@compiled
def _insert(
    better: Rows, costs: Rows, value: Ints, count: int, width: int, j: int, cost: int, worth: int
) -> int:
    """Keep the `width` smallest by worth, then offer row."""
    place = count if count < width else width - 1
    if count == width and (
        worth > value[place] or (worth == value[place] and j > better[place])
    ):
        return count
    if count < width:
        count += 1
    while place > 0 and (
        value[place - 1] > worth or (value[place - 1] == worth and better[place - 1] > j)
    ):
        value[place], better[place] = value[place - 1], better[place - 1]
        costs[place] = costs[place - 1]
        place -= 1
    value[place], better[place], costs[place] = worth, j, cost
    return count
