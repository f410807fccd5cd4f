"""Ways from a street map, where an operator has one: what the planner asks of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from matcher.domain.places import Point
from matcher.engine.routes_legs import Legs


@dataclass(frozen=True, slots=True)
class StreetLegs:
    """The ways between all places of a day, and the name of who told them."""

    legs: Legs
    source: str


class StreetsSilent(Exception):
    """The street map did not answer, or not with what was asked; its text is for the board."""


class Streets(Protocol):
    """A street map: metres and seconds between places, for each kind of vehicle."""

    def between(self, places: Sequence[Point]) -> StreetLegs:
        """Every way between these places; `StreetsSilent` where there is no good answer."""
        ...
