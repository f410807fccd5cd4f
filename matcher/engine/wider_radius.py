"""What would help: how much wider some offer's radius would have to be to serve a need."""

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.gathered import Gathered, all_provided, any_spoken, ceiling, gathered_from
from matcher.engine.problem import REMOTE, Ints, NeedArrays, OfferArrays, Problem
from matcher.engine.result import Result
from matcher.engine.rules import GATES, distance, suits
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
from matcher.engine.town_index import TownIndex, index_offers

NONE_WOULD_HELP = -1
EVERYWHERE = 2**40


def wider_radius(problem: Problem, result: Result, rows: Ints) -> Ints:
    """Return, for each of the needs `rows`, the least metres to add to some offer's radius.

    So that an offer which passes every other gate, and has a place free after this round,
    reaches the need; -1 where no radius would help, and for remote help, which has none.
    """
    needs, offers = problem.needs, problem.offers
    extra = np.full(len(rows), NONE_WOULD_HELP, dtype=np.int64)
    used = np.bincount(result.offer_row, minlength=len(offers.radius))
    index = index_offers(offers, present=offers.capacity > used)
    gathered = gathered_from(index, offers)

    def search(low: int, high: int) -> None:
        near = np.nonzero(~REMOTE[needs.category[rows[low:high]]])[0] + low
        _search(needs, offers, index, gathered, rows, near, extra)

    in_chunks(search, len(rows))
    return extra


@compiled
def _search(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
    gathered: Gathered,
    rows: Ints,
    near: Ints,
    extra: Ints,
) -> None:
    for k in near:
        if ceiling(needs, gathered, rows[k], -1) < GATES:
            continue
        least = EVERYWHERE
        for level in range(len(index.cell_m)):
            if index.reach[level, needs.category[rows[k]]] >= 0:
                least = _walk_level(needs, offers, index, gathered, rows[k], level, least)
        if least < EVERYWHERE:
            extra[k] = least


@compiled
def _walk_level(
    needs: NeedArrays,
    offers: OfferArrays,
    index: TownIndex,
    gathered: Gathered,
    i: int,
    level: int,
    least: int,
) -> int:
    """Walk outwards until even the widest radius would have to grow by `least` or more."""
    category = needs.category[i]
    reach = index.reach[level, category]
    east, north = needs.easting[i], needs.northing[i]
    column, line = column_line(index, level, east, north)
    for ring in range(
        first_ring(index, level, east, north),
        last_ring(index, level, east, north, EVERYWHERE) + 1,
    ):
        if ring_distance(index, level, east, north, ring) - reach >= least:
            break
        for step in range(ring_size(ring)):
            dx, dy = ring_cell(ring, step)
            cell = occupied_cell(index, level, column + dx, line + dy)
            if (
                cell < 0
                or not all_provided(needs.requires, gathered.provides, i, category, cell)
                or not any_spoken(needs.languages, gathered.languages, i, category, cell)
            ):
                continue
            for s in range(index.start[category, cell], index.start[category, cell + 1]):
                j = index.slot[s]
                more = distance(needs, offers, i, j) - offers.radius[j]
                if 0 < more < least and suits(needs, offers, i, j):
                    least = int(more)
    return least
