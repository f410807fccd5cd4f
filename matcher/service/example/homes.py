"""Where the people of the example town live."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.domain.refusals import Invalid
from matcher.service.example import facts
from matcher.service.example.draws import Draw, Numbers


class PostcodeArrays(Protocol):
    """The postcodes that the town stands on."""

    codes: tuple[str, ...]

    @property
    def easting(self) -> NDArray[np.int32]: ...
    @property
    def northing(self) -> NDArray[np.int32]: ...
    @property
    def authority(self) -> NDArray[Any]: ...
    def postcode_at(self, row: int) -> str: ...


class Homes:
    """Where people live: boroughs by their residents, within one every live postcode alike."""

    def __init__(self, postcodes: PostcodeArrays, pull: NDArray[np.float64] | None = None) -> None:
        residents = np.array(
            [facts.RESIDENTS_IN_THOUSANDS.get(code, 0) for code in postcodes.codes], dtype=float
        )
        if pull is not None:
            residents = residents * pull
        authority = np.asarray(postcodes.authority, dtype=np.int64)
        live = np.bincount(authority, minlength=len(residents))
        self._weights = (residents / np.maximum(live, 1))[authority]
        self._postcodes = postcodes
        if not self._weights.any():
            raise Invalid("These postcodes hold none in London; the example needs some.")

    def uneven(self, draw: Draw) -> "Homes":
        """Return the homes of volunteers: some boroughs answer a call more than others."""
        normal = draw.uniform(12 * len(self._postcodes.codes)).reshape(12, -1).sum(axis=0) - 6.0
        return Homes(self._postcodes, np.exp(facts.UNEVEN_VOLUNTEERING * normal))

    def draw(self, draw: Draw, n: int) -> Numbers:
        return draw.codes(n, self._weights)
