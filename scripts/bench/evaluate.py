"""What an answer is worth, worked out from the arrays alone, in plain numpy.

Shares nothing with any solver: the rules and the objective of docs are said once more, and a
test holds them to the domain.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.engine.problem import REMOTE, Ints, Problem, Rows


class Unfair(Exception):
    """An answer breaks a rule of the round, so its figures would compare nothing."""


@dataclass(frozen=True, slots=True)
class Worth:
    """The figures of one answer; metres are of those who travel, whatever they cost."""

    objective: int
    units: int
    served: int
    unserved: int
    travelled: int  # matches of categories that know a distance
    total_distance_m: int

    @property
    def mean_distance_m(self) -> float:
        """Metres a match, of those who travel; 0 when nobody does."""
        return self.total_distance_m / max(1, self.travelled)


def distances_m(problem: Problem, need: Rows, offer: Rows) -> Ints:
    """Metres between the places of each pair, rounded half up; 0 for remote categories."""
    needs, offers = problem.needs, problem.offers
    east = needs.easting[need].astype(np.float64) - offers.easting[offer]
    north = needs.northing[need].astype(np.float64) - offers.northing[offer]
    metres = np.floor(np.hypot(east, north) + 0.5).astype(np.int64)
    return np.where(REMOTE[needs.category[need]], 0, metres)


def pair_costs(problem: Problem, need: Rows, offer: Rows) -> Ints:
    """Distance and border of each pair."""
    needs, offers = problem.needs, problem.offers
    border = (needs.borough[need] != offers.borough[offer]) & ~REMOTE[needs.category[need]]
    costs: Ints = distances_m(problem, need, offer) + problem.params.borough_penalty_m * border
    return costs


def eligible_pairs(problem: Problem, need: Rows, offer: Rows) -> NDArray[np.bool_]:
    """Whether every rule allows each pair."""
    needs, offers = problem.needs, problem.offers
    category = needs.category[need]
    gives = (offers.categories[offer] >> category.astype(np.uint64)) & np.uint64(1) != 0
    within = distances_m(problem, need, offer) <= offers.radius[offer]
    provided = ~np.any(needs.requires[need] & ~offers.provides[offer], axis=1)
    named = np.any(needs.languages[need], axis=1)
    shared = np.any(needs.languages[need] & offers.languages[offer], axis=1)
    asked, given = needs.slots[need], offers.slots[offer]
    in_time = (asked == 0) | (given == 0) | (asked & given != 0)
    allowed: NDArray[np.bool_] = (
        gives & (within | REMOTE[category]) & provided & (shared | ~named) & in_time
    )
    allowed &= ~_avoided(problem, need, offer)
    return allowed


def worth_of(problem: Problem, need: Rows, offer: Rows) -> Worth:
    """Check an answer, given as pairs of rows, and work out its figures; `Unfair` if it cheats."""
    n, m = len(problem.needs.units), len(problem.offers.radius)
    served, used = np.bincount(need, minlength=n), np.bincount(offer, minlength=m)
    for fault, broken in (
        ("pairs that no rule allows", ~eligible_pairs(problem, need, offer)),
        ("pairs matched twice", np.diff(np.sort(_keys(problem, need, offer))) == 0),
        ("needs given more than they asked", served > problem.needs.units),
        ("offers over their capacity", used > problem.offers.capacity),
    ):
        if broken.any():
            raise Unfair(f"{int(broken.sum()):,} {fault}.")
    unserved = problem.needs.units - served
    load = problem.params.load_step_m * (used * problem.offers.recent + used * (used - 1) // 2)
    return Worth(
        objective=int(pair_costs(problem, need, offer).sum())
        + int(load.sum())
        + int((unserved * problem.needs.penalty).sum()),
        units=problem.units,
        served=len(need),
        unserved=int(unserved.sum()),
        travelled=int((~REMOTE[problem.needs.category[need]]).sum()),
        total_distance_m=int(distances_m(problem, need, offer).sum()),
    )


def _keys(problem: Problem, need: Rows | Ints, offer: Rows) -> Ints:
    return need.astype(np.int64) * len(problem.offers.radius) + offer


def _avoided(problem: Problem, need: Rows, offer: Rows) -> NDArray[np.bool_]:
    start, avoid_offer = problem.needs.avoid_start, problem.needs.avoid_offer
    lengths = np.diff(start)
    # Only the lists of the needs that are asked about: one question is often about one need.
    asked = np.flatnonzero((np.bincount(need, minlength=len(lengths)) > 0) & (lengths > 0))
    many = lengths[asked]
    place = np.arange(many.sum()) + np.repeat(start[asked] - (np.cumsum(many) - many), many)
    listed = _keys(problem, np.repeat(asked, many), avoid_offer[place])
    return np.isin(_keys(problem, need, offer), listed)
