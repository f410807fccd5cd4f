"""Where the offers of the live index are: cells of a grid with no frame, in linked buckets.

Offers of one category that reach about equally far share cells of an eighth of that reach,
so that a rare kind of help is not looked for among all the others. A cell has no place of
its own in memory: its number is hashed to a bucket, and every entry remembers its cell. So
the grid needs no frame, and an entry is put in or taken out by mending three links.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from matcher.domain.categories import CATEGORIES
from matcher.domain.offers import Offer
from matcher.engine.compiled import compiled
from matcher.engine.problem import CATEGORY_NUMBER, NOBODY, REMOTE, Ints

LEVEL_REACH_M = np.array([1_000, 2_000, 4_000, 16_000, 64_000, 256_000, 2_000_000], dtype=np.int64)
CELL_M = LEVEL_REACH_M // 8
FIRST_BUCKETS = 256

# An entry is one offer in one category: eight numbers, one line of the processor's cache.
EASTING, NORTHING, RADIUS, SPARE, SLOT, CELL, AFTER, BEFORE = range(8)


class LiveGrid(NamedTuple):
    """Entries, and the buckets that they are linked in; the number of buckets is a power of two.

    An entry holds, by the names above: place and service radius in metres, the places left,
    the slot of the offer, the cell, and the next and the previous entry of its bucket, -1 at
    the ends.
    """

    entries: Ints  # (room, 8)
    head: Ints  # (buckets,) first entry of each bucket, -1 where there is none
    cell_m: Ints  # (levels,)
    level_reach_m: Ints  # (levels,)
    widest: Ints  # (levels, categories) widest radius put there, -1 where nobody is
    people: Ints  # (levels, categories)


@compiled
def cell_number(level: int, category: int, column: int, line: int) -> int:
    """One number for a cell; the ground may be 2**26 cells wide, 8,000 km of the smallest."""
    cell = ((level << 5) + category) << 26
    return ((cell + column + (1 << 25)) << 26) + line + (1 << 25)


@compiled
def bucket_of(cell: int, buckets: int) -> int:
    """The bucket of a cell: all its bits decide, or all categories of a place would meet in one.

    One multiplication carries no bit downwards, hence the shift and the second (the mixing of
    splitmix64); with one alone the slowest questions took twice as long.
    """
    mixed = np.uint64(cell) * np.uint64(0x9E37_79B9_7F4A_7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
    return int((mixed >> np.uint64(32)) & np.uint64(buckets - 1))


@compiled
def _link(grid: LiveGrid, new: Ints, categories: Ints) -> None:
    """Put entries into their cells."""
    entries = grid.entries
    for row in range(len(new)):
        entry, category = new[row], categories[row]
        level = np.searchsorted(grid.level_reach_m, entries[entry, RADIUS])
        across = grid.cell_m[level]
        column, line = entries[entry, EASTING] // across, entries[entry, NORTHING] // across
        cell = cell_number(level, category, column, line)
        bucket = bucket_of(cell, len(grid.head))
        first = grid.head[bucket]
        entries[entry, CELL], entries[entry, BEFORE], entries[entry, AFTER] = cell, NOBODY, first
        if first != NOBODY:
            entries[first, BEFORE] = entry
        grid.head[bucket] = entry
        grid.people[level, category] += 1
        grid.widest[level, category] = max(grid.widest[level, category], entries[entry, RADIUS])


@compiled
def _unlink(grid: LiveGrid, old: Ints) -> None:
    """Take entries out of their cells."""
    entries = grid.entries
    for entry in old:
        before, after, cell = entries[entry, BEFORE], entries[entry, AFTER], entries[entry, CELL]
        if before == NOBODY:
            grid.head[bucket_of(cell, len(grid.head))] = after
        else:
            entries[before, AFTER] = after
        if after != NOBODY:
            entries[after, BEFORE] = before
        level, category = cell >> 57, (cell >> 52) & 31
        grid.people[level, category] -= 1
        if grid.people[level, category] == 0:
            grid.widest[level, category] = NOBODY


class ServiceAreas:
    """Where help that travels can be had: the grid, and which entries an offer has in it."""

    def __init__(self) -> None:
        self._entries_of: dict[int, Ints] = {}  # by slot
        self._free: list[int] = []
        self._met = 0
        self.grid = _with_buckets(np.zeros((FIRST_BUCKETS, BEFORE + 1), np.int64), FIRST_BUCKETS)

    def put(self, offers: Iterable[tuple[int, Offer, int]]) -> None:
        """Take in offers: slot, offer and places left; paused ones and remote help stay out."""
        new: list[tuple[int, int, int, int, int]] = []
        categories: list[int] = []
        ends = []
        for slot, offer, spare in offers:
            place, radius = offer.place, offer.radius_m
            numbers = [] if offer.paused else [CATEGORY_NUMBER[one] for one in offer.categories]
            numbers = sorted(number for number in numbers if not REMOTE[number])
            categories += numbers
            new += [(place.easting, place.northing, radius, spare, slot)] * len(numbers)
            ends.append((slot, len(new)))
        rows = self._room_for(len(new))
        begin = 0
        for slot, end in ends:
            self._entries_of[slot] = rows[begin:end]
            begin = end
        if new:
            self.grid.entries[rows, : SLOT + 1] = new
            _link(self.grid, rows, np.array(categories, dtype=np.int64))

    def take(self, slot: int) -> None:
        """Take out an offer."""
        rows = self._entries_of.pop(slot)
        _unlink(self.grid, rows)
        self._free += rows.tolist()

    def count(self, slot: int, spare: int) -> None:
        """Say how many places an offer has left."""
        self.grid.entries[self._entries_of[slot], SPARE] = spare

    def _room_for(self, many: int) -> Ints:
        """Return free entries; where there are too few, all move to a larger grid."""
        while len(self._free) < many and self._met < len(self.grid.entries):
            self._free.append(self._met)
            self._met += 1
        if len(self._free) < many:
            room = len(self.grid.entries)
            while room < self._met + many:
                room *= 2
            entries = np.zeros((room, BEFORE + 1), dtype=np.int64)
            entries[: self._met] = self.grid.entries[: self._met]
            self.grid = _with_buckets(entries, room)
            there = np.concatenate([np.zeros(0, np.int64), *self._entries_of.values()])
            _link(self.grid, there, (entries[there, CELL] >> 52) & 31)
            return self._room_for(many)
        rows = np.array(self._free[len(self._free) - many :], dtype=np.int64)
        del self._free[len(self._free) - many :]
        return rows


def _with_buckets(entries: Ints, buckets: int) -> LiveGrid:
    levels, kinds = len(CELL_M), len(CATEGORIES)
    return LiveGrid(
        entries=entries,
        head=np.full(buckets, NOBODY, dtype=np.int64),
        cell_m=CELL_M,
        level_reach_m=LEVEL_REACH_M,
        widest=np.full((levels, kinds), NOBODY, dtype=np.int64),
        people=np.zeros((levels, kinds), dtype=np.int64),
    )
