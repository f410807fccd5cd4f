"""Where the offers are: grids by reach and category, and plain lists for remote help.

Offers that reach about equally far share a level, so that a far-reaching offer never makes
a search for near ones walk half the country. Within a level the ground is cut into square
cells; `slot` holds, category by category and cell by cell, the offer rows.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.domain.categories import CATEGORIES
from matcher.engine.problem import REMOTE, Ints, OfferArrays, Rows

LEVEL_REACH_M = (4_000, 16_000, 64_000, 256_000, 2_000_000)
OFFERS_A_CELL = 6
SMALLEST_CELL_M = 125
MOST_CELLS_ACROSS_REACH = 16
MOST_CELLS = 4_000_000


class TownIndex(NamedTuple):
    """Offers by level, category and cell.

    Level `l` covers `wide[l]` × `high[l]` cells of `cell_m[l]` metres from (`west[l]`,
    `south[l]`). `occupied[cells_from[l] + cell]` numbers the cells that hold anybody (-1
    otherwise); `slot[start[c, k] : start[c, k + 1]]` are the offers of category `c` in the
    occupied cell `k`. `reach[l, c]` is the widest radius there, -1 where nobody is.
    """

    west: Ints
    south: Ints
    cell_m: Ints
    wide: Ints
    high: Ints
    reach: Ints  # (levels, categories)
    cells_from: Ints  # (levels + 1,)
    occupied: Rows
    start: NDArray[np.int64]  # (categories, occupied cells + 1)
    slot: Rows
    remote_start: Ints  # (categories + 1,)
    remote_slot: Rows


def index_offers(offers: OfferArrays, present: NDArray[np.bool_] | None = None) -> TownIndex:
    """Return the index of the offers (of those `present`, where given)."""
    rows = np.arange(len(offers.radius), dtype=np.int32)
    if present is not None:
        rows = rows[present]
    levels = np.searchsorted(np.array(LEVEL_REACH_M), offers.radius[rows])
    frames = [_frame(offers, rows[levels == level], level) for level in range(len(LEVEL_REACH_M))]
    west, south, cell_m, wide, high = (
        np.array(part, np.int64) for part in zip(*frames, strict=True)
    )
    cells_from = np.concatenate([[0], np.cumsum(wide * high)]).astype(np.int64)
    column = (offers.easting[rows] - west[levels]) // cell_m[levels]
    line = (offers.northing[rows] - south[levels]) // cell_m[levels]
    cell = cells_from[levels] + line * wide[levels] + column
    occupied = np.full(int(cells_from[-1]), -1, dtype=np.int32)
    held = np.unique(cell)
    occupied[held] = np.arange(len(held), dtype=np.int32)
    start, slot = _by_category(offers, rows, occupied[cell], len(held))
    return TownIndex(
        west, south, cell_m, wide, high,
        _reach(offers, rows, levels), cells_from, occupied, start, slot,
        *_remote(offers, rows),
    )  # fmt: skip


def _frame(offers: OfferArrays, rows: Rows, level: int) -> tuple[int, int, int, int, int]:
    if len(rows) == 0:
        return 0, 0, 1, 0, 0
    east, north = offers.easting[rows], offers.northing[rows]
    west, south = int(east.min()), int(north.min())
    width, height = int(east.max()) - west + 1, int(north.max()) - south + 1
    # People crowd: half the ground is taken as empty.
    by_density = (width * height / 2 * OFFERS_A_CELL / len(rows)) ** 0.5
    cell = max(
        SMALLEST_CELL_M,
        int(by_density),
        min(LEVEL_REACH_M[level], int(offers.radius[rows].max())) // MOST_CELLS_ACROSS_REACH,
        int((width * height / MOST_CELLS) ** 0.5) + 1,
    )
    return west, south, cell, width // cell + 1, height // cell + 1


def _by_category(
    offers: OfferArrays, rows: Rows, cell: Rows, cells: int
) -> tuple[NDArray[np.int64], Rows]:
    order = np.argsort(cell, kind="stable")
    rows, cell = rows[order], cell[order]
    start = np.zeros((len(CATEGORIES), cells + 1), dtype=np.int64)
    parts: list[Rows] = []
    filled = 0
    for category, remote in enumerate(REMOTE):
        chosen = np.zeros(len(rows), dtype=np.bool_)
        if not remote:
            chosen = (offers.categories[rows] >> np.uint64(category)) & np.uint64(1) != 0
        counts = np.bincount(cell[chosen], minlength=cells)
        start[category, 0] = filled
        start[category, 1:] = filled + np.cumsum(counts)
        filled += int(counts.sum())
        parts.append(rows[chosen])
    return start, np.concatenate(parts)


def _reach(offers: OfferArrays, rows: Rows, levels: Ints) -> Ints:
    reach = np.full((len(LEVEL_REACH_M), len(CATEGORIES)), -1, dtype=np.int64)
    for category in range(len(CATEGORIES)):
        chosen = (offers.categories[rows] >> np.uint64(category)) & np.uint64(1) != 0
        np.maximum.at(reach[:, category], levels[chosen], offers.radius[rows[chosen]])
    return reach


def _remote(offers: OfferArrays, rows: Rows) -> tuple[Ints, Rows]:
    parts: list[Rows] = []
    for category, remote in enumerate(REMOTE):
        chosen = (offers.categories[rows] >> np.uint64(category)) & np.uint64(1) != 0
        parts.append(rows[chosen & remote])
    start = np.zeros(len(CATEGORIES) + 1, dtype=np.int64)
    np.cumsum([len(part) for part in parts], out=start[1:])
    return start, np.concatenate(parts)
