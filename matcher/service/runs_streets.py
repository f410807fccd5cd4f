"""Ways from a street map, where an operator has one: tables for the planner, lines for the map."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.domain.places import Point
from matcher.domain.travel import KINDS, Travel, VehicleKind
from matcher.engine.routes_legs import NO_WAY, Legs, straight_lines

Metres = NDArray[np.int64]
GOING: Mapping[VehicleKind, str] = {
    VehicleKind.CAR_BOOT: "car",
    VehicleKind.CARGO_BIKE: "bicycle",
    VehicleKind.ON_FOOT: "foot",
}
# A line on the board's map shows streets, and no house.
ROUNDED_M = 100


class StreetsSilent(Exception):
    """The street map did not answer, or not with what was asked; its text is for the board."""


class Streets(Protocol):
    """A street map, asked with eastings and northings; both raise `StreetsSilent`."""

    @property
    def source(self) -> str:
        """What it is called."""
        ...

    def tables(self, easting: Metres, northing: Metres) -> Mapping[str, tuple[Metres, Metres]]:
        """Metres and seconds from every place to every other, by way of going; below 0 for none."""
        ...

    def route(self, easting: Metres, northing: Metres, going: str) -> Metres:
        """The way through places in order: (m, 2) eastings and northings."""
        ...


def legs_by_street(streets: Streets, places: Sequence[Point], travel: Travel) -> Legs:
    """The ways between places; straight lines for ways of going that the street map does not know.

    Raises `StreetsSilent` where it tells nothing of use.
    """
    told = streets.tables(*_axes(places))
    legs = straight_lines(places, travel)
    metres, seconds = legs.metres.copy(), legs.seconds.copy()
    for row, kind in enumerate(KINDS):
        if GOING[kind] in told:
            far, long = told[GOING[kind]]
            if far.shape != metres[row].shape or long.shape != seconds[row].shape:
                raise StreetsSilent("The street map told of other places than were asked.")
            nowhere = (far < 0) | (long < 0)
            metres[row] = np.where(nowhere, NO_WAY, np.minimum(far, NO_WAY))
            seconds[row] = np.where(nowhere, NO_WAY, np.minimum(long, NO_WAY))
    return Legs(metres, seconds)


def way_by_street(
    streets: Streets, places: Sequence[Point], kind: VehicleKind
) -> list[list[int]] | None:
    """The line to draw for a run, to the nearest 100 m; None where there is none to be had."""
    try:
        told = streets.route(*_axes(places), GOING[kind])
    except StreetsSilent:
        return None
    near = (np.rint(told / ROUNDED_M) * ROUNDED_M).astype(int).tolist()
    return [one for n, one in enumerate(near) if n == 0 or one != near[n - 1]]


def _axes(places: Sequence[Point]) -> tuple[Metres, Metres]:
    return (
        np.array([place.easting for place in places], np.int64),
        np.array([place.northing for place in places], np.int64),
    )
