"""Questions to the live index: rings of cells from a need outwards, or a walk of a list."""

from typing import NamedTuple

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.live_columns import LiveColumns
from matcher.engine.live_grid import (
    AFTER,
    CELL,
    EASTING,
    NORTHING,
    RADIUS,
    SLOT,
    SPARE,
    LiveGrid,
    bucket_of,
    cell_number,
)
from matcher.engine.problem import NOBODY, Ints, Masks
from matcher.engine.search import ring_cell, ring_size

NO_LIMIT = np.iinfo(np.int64).max


class Wanted(NamedTuple):
    """One need, in the numbers of the index."""

    easting: int
    northing: int
    borough: int
    category: int
    requires: Masks  # (w,)
    languages: Masks  # (v,), no word at all when it names none
    half_days: np.uint64
    avoid: Ints  # slots of offers
    least_spare: int


# The loops below hand each other single arrays: a tuple of arrays, handed on at every offer,
# costs more in counted references than the rules themselves (0.6 ms against 0.2 ms a query).
@compiled
def _suits(
    j: int,
    provides: Masks,
    languages: Masks,
    given_slots: Masks,
    requires: Masks,
    named: Masks,
    asked_slots: np.uint64,
    avoid: Ints,
) -> bool:
    """Whether attributes, languages, times and the need's avoid list allow the offer."""
    for word in range(len(requires)):
        if requires[word] & ~provides[j, word]:
            return False
    shared = len(named) == 0
    for word in range(len(named)):
        shared = shared or named[word] & languages[j, word] != 0
    if not shared:
        return False
    given = given_slots[j]
    if asked_slots != 0 and given != 0 and asked_slots & given == 0:
        return False
    avoided = False
    for row in range(len(avoid)):
        avoided = avoided or avoid[row] == j
    return not avoided


@compiled
def _metres(entries: Ints, entry: int, easting: int, northing: int) -> int:
    """Distance rounded half up; -1 when it is beyond the offer's radius."""
    dx = np.float64(entries[entry, EASTING] - easting)
    dy = np.float64(entries[entry, NORTHING] - northing)
    metres = int(np.sqrt(dx * dx + dy * dy) + 0.5)
    return metres if metres <= entries[entry, RADIUS] else NOBODY


@compiled
def _ring_distance(cell_m: int, easting: int, northing: int, ring: int) -> int:
    """No point of the ring is nearer than this many whole metres."""
    if ring == 0:
        return 0
    x, y = easting % cell_m, northing % cell_m
    # The cells to the east and north begin where ours ends, one metre further.
    return (ring - 1) * cell_m + min(min(x + 1, cell_m - x), min(y + 1, cell_m - y))


@compiled
def _lowered(best: Ints, cost: int) -> int:
    """Put a cost among the sorted smallest ones; return the greatest that is left of them."""
    if len(best) == 0:
        return NO_LIMIT
    place = len(best) - 1
    while place > 0 and best[place - 1] > cost:
        best[place] = best[place - 1]
        place -= 1
    best[place] = cost
    return int(best[-1])


@compiled
def _with_room(slots: Ints, costs: Ints, limit: int) -> tuple[Ints, Ints, int]:
    """Drop what has become too dear, and double the lists when that leaves them half full."""
    count = 0
    for row in range(len(slots)):
        if costs[row] <= limit:
            slots[count], costs[count] = slots[row], costs[row]
            count += 1
    if 2 * count < len(slots):
        return slots, costs, count
    wider = np.empty(2 * len(slots), dtype=np.int64)
    dearer = np.empty(2 * len(slots), dtype=np.int64)
    wider[:count], dearer[:count] = slots[:count], costs[:count]
    return wider, dearer, count


@compiled
def within_reach(
    columns: LiveColumns, grid: LiveGrid, wanted: Wanted, border_m: int, step_m: int, best: Ints
) -> tuple[Ints, Ints]:
    """Return the slots and costs of the cheapest eligible offers, in no order.

    `best` is room for the k smallest costs, filled with `NO_LIMIT`; with no room at all,
    everybody is returned. Who costs as much as the k-th is returned too: which of them comes
    first is a matter of ids, and those stay at the door.
    """
    slots, costs, count, limit = np.empty(64, np.int64), np.empty(64, np.int64), 0, NO_LIMIT
    borough, load, _, provides, languages, given = columns
    east, north, home, category, requires, named, asked, avoid, least = wanted
    head, entries = grid.head, grid.entries
    for level in range(len(grid.cell_m)):
        widest, across = grid.widest[level, category], grid.cell_m[level]
        for ring in range(widest // across + 2):
            near = _ring_distance(across, east, north, ring)
            if near > widest or near > limit:
                break
            for step in range(ring_size(ring)):
                dx, dy = ring_cell(ring, step)
                column, line = east // across + dx, north // across + dy
                cell = cell_number(level, category, column, line)
                entry = head[bucket_of(cell, len(head))]
                while entry != NOBODY:
                    cost = NOBODY
                    # Several cells may share a bucket.
                    if entries[entry, CELL] == cell and entries[entry, SPARE] >= least:
                        cost = _metres(entries, entry, east, north)
                    if cost != NOBODY and cost <= limit:
                        j = entries[entry, SLOT]
                        cost += step_m * load[j] + (border_m if borough[j] != home else 0)
                        if cost <= limit and _suits(
                            j, provides, languages, given, requires, named, asked, avoid
                        ):
                            limit = _lowered(best, cost)
                            if count == len(slots):
                                slots, costs, count = _with_room(slots, costs, limit)
                            slots[count], costs[count] = j, cost
                            count += 1
                    entry = entries[entry, AFTER]
    cheap = costs[:count] <= limit
    return slots[:count][cheap], costs[:count][cheap]


@compiled
def first_that_suit(columns: LiveColumns, wanted: Wanted, walk: Ints, most: int) -> Ints:
    """Return the first `most` slots of a walk whose offers suit at any distance."""
    _, _, spare, provides, languages, given = columns
    _, _, _, _, requires, named, asked, avoid, least = wanted
    chosen = np.empty(min(most, len(walk)), dtype=np.int64)
    count = 0
    for j in walk:
        if count == len(chosen):
            break
        if spare[j] >= least and _suits(
            j, provides, languages, given, requires, named, asked, avoid
        ):
            chosen[count] = j
            count += 1
    return chosen[:count]
