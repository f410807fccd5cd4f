"""Looking for better pairs on the ground: outwards, passing over cells that are too dear."""

from matcher.engine.compiled import compiled
from matcher.engine.graph import Graph
from matcher.engine.priced_index import PricedIndex, is_listed
from matcher.engine.problem import Ints, NeedArrays, OfferArrays, Rows
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


@compiled
def look_near(
    needs: NeedArrays,
    offers: OfferArrays,
    priced: PricedIndex,
    graph: Graph,
    i: int,
    level: int,
    bar: int,
    price: Ints,
    border_m: int,
    better: Rows,
    costs: Rows,
    value: Ints,
    count: int,
) -> int:
    index, category, width = priced.town, needs.category[i], len(better)
    reach = min(index.reach[level, category], bar)
    if reach < 0:
        return count
    east, north = needs.easting[i], needs.northing[i]
    column, line = column_line(index, level, east, north)
    for ring in range(
        first_ring(index, level, east, north), last_ring(index, level, east, north, reach) + 1
    ):
        near = ring_distance(index, level, east, north, ring)
        if near > reach:
            break
        for step in range(ring_size(ring)):
            dx, dy = ring_cell(ring, step)
            cell = occupied_cell(index, level, column + dx, line + dy)
            if cell < 0 or near + priced.cheapest[category, cell] >= bar:
                continue
            for s in range(index.start[category, cell], index.start[category, cell + 1]):
                j = index.slot[s]
                if near + price[j] >= bar:
                    continue
                metres = distance(needs, offers, i, j)
                cost = metres + (border_m if needs.borough[i] != offers.borough[j] else 0)
                worth = cost + price[j]
                if worth >= bar or metres > offers.radius[j] or offers.capacity[j] == 0:
                    continue
                if suits(needs, offers, i, j) and not is_listed(graph, i, j):
                    count = _insert(better, costs, value, count, width, j, cost, worth)
    return count


@compiled
def _insert(
    better: Rows, costs: Rows, value: Ints, count: int, width: int, j: int, cost: int, worth: int
) -> int:
    """Keep the `width` smallest by worth, then offer row."""
    place = count if count < width else width - 1
    if count == width and (worth > value[place] or (worth == value[place] and j > better[place])):
        return count
    if count < width:
        count += 1
    while place > 0 and (
        value[place - 1] > worth or (value[place - 1] == worth and better[place - 1] > j)
    ):
        value[place], better[place] = value[place - 1], better[place - 1]
        costs[place] = costs[place - 1]
        place -= 1
    value[place], better[place], costs[place] = worth, j, cost
    return count
