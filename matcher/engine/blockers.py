"""What stands in the way of unserved units: the first gate that no offer passes.

The two walks ask gate after gate where they stand, instead of calling rules.gates_passed:
a call of that size is not inlined and hands on twenty arrays, which made a pair sixty times
dearer (280 ns against under 5). A test holds both to the domain's own blocker.
"""

import numpy as np
from numpy.typing import NDArray

from matcher.engine.compiled import compiled
from matcher.engine.gathered import Gathered, ceiling, gathered_from
from matcher.engine.problem import REMOTE, Ints, NeedArrays, OfferArrays, Problem, Rows
from matcher.engine.rules import (
    GATE_ATTRIBUTES,
    GATE_AVOIDED,
    GATE_CATEGORY,
    GATE_LANGUAGE,
    GATE_RADIUS,
    GATE_TIME,
    GATES,
    distance,
    has_attributes,
    has_language,
    has_time,
    is_avoided,
)
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
                best = _walk_level(needs, offers, index, i, level, most, max(best, GATE_RADIUS))
        gates[k] = best


@compiled
def _walk_remote(
    needs: NeedArrays, offers: OfferArrays, index: TownIndex, i: int, most: int
) -> int:
    best, category = GATE_CATEGORY, needs.category[i]
    for s in range(index.remote_start[category], index.remote_start[category + 1]):
        j = index.remote_slot[s]
        best = max(best, GATE_ATTRIBUTES)
        if has_attributes(needs, offers, i, j):
            best = max(best, GATE_LANGUAGE)
            if has_language(needs, offers, i, j):
                best = max(best, GATE_TIME)
                if has_time(needs, offers, i, j):
                    best = GATES if not is_avoided(needs, i, j) else max(best, GATE_AVOIDED)
        if best >= most:
            break
    return best


@compiled
def _walk_level(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
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
            if cell < 0:
                continue
            for s in range(index.start[category, cell], index.start[category, cell + 1]):
                j = index.slot[s]
                if distance(needs, offers, i, j) > offers.radius[j]:
                    continue
                best = max(best, GATE_ATTRIBUTES)
                if has_attributes(needs, offers, i, j):
                    best = max(best, GATE_LANGUAGE)
                    if has_language(needs, offers, i, j):
                        best = max(best, GATE_TIME)
                        if has_time(needs, offers, i, j):
                            best = GATES if not is_avoided(needs, i, j) else max(best, GATE_AVOIDED)
                if best >= most:
                    return best
    return best
