"""Why this volunteer was thought of: kept with each match, and read again to be shown.

Distances that anybody is shown are between the middles of two 1 km squares, never between homes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from matcher.domain.by_hand import Hand
from matcher.domain.places import Point
from matcher.engine.problem import Ints

CELL_M = 1_000


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is said beside a name. `next_best_more_m` is below 0 where the next would be cheaper.

    `cell_distance_m` is None for remote help, 0 within one square. What others would have cost
    is for coordinators: it is made of exact distances. `set_aside` are the rules that a
    coordinator set aside to ask all the same: whoever is asked is told.
    """

    cell_distance_m: int | None = None
    same_borough: bool = False
    languages: tuple[str, ...] = ()
    next_best_offer: str | None = None
    next_best_more_m: int | None = None
    set_aside: tuple[Hand, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As it is kept with a match."""
        kept = {
            "cell_distance_m": self.cell_distance_m,
            "same_borough": self.same_borough,
            "languages": list(self.languages),
            "next_best_offer": self.next_best_offer,
            "next_best_more_m": self.next_best_more_m,
        }
        return kept | {"set_aside": list(self.set_aside)} if self.set_aside else kept


def reasons_from(kept: Mapping[str, Any]) -> Reasons:
    """The reasons that `kept` or a round wrote down; nothing where there are none."""
    return Reasons(
        cell_distance_m=kept.get("cell_distance_m"),
        same_borough=bool(kept.get("same_borough")),
        languages=tuple(kept.get("languages") or ()),
        next_best_offer=kept.get("next_best_offer"),
        next_best_more_m=kept.get("next_best_more_m"),
        set_aside=tuple(Hand(one) for one in kept.get("set_aside") or ()),
    )


def cell_distance_m(one: Point, other: Point) -> int:
    """Metres between the middles of the squares that two places lie in."""
    apart = cell_distances_m(one.easting, one.northing, other.easting, other.northing)
    return int(apart)


def cell_distances_m(
    easting: ArrayLike, northing: ArrayLike, other_easting: ArrayLike, other_northing: ArrayLike
) -> Ints:
    """The same for many pairs of places."""
    east = np.asarray(easting) // CELL_M - np.asarray(other_easting) // CELL_M
    north = np.asarray(northing) // CELL_M - np.asarray(other_northing) // CELL_M
    metres: Ints = np.rint(CELL_M * np.hypot(east, north)).astype(np.int64)
    return metres
