"""The map as services need it: what is asked of postcodes and boroughs, and nothing of geodata.

The bootstrap fills it in, so that no service waits for a map that it does not look at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray


class PlaceOfPostcode(Protocol):
    """One postcode, or the middle of a part of one."""

    @property
    def postcode(self) -> str: ...
    @property
    def easting(self) -> int: ...
    @property
    def northing(self) -> int: ...
    @property
    def authority(self) -> str: ...


class PostcodeStore(Protocol):
    """What is asked of the postcodes: rows of arrays, and one place with its complaint."""

    codes: tuple[str, ...]

    @property
    def easting(self) -> NDArray[np.int32]: ...
    @property
    def northing(self) -> NDArray[np.int32]: ...
    @property
    def authority(self) -> NDArray[Any]: ...
    def rows_of(self, texts: Sequence[str]) -> NDArray[np.int32]: ...
    def row_of(self, text: str) -> int: ...
    def postcode_at(self, row: int) -> str: ...
    def rows_under(self, text: str) -> slice: ...
    def nearest(self, easting: float, northing: float) -> PlaceOfPostcode: ...
    def outward_codes(self) -> tuple[tuple[str, ...], NDArray[np.int64]]: ...
    def find(self, text: str) -> PlaceOfPostcode:
        """Return a place, or raise a LookupError whose text is one plain sentence."""


class Borough(Protocol):
    """One borough of the map."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def in_london(self) -> bool: ...


class Boroughs(Protocol):
    """What is asked of the map of boroughs: which one a point is in, and its outline."""

    @property
    def boroughs(self) -> Sequence[Borough]: ...
    def indices_at(
        self, eastings: Sequence[int], northings: Sequence[int], /
    ) -> NDArray[np.int16]: ...
    def within(self, easting: float, northing: float, metres: float, /) -> Sequence[Borough]: ...
    def outline(self, code: str) -> Any: ...


class ToGrid(Protocol):
    """Turn degrees into metres; a ValueError's text is one plain sentence."""

    def __call__(
        self, latitude: NDArray[np.float64], longitude: NDArray[np.float64], /
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]: ...


class ToCell(Protocol):
    """The label of the 1 km square that a point lies in, such as TQ3375."""

    def __call__(self, easting: float, northing: float, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The map as services need it, put together by the bootstrap."""

    postcodes: PostcodeStore
    boroughs: Boroughs
    to_grid: ToGrid
    cell_at: ToCell
    attribution: tuple[str, ...] = ()

    def borough_names(self) -> dict[str, str]:
        return {borough.code: borough.name for borough in self.boroughs.boroughs}
