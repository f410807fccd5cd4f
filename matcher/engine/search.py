"""Walking the grid outwards from a point, ring by ring: shared by every spatial search."""

from matcher.engine.compiled import compiled
from matcher.engine.town_index import TownIndex


@compiled
def ring_cell(ring: int, step: int) -> tuple[int, int]:
    """Column and line of the `step`-th cell of a ring, counted from its middle.

    Ring 0 is one cell; ring r is the border of a square of 2r + 1 cells, 8r of them.
    """
    if ring == 0:
        return 0, 0
    side, along = divmod(step, 2 * ring)
    if side == 0:
        return along - ring, -ring
    if side == 1:
        return ring, along - ring
    if side == 2:
        return ring - along, ring
    return -ring, ring - along


@compiled
def ring_size(ring: int) -> int:
    """How many cells a ring has."""
    return 8 * ring if ring else 1


@compiled
def column_line(index: TownIndex, level: int, easting: int, northing: int) -> tuple[int, int]:
    """Column and line of the cell that holds the point; may lie outside the frame."""
    cell = index.cell_m[level]
    return (easting - index.west[level]) // cell, (northing - index.south[level]) // cell


@compiled
def ring_distance(index: TownIndex, level: int, easting: int, northing: int, ring: int) -> int:
    """No point of the ring is nearer than this many whole metres."""
    if ring == 0:
        return 0
    cell = index.cell_m[level]
    x = (easting - index.west[level]) % cell
    y = (northing - index.south[level]) % cell
    return int((ring - 1) * cell + min(min(x, cell - x), min(y, cell - y)))


@compiled
def occupied_cell(index: TownIndex, level: int, column: int, line: int) -> int:
    """Number of the occupied cell there, or -1 for empty ground and outside the frame."""
    if column < 0 or line < 0 or column >= index.wide[level] or line >= index.high[level]:
        return -1
    return int(index.occupied[index.cells_from[level] + line * index.wide[level] + column])


@compiled
def last_ring(index: TownIndex, level: int, easting: int, northing: int, reach: int) -> int:
    """The outermost ring worth a look: beyond it lies nothing, or nothing that reaches."""
    column, line = column_line(index, level, easting, northing)
    across = max(max(column, index.wide[level] - 1 - column), 0)
    along = max(max(line, index.high[level] - 1 - line), 0)
    return int(min(reach // index.cell_m[level] + 1, max(across, along)))


@compiled
def first_ring(index: TownIndex, level: int, easting: int, northing: int) -> int:
    """The innermost ring that touches the frame."""
    column, line = column_line(index, level, easting, northing)
    across = max(max(-column, column - index.wide[level] + 1), 0)
    along = max(max(-line, line - index.high[level] + 1), 0)
    return int(max(across, along))
