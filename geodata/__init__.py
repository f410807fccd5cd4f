"""The map: postcodes, boroughs, the national grid and geocoding.  It knows no need and no offer.

Only numpy is loaded here.  The names in ``_LATER`` bring shapely or pyproj with them, so their
modules are loaded when somebody first asks (PEP 562): a process that only reads postcodes never
pays for geometry.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from geodata.attribution import ADDRESS_ATTRIBUTION, ATTRIBUTION
from geodata.authorities import Borough, UnknownBorough
from geodata.cells import Cell, cell_from_label, cell_label, cell_of, cells_of, labels_of
from geodata.pack import DamagedPack
from geodata.points import GridPoint, LatLon
from geodata.postcode_text import normalise_postcode
from geodata.postcodes import Place, Postcodes, Precision
from geodata.unknown import UnknownPostcode

if TYPE_CHECKING:
    from geodata.boroughs import OUTSIDE, BoroughMap
    from geodata.grid import to_grid, to_wgs84

__all__ = [
    "ADDRESS_ATTRIBUTION",
    "ATTRIBUTION",
    "OUTSIDE",
    "Borough",
    "BoroughMap",
    "Cell",
    "DamagedPack",
    "GridPoint",
    "LatLon",
    "Place",
    "Postcodes",
    "Precision",
    "UnknownBorough",
    "UnknownPostcode",
    "cell_from_label",
    "cell_label",
    "cell_of",
    "cells_of",
    "labels_of",
    "normalise_postcode",
    "to_grid",
    "to_wgs84",
]

_LATER = {
    "BoroughMap": "geodata.boroughs",
    "OUTSIDE": "geodata.boroughs",
    "to_grid": "geodata.grid",
    "to_wgs84": "geodata.grid",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
