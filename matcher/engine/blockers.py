"""What stands in the way of unserved units: the first gate that no offer passes."""

import numpy as np
from numpy.typing import NDArray

from matcher.engine.compiled import compiled
from matcher.engine.gathered import Gathered, ceiling, gathered_from
from matcher.engine.problem import REMOTE, Ints, NeedArrays, OfferArrays, Problem, Rows
from matcher.engine.rules import GATE_CATEGORY, GATE_RADIUS, gates_passed
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


def furthest_gates(problem: Problem, index: TownIndex, rows: Ints) -> Rows:
    """Return, for each of the needs `rows`, the most gates that any offer passes.

    Numbered as `matcher.domain.eligibility.BLOCKERS`. A need's walk ends at the first
    offer that gets as far as the category can: mostly one that is eligible, and only full.
    """
    needs, offers = problem.needs, problem.offers
    gathered = gathered_from(index, offers)
    gates = np.zeros(len(rows), dtype=np.int32)

    def search(low: int, high: int) -> None:
        _search(needs, offers, index, gathered, REMOTE, rows[low:high], gates[low:high])

    in_chunks(search, len(rows))
    return gates


@compiled
def _search(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
    gathered: Gathered,
    remote: NDArray[np.bool_],
    rows: Ints,
    gates: Rows,
) -> None:
    for k in range(len(rows)):
        i = rows[k]
        most = ceiling(needs, gathered, i, -1)
        if remote[needs.category[i]]:
            gates[k] = _walk_remote(needs, offers, index, i, most)
            continue
        best = GATE_CATEGORY
        for level in range(len(index.cell_m)):
            if best < most and index.reach[level, needs.category[i]] >= 0:
                best = _walk_level(
                    needs, offers, index, gathered, i, level, most, max(best, GATE_RADIUS)
                )
        gates[k] = best


@compiled
def _walk_remote(
    needs: NeedArrays, offers: OfferArrays, index: TownIndex, i: int, most: int
) -> int:
    best, category = GATE_CATEGORY, needs.category[i]
    for s in range(index.remote_start[category], index.remote_start[category + 1]):
        best = max(best, gates_passed(needs, offers, i, index.remote_slot[s], True))
        if best >= most:
            break
    return best


@compiled
def _walk_level(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
    gathered: Gathered,
    i: int,
    level: int,
    most: int,
    best: int,
) -> int:
    category = needs.category[i]
    reach = index.reach[level, category]
    east, north = needs.easting[i], needs.northing[i]
    column, line = column_line(index, level, east, north)
    for ring in range(
        first_ring(index, level, east, north), last_ring(index, level, east, north, reach) + 1
    ):
        if ring_distance(index, level, east, north, ring) > reach:
            break
        for step in range(ring_size(ring)):
            dx, dy = ring_cell(ring, step)
            cell = occupied_cell(index, level, column + dx, line + dy)
            if cell < 0 or ceiling(needs, gathered, i, cell) <= best:
                continue
            for s in range(index.start[category, cell], index.start[category, cell + 1]):
                best = max(best, gates_passed(needs, offers, i, index.slot[s], False))
                if best >= most:
                    return best
    return best
