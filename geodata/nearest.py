"""Which of many points is nearest: found in a strip of the map, not among all of them."""

import numpy as np
from numpy.typing import NDArray

# Half the width of the first strip, and of the last: the whole country fits into it.
_FIRST_M, _LAST_M = 500.0, 5_000_000.0


class FromWest:
    """Points in the order of their eastings; `easting` and `northing` have shape (n,), n > 0.

    A page asks for one point among 180,000: to look at all of them took 0.4 ms, and what other
    pages had at hand was no longer at hand.
    """

    def __init__(self, easting: NDArray[np.int32], northing: NDArray[np.int32]) -> None:
        self._order = np.argsort(easting, kind="stable")
        self._easting = easting[self._order].astype(np.float64)
        self._northing = northing[self._order].astype(np.float64)

    def nearest(self, easting: float, northing: float) -> int:
        """The row of the point nearest to a place, in metres; of equals the first row."""
        reach = _FIRST_M
        while reach < _LAST_M:
            strip = slice(
                self._easting.searchsorted(easting - reach),
                self._easting.searchsorted(easting + reach, "right"),
            )
            squares = self._squares(strip, easting, northing)
            # What is nearer than the strip's border is nearer than all beyond it.
            if len(squares) and squares.min() <= reach * reach:
                return self._first_of(strip, squares)
            reach *= 4
        everywhere = slice(0, len(self._order))
        return self._first_of(everywhere, self._squares(everywhere, easting, northing))

    def _squares(self, strip: slice, easting: float, northing: float) -> NDArray[np.float64]:
        east, north = self._easting[strip] - easting, self._northing[strip] - northing
        squares: NDArray[np.float64] = east * east + north * north
        return squares

    def _first_of(self, strip: slice, squares: NDArray[np.float64]) -> int:
        return int(self._order[strip][squares == squares.min()].min())
