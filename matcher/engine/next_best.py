"""What else was considered: the cheapest eligible offer that does not serve the need."""

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.problem import (
    FAR,
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
from matcher.engine.serving import Serving, serves
from matcher.engine.threads import in_chunks
from matcher.engine.town_index import TownIndex


def next_best(problem: Problem, index: TownIndex, serving: Serving) -> tuple[Rows, Ints]:
    """Return each served need's next best offer (-1 for none) and what it would have cost.

    The cheapest by pair cost (distance and border), then by row, among all eligible offers
    that do not serve the need, whether or not they are full: it says what somebody would
    have cost, not that they were free. Remote: the one with the fewest recent matches.
    Both arrays have a row a need; needs that nobody serves have -1 and 0.
    """
    needs, offers = problem.needs, problem.offers
    served = np.nonzero(np.diff(serving.start))[0]
    other = np.full(len(needs.units), NOBODY, dtype=np.int32)
    cost = np.zeros(len(needs.units), dtype=np.int64)
    rested = _by_recent(index, offers.recent)
    border_m = problem.params.borough_penalty_m

    def search(low: int, high: int) -> None:
        rows = served[low:high]
        _nearest(needs, offers, index, serving, rows[~REMOTE[needs.category[rows]]],
                 border_m, other, cost)  # fmt: skip
        _rested(needs, offers, index.remote_start, rested, serving,
                rows[REMOTE[needs.category[rows]]], other)  # fmt: skip

    in_chunks(search, len(served))
    return other, cost


def _by_recent(index: TownIndex, recent: Rows) -> Rows:
    """Return the remote offers of each category by recent matches, then row."""
    slot = index.remote_slot.copy()
    for begin, end in zip(index.remote_start[:-1], index.remote_start[1:], strict=True):
        part = index.remote_slot[begin:end]
        slot[begin:end] = part[np.argsort(recent[part], kind="stable")]
    return slot


@compiled
def _rested(
    needs: NeedArrays,
    offers: OfferArrays,
    start: Ints,
    slot: Rows,
    serving: Serving,
    rows: Ints,
    other: Rows,
) -> None:
    for i in rows:
        category = needs.category[i]
        for s in range(start[category], start[category + 1]):
            j = slot[s]
            if suits(needs, offers, i, j) and not serves(serving, i, j):
                other[i] = j
                break


@compiled
def _nearest(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
    serving: Serving,
    rows: Ints,
    border_m: int,
    other: Rows,
    cost: Ints,
) -> None:
    for i in rows:
        best, least = NOBODY, FAR
        for level in range(len(index.cell_m)):
            best, least = _search_level(
                needs, offers, index, serving, i, level, border_m, best, least
            )
        if best != NOBODY:
            other[i], cost[i] = best, least


@compiled
def _search_level(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
    serving: Serving,
    i: int,
    level: int,
    border_m: int,
    best: int,
    least: int,
) -> tuple[int, int]:
    """Return the cheaper of `best` and this level's cheapest, with its cost."""
    category = needs.category[i]
    reach = index.reach[level, category]
    if reach < 0:
        return best, least
    east, north = needs.easting[i], needs.northing[i]
    column, line = column_line(index, level, east, north)
    for ring in range(
        first_ring(index, level, east, north), last_ring(index, level, east, north, reach) + 1
    ):
        near = ring_distance(index, level, east, north, ring)
        if near > reach or near > least:
            break
        for step in range(ring_size(ring)):
            dx, dy = ring_cell(ring, step)
            cell = occupied_cell(index, level, column + dx, line + dy)
            if cell < 0:
                continue
            for s in range(index.start[category, cell], index.start[category, cell + 1]):
                j = int(index.slot[s])
                metres = distance(needs, offers, i, j)
                if metres > offers.radius[j]:
                    continue
                cost = metres + border(needs, offers, i, j, border_m)
                if cost > least or (cost == least and j > best):
                    continue
                if suits(needs, offers, i, j) and not serves(serving, i, j):
                    best, least = j, cost
    return best, least
