"""What one more volunteer would be worth, in each borough and for each kind of help.

The price of a need is what one unit of it costs the town at the margin. A newcomer who
serves it from `d` metres away saves the town the price less the cost of the pair, and is
worth the most that they could save, or nothing. With the least of all optimal prices, that
is exactly how far the objective would fall if they came and all were solved again.
"""

from typing import NamedTuple

import numpy as np

from matcher.domain.offers import DEFAULT_RADIUS_M
from matcher.engine.compiled import compiled
from matcher.engine.problem import REMOTE, Ints, Problem, Rows

CELL_M = 500
NOT_ASKED = -1
ANYWHERE = -1


class Values(NamedTuple):
    """A row for each borough and category with needs, in that order; remote help comes last.

    `borough` is the number of the borough in the problem, or -1 for remote help, which any
    place will do for. The volunteer meant has one place free, no recent matches, the usual
    service radius and everything that a need can ask for, and lives at the best of the
    places of that borough's needs: (`easting`, `northing`).
    """

    borough: Ints
    category: Ints
    value_m: Ints  # metres-equivalent, at least 0
    easting: Ints
    northing: Ints


class Spots(NamedTuple):
    """The different places of needs, by category, cell and borough; the dearest need of each.

    `cell` numbers squares of a grid `wide` cells across, category after category and line
    after line, so that neighbours in a line are neighbours here. Spots of one cell and
    borough are a run; `run_end` says where the run of each spot ends.
    """

    wide: int
    cell: Ints
    borough: Rows
    category: Rows
    easting: Ints
    northing: Ints
    price: Ints
    run_end: Ints


def volunteer_values(problem: Problem, need_price: Ints) -> Values:
    """Return what one more volunteer is worth, wherever somebody asked for help."""
    travels = ~REMOTE[problem.needs.category]
    spots = _spots(problem, need_price, np.nonzero(travels)[0])
    value = np.full((len(problem.boroughs), len(REMOTE)), NOT_ASKED, dtype=np.int64)
    place = np.zeros(value.shape, dtype=np.int64)
    dearest_first = np.argsort(-spots.price, kind="stable")
    _at_own_needs(spots, dearest_first, value, place)
    _across_borders(spots, dearest_first, problem.params.borough_penalty_m, value, place)
    borough, category = np.nonzero(value != NOT_ASKED)
    at = place[borough, category]
    far = _remote_values(problem, need_price, np.nonzero(~travels)[0])
    near = Values(
        borough, category, value[borough, category], spots.easting[at], spots.northing[at]
    )
    return Values(*(np.concatenate(pair) for pair in zip(near, far, strict=True)))


def _spots(problem: Problem, need_price: Ints, rows: Ints) -> Spots:
    needs = problem.needs
    east, north = needs.easting[rows].astype(np.int64), needs.northing[rows].astype(np.int64)
    borough, category, price = needs.borough[rows], needs.category[rows], need_price[rows]
    column = (east - east.min(initial=2**31)) // CELL_M
    line = (north - north.min(initial=2**31)) // CELL_M
    # A margin of cells around the frame, so that a neighbour is never another line's end.
    margin = DEFAULT_RADIUS_M // CELL_M + 2
    wide, high = column.max(initial=0) + 2 * margin, line.max(initial=0) + 2 * margin
    cell = (category * high + line + margin) * wide + column + margin
    order = np.lexsort((-price, north, east, borough, cell))
    key = np.stack([cell, borough, east, north])[:, order]
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (key[:, 1:] != key[:, :-1]).any(axis=0)
    chosen, key = order[fresh], key[:, fresh]
    ends = np.append(np.nonzero((key[:2, 1:] != key[:2, :-1]).any(axis=0))[0] + 1, len(chosen))
    run_end = ends[np.searchsorted(ends, np.arange(len(chosen)), side="right")]
    return Spots(
        int(wide), cell[chosen], borough[chosen], category[chosen],
        east[chosen], north[chosen], price[chosen], run_end,
    )  # fmt: skip


@compiled
def _at_own_needs(spots: Spots, dearest_first: Ints, value: Ints, place: Ints) -> None:
    """A newcomer next door to the dearest need of a borough serves it at no cost."""
    for s in dearest_first:
        b, c = spots.borough[s], spots.category[s]
        if value[b, c] == NOT_ASKED:
            value[b, c], place[b, c] = spots.price[s], s


@compiled
def _across_borders(
    spots: Spots, dearest_first: Ints, border_m: int, value: Ints, place: Ints
) -> None:
    """A newcomer may be worth more to a dear need of the next borough, within the radius."""
    around = DEFAULT_RADIUS_M // CELL_M + 1
    for s in dearest_first:
        for line in range(-around, around + 1):
            middle = spots.cell[s] + line * spots.wide
            t = np.searchsorted(spots.cell, middle - around)
            while t < len(spots.cell) and spots.cell[t] <= middle + around:
                b, c = spots.borough[t], spots.category[s]
                if b != spots.borough[s] and spots.price[s] - border_m > value[b, c]:
                    _best_of_run(spots, s, t, border_m, value, place)
                t = spots.run_end[t]


@compiled
def _best_of_run(spots: Spots, s: int, first: int, border_m: int, value: Ints, place: Ints) -> None:
    b, c = spots.borough[first], spots.category[s]
    for t in range(first, spots.run_end[first]):
        east = np.float64(spots.easting[s] - spots.easting[t])
        north = np.float64(spots.northing[s] - spots.northing[t])
        metres = np.int64(np.sqrt(east * east + north * north) + 0.5)
        saved = spots.price[s] - metres - border_m
        if metres <= DEFAULT_RADIUS_M and saved > value[b, c]:
            value[b, c], place[b, c] = saved, t


def _remote_values(problem: Problem, need_price: Ints, rows: Ints) -> Values:
    needs = problem.needs
    rows = rows[np.lexsort((-need_price[rows], needs.category[rows]))]
    category, first = np.unique(needs.category[rows], return_index=True)
    rows = rows[first]
    return Values(
        np.full(len(rows), ANYWHERE, dtype=np.int64),
        category.astype(np.int64),
        need_price[rows],
        needs.easting[rows].astype(np.int64),
        needs.northing[rows].astype(np.int64),
    )
