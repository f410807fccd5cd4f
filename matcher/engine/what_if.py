"""What would change: more matches with wider radii, and with one more volunteer or several.

Wider radii are asked of what a round left: everybody who was paired stays paired, and the units
left over look among the places left over. More volunteers are asked of the whole round, which is
solved again with them. Both answers are exact, each to its own question.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from matcher.domain.offers import DEFAULT_RADIUS_M
from matcher.engine.evaluate import distances
from matcher.engine.problem import Ints, OfferArrays, Problem
from matcher.engine.result import Result
from matcher.engine.solve import solve

ALL = np.uint64(2**64 - 1)


class Newcomers(NamedTuple):
    """So many volunteers for one kind of help, with all that a need can ask for.

    As in `matcher.engine.values`: each has one place free, no recent matches and the usual
    service radius. `borough` is a number of the problem's.
    """

    many: int
    borough: int
    category: int
    easting: int
    northing: int


class Change(NamedTuple):
    """More units `matched`, and by how much all ways together get `shorter_m` (or longer: < 0).

    Ways are straight lines in metres, and nothing else: no penalty, no border, no load.
    """

    matched: int
    shorter_m: int


def found_with_wider_radii(problem: Problem, result: Result, metres: int) -> Ints:
    """Return how many units of each need would be matched too if all went `metres` further."""
    found = np.zeros(len(problem.needs.units), dtype=np.int64)
    rows = np.flatnonzero(result.unserved)
    if not len(rows):
        return found
    again = solve(_left_over(problem, result, rows, metres))
    np.add.at(found, rows[again.need_row], 1)
    return found


def change_with(problem: Problem, result: Result, newcomers: Newcomers) -> Change:
    """Return what changes when the round of `result` is solved again with newcomers."""
    more = replace(problem, offers=_joined(problem.offers, newcomers))
    again = solve(more)
    matched = len(again.need_row) - len(result.need_row)
    return Change(matched, _ways_m(problem, result) - _ways_m(more, again))


def _left_over(problem: Problem, result: Result, rows: Ints, metres: int) -> Problem:
    needs, offers = problem.needs, problem.offers
    used = np.bincount(result.offer_row, minlength=len(offers.radius)).astype(np.int32)
    lengths = np.diff(needs.avoid_start)[rows]
    avoided = [
        needs.avoid_offer[needs.avoid_start[row] : needs.avoid_start[row + 1]] for row in rows
    ]
    left = needs._replace(
        **{
            name: getattr(needs, name)[rows]
            for name in needs._fields
            if name not in ("avoid_start", "avoid_offer")
        }
    )
    return replace(
        problem,
        needs=left._replace(
            units=result.unserved[rows].astype(np.int32),
            avoid_start=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            avoid_offer=np.concatenate(avoided).astype(np.int32),
        ),
        offers=offers._replace(
            radius=(offers.radius + metres).astype(np.int32),
            capacity=(offers.capacity - used).astype(np.int32),
            recent=(offers.recent + used).astype(np.int32),
        ),
    )


def _joined(offers: OfferArrays, more: Newcomers) -> OfferArrays:
    one = {
        "easting": more.easting,
        "northing": more.northing,
        "borough": more.borough,
        "categories": 1 << more.category,
        "radius": DEFAULT_RADIUS_M,
        "capacity": 1,
        "recent": 0,
        "provides": ALL,
        "languages": ALL,
        "slots": ALL,
    }

    def column(name: str) -> np.ndarray:
        known = getattr(offers, name)
        fresh = np.full((more.many, *known.shape[1:]), one[name], dtype=known.dtype)
        return np.concatenate([known, fresh])

    return OfferArrays(**{name: column(name) for name in OfferArrays._fields})


def _ways_m(problem: Problem, result: Result) -> int:
    """The straight ways of all matches together, metres."""
    return int(distances(problem, result.need_row, result.offer_row).sum())
