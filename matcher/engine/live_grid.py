"""Where the offers of the live index are: cells of a grid with no frame, in linked buckets.

Offers that reach about equally far share a level, with cells of an eighth of its reach. A
cell has no place of its own in memory: its column, line and level are hashed to a bucket,
and each slot remembers its cell, so the grid has no frame, and an offer is put in or taken
out by mending three links.
"""

from typing import NamedTuple

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.live_columns import (
    AFTER,
    BEFORE,
    CELL,
    EASTING,
    NORTHING,
    RADIUS,
    LiveColumns,
)
from matcher.engine.problem import Ints

LEVEL_REACH_M = np.array([1_000, 2_000, 4_000, 16_000, 64_000, 256_000, 2_000_000], dtype=np.int64)
CELL_M = LEVEL_REACH_M // 8
FIRST_BUCKETS = 256
NOBODY = -1


class LiveGrid(NamedTuple):
    """Buckets of slots; their number is a power of two."""

    head: Ints  # (buckets,) first slot of each bucket, -1 where there is none
    cell_m: Ints  # (levels,)
    level_reach_m: Ints  # (levels,)
    widest: Ints  # (levels,) widest radius that was put there, -1 where nobody is
    people: Ints  # (levels,) offers


def empty_grid(buckets: int = FIRST_BUCKETS) -> LiveGrid:
    """Return a grid in which nobody is."""
    return LiveGrid(
        head=np.full(buckets, NOBODY, dtype=np.int64),
        cell_m=CELL_M,
        level_reach_m=LEVEL_REACH_M,
        widest=np.full(len(CELL_M), NOBODY, dtype=np.int64),
        people=np.zeros(len(CELL_M), dtype=np.int64),
    )


@compiled
def cell_number(level: int, column: int, line: int) -> int:
    """One number for a cell of a level; the ground of a level may be 2**27 cells wide."""
    return (((level << 28) + column + (1 << 27)) << 28) + line + (1 << 27)


@compiled
def bucket_of(cell: int, buckets: int) -> int:
    mixed = np.uint64(cell) * np.uint64(0x9E37_79B9_7F4A_7C15)
    return int((mixed >> np.uint64(32)) & np.uint64(buckets - 1))


@compiled
def link(columns: LiveColumns, grid: LiveGrid, slots: Ints) -> None:
    """Put offers into their cells."""
    reach = columns.reach
    for slot in slots:
        level = np.searchsorted(grid.level_reach_m, reach[slot, RADIUS])
        across = grid.cell_m[level]
        cell = cell_number(level, reach[slot, EASTING] // across, reach[slot, NORTHING] // across)
        bucket = bucket_of(cell, len(grid.head))
        first = grid.head[bucket]
        reach[slot, CELL], reach[slot, BEFORE], reach[slot, AFTER] = cell, NOBODY, first
        if first != NOBODY:
            reach[first, BEFORE] = slot
        grid.head[bucket] = slot
        grid.people[level] += 1
        grid.widest[level] = max(grid.widest[level], reach[slot, RADIUS])


@compiled
def unlink(columns: LiveColumns, grid: LiveGrid, slot: int) -> None:
    """Take an offer out of its cell."""
    reach = columns.reach
    before, after = reach[slot, BEFORE], reach[slot, AFTER]
    if before == NOBODY:
        grid.head[bucket_of(reach[slot, CELL], len(grid.head))] = after
    else:
        reach[before, AFTER] = after
    if after != NOBODY:
        reach[after, BEFORE] = before
    level = reach[slot, CELL] >> 56
    grid.people[level] -= 1
    if grid.people[level] == 0:
        grid.widest[level] = NOBODY
