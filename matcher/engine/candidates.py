"""The nearest eligible offers of every need: the graph that the first solve runs on."""

import numpy as np
from numpy.typing import NDArray

from matcher.engine.best_pairs import BestPairs, keep
from matcher.engine.compiled import compiled
from matcher.engine.problem import (
    NOBODY,
    REMOTE,
    Ints,
    NeedArrays,
    OfferArrays,
    Problem,
    Rows,
)
from matcher.engine.rules import border, distance, suits
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

# Remote needs see more: with no distance to tell offers apart, few pairs would let prices
# drift apart that ought to be one.
REMOTE_FACTOR = 2


def nearest_candidates(
    problem: Problem, index: TownIndex, most: int, skip: NDArray[np.bool_] | None = None
) -> tuple[Rows, Rows, Rows]:
    """Return need rows, offer rows and costs of the `most` cheapest candidates of each need.

    Cheapest by the pair's cost and the load that the offer already carries; needs for
    several people get as many more. For remote categories every offer is as near as any
    other: each need starts its walk at another place of the list, so that they spread.
    Needs to `skip` get none.
    """
    needs, params = problem.needs, problem.params
    n = len(needs.units)
    width = needs.units + most - 1
    if skip is not None:
        width = np.where(skip, 0, width)
    start = room_for_each(needs.category, width)
    chosen = np.full(int(start[-1]), NOBODY, dtype=np.int32)
    costs = np.zeros(int(start[-1]), dtype=np.int32)
    turn = turns(needs.category)

    def fill(low: int, high: int) -> None:
        _fill(
            needs, problem.offers, index, REMOTE, turn, start,
            params.borough_penalty_m, params.load_step_m, low, high, chosen, costs,
        )  # fmt: skip

    in_chunks(fill, n)
    found = chosen != NOBODY
    need_row = np.repeat(np.arange(n, dtype=np.int32), np.diff(start))
    return need_row[found], chosen[found], costs[found]


def room_for_each(category: Rows, width: Rows) -> Ints:
    """Return where each need's part begins in a flat table, `width` wide (remote: wider)."""
    start = np.zeros(len(category) + 1, dtype=np.int64)
    np.cumsum(np.where(REMOTE[category], width * REMOTE_FACTOR, width), out=start[1:])
    return start


def turns(category: Rows) -> NDArray[np.float64]:
    """Place of each need among those of its category, from 0 to 1."""
    turn = np.zeros(len(category))
    for number in range(len(REMOTE)):
        rows = np.nonzero(category == number)[0]
        turn[rows] = np.arange(len(rows)) / max(1, len(rows))
    return turn


@compiled
def _fill(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
    remote: NDArray[np.bool_],
    turn: NDArray[np.float64],
    start: Ints,
    border_m: int,
    step_m: int,
    low: int,
    high: int,
    chosen: Rows,
    costs: Rows,
) -> None:
    rank = np.empty(max(1, np.max(np.diff(start[low : high + 1]))), dtype=np.int64)
    for i in range(low, high):
        mine, my_costs = chosen[start[i] : start[i + 1]], costs[start[i] : start[i + 1]]
        if len(mine) == 0:
            continue
        if remote[needs.category[i]]:
            _walk_remote(needs, offers, index, i, turn[i], mine)
            continue
        best, count = BestPairs(mine, my_costs, rank[: len(mine)]), 0
        for level in range(len(index.cell_m)):
            count = _search_level(
                needs, offers, index, i, level, border_m, step_m, best, count
            )  # fmt: skip


@compiled
def _walk_remote(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
    i: int,
    turn: float,
    chosen: Rows,
) -> None:
    category = needs.category[i]
    begin, end = index.remote_start[category], index.remote_start[category + 1]
    first = int(turn * (end - begin))
    count = 0
    for step in range(end - begin):
        j = index.remote_slot[begin + (first + step) % (end - begin)]
        if offers.capacity[j] > 0 and suits(needs, offers, i, j):
            chosen[count] = j
            count += 1
            if count == len(chosen):
                return


@compiled
def _search_level(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
    i: int,
    level: int,
    border_m: int,
    step_m: int,
    best: BestPairs,
    count: int,
) -> int:
    """Add this level's candidates to the first `count` of `best`."""
    category, full = needs.category[i], len(best.offer)
    reach = index.reach[level, category]
    if reach < 0:
        return count
    east, north = needs.easting[i], needs.northing[i]
    column, line = column_line(index, level, east, north)
    last = last_ring(index, level, east, north, reach)
    for ring in range(first_ring(index, level, east, north), last + 1):
        near = ring_distance(index, level, east, north, ring)
        if near > reach or (count == full and near > best.worth[count - 1]):
            break
        for step in range(ring_size(ring)):
            dx, dy = ring_cell(ring, step)
            cell = occupied_cell(index, level, column + dx, line + dy)
            if cell < 0:
                continue
            for s in range(index.start[category, cell], index.start[category, cell + 1]):
                j = index.slot[s]
                metres = distance(needs, offers, i, j)
                if metres > offers.radius[j] or offers.capacity[j] == 0:
                    continue
                cost = metres + border(needs, offers, i, j, border_m)
                worth = cost + step_m * offers.recent[j]
                good = count < full or worth < best.worth[count - 1]
                if good and suits(needs, offers, i, j):
                    count = keep(best, count, j, cost, worth)
    return count
