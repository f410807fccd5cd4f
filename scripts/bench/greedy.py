"""Nearest first, one need after another: how the existing apps pair people.

Needs are served in the order in which they were registered (of their rows), and each takes
the nearest eligible offers that still have a place. Nobody is moved later for another's sake.
"""

import sys

import numpy as np
from numpy.typing import NDArray

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
from matcher.engine.town_index import TownIndex, index_offers
from scripts.bench.measure import Answer, measured


def pair(problem: Problem) -> Answer:
    """Serve the needs one by one."""
    units = problem.needs.units.astype(np.int64)
    chosen = np.full(int(units.sum()), NOBODY, dtype=np.int32)
    index = index_offers(problem.offers)
    _serve(problem.needs, problem.offers, index, REMOTE, problem.offers.capacity.copy(), chosen)
    need = np.repeat(np.arange(len(units), dtype=np.int32), units)
    found = chosen != NOBODY
    return Answer(need[found], chosen[found])


@compiled
def _serve(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
    remote: NDArray[np.bool_],
    free: Rows,
    chosen: Rows,
) -> None:
    """Fill `chosen`, one row a unit, and take the places from `free`."""
    # Where to go on in the list of a remote category: full offers are passed over for good.
    skip = np.arange(len(index.remote_slot) + 1)
    begin = 0
    for i in range(len(needs.units)):
        mine = chosen[begin : begin + needs.units[i]]
        begin += needs.units[i]
        if remote[needs.category[i]]:
            _take_first(needs, offers, index, i, free, skip, mine)
        else:
            metres = np.empty(len(mine), dtype=np.int64)
            count = 0
            for level in range(len(index.cell_m)):
                count = _nearest(needs, offers, index, i, level, free, count, mine, metres)
        for j in mine:
            if j != NOBODY:
                free[j] -= 1


@compiled
def _take_first(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
    i: int,
    free: Rows,
    skip: Ints,
    mine: Rows,
) -> None:
    """With no distance to tell them apart, the first on the list."""
    end = index.remote_start[needs.category[i] + 1]
    at = index.remote_start[needs.category[i]]
    count = 0
    while at < end and count < len(mine):
        if skip[at] != at:
            # Halve the way for the next who comes here.
            skip[at] = skip[skip[at]]
            at = skip[at]
            continue
        j = index.remote_slot[at]
        if free[j] <= 0:
            skip[at] = at + 1
        elif suits(needs, offers, i, j):
            mine[count] = j
            count += 1
        at += 1


@compiled
def _nearest(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
    i: int,
    level: int,
    free: Rows,
    count: int,
    mine: Rows,
    metres: Ints,
) -> int:
    """Merge this level's nearest offers with a place free into the first `count` of `mine`."""
    category = needs.category[i]
    reach = index.reach[level, category]
    if reach < 0:
        return count
    east, north = needs.easting[i], needs.northing[i]
    column, line = column_line(index, level, east, north)
    last = last_ring(index, level, east, north, reach)
    for ring in range(first_ring(index, level, east, north), last + 1):
        near = ring_distance(index, level, east, north, ring)
        if near > reach or (count == len(mine) and near > metres[count - 1]):
            break
        for step in range(ring_size(ring)):
            dx, dy = ring_cell(ring, step)
            cell = occupied_cell(index, level, column + dx, line + dy)
            if cell < 0:
                continue
            for s in range(index.start[category, cell], index.start[category, cell + 1]):
                j = index.slot[s]
                if free[j] <= 0:
                    continue
                far = distance(needs, offers, i, j)
                if far <= offers.radius[j] and suits(needs, offers, i, j):
                    count = _insert(mine, metres, count, j, far)
    return count


@compiled
def _insert(mine: Rows, metres: Ints, count: int, j: int, far: int) -> int:
    """Keep the nearest, as many as fit; the lower row where they are equally near."""
    place = count
    while place > 0 and (
        metres[place - 1] > far or (metres[place - 1] == far and mine[place - 1] > j)
    ):
        place -= 1
    if place == len(mine):
        return count
    count = min(count + 1, len(mine))
    for later in range(count - 1, place, -1):
        mine[later], metres[later] = mine[later - 1], metres[later - 1]
    mine[place], metres[place] = j, far
    return count


if __name__ == "__main__":
    measured(pair, sys.argv[1:])
