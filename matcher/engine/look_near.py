"""Looking for better pairs on the ground: outwards, passing over cells that are too dear."""

from matcher.engine.best_pairs import BestPairs, keep
from matcher.engine.compiled import compiled
from matcher.engine.graph import Graph
from matcher.engine.priced_index import PricedIndex, is_listed
from matcher.engine.problem import NeedArrays, OfferArrays
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


@compiled
def look_near(
    needs: NeedArrays,
    offers: OfferArrays,
    priced: PricedIndex,
    graph: Graph,
    i: int,
    bar: int,
    border_m: int,
    best: BestPairs,
) -> int:
    """Fill `best` with the pairs of need `i` that are not listed and cost less than `bar`."""
    count = 0
    for level in range(len(priced.town.cell_m)):
        reach = min(priced.town.reach[level, needs.category[i]], bar)
        if reach >= 0:
            count = _look_at_level(
                needs, offers, priced, graph, i, level, reach, bar, border_m, best, count
            )
    return count


@compiled
def _look_at_level(
    needs: NeedArrays,
    offers: OfferArrays,
    priced: PricedIndex,
    graph: Graph,
    i: int,
    level: int,
    reach: int,
    bar: int,
    border_m: int,
    best: BestPairs,
    count: int,
) -> int:
    town, category = priced.town, needs.category[i]
    east, north = needs.easting[i], needs.northing[i]
    column, line = column_line(town, level, east, north)
    last = last_ring(town, level, east, north, reach)
    for ring in range(first_ring(town, level, east, north), last + 1):
        near = ring_distance(town, level, east, north, ring)
        if near > reach:
            break
        for step in range(ring_size(ring)):
            dx, dy = ring_cell(ring, step)
            cell = occupied_cell(town, level, column + dx, line + dy)
            if cell < 0 or near + priced.cheapest[category, cell] >= bar:
                continue
            for s in range(town.start[category, cell], town.start[category, cell + 1]):
                j = town.slot[s]
                if near + priced.price[j] >= bar or offers.capacity[j] == 0:
                    continue
                metres = distance(needs, offers, i, j)
                cost = metres + border(needs, offers, i, j, border_m)
                worth = cost + priced.price[j]
                if worth >= bar or metres > offers.radius[j]:
                    continue
                if count == len(best.worth) and worth >= best.worth[count - 1]:
                    continue
                if suits(needs, offers, i, j) and not is_listed(graph, i, j):
                    count = keep(best, count, j, cost, worth)
    return count
