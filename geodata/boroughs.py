"""Which borough is this?  Points, names, neighbours and outlines of one pack."""

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geodata.authorities import Authorities, Borough
from geodata.outlines import Outline, feature_collection, read_outlines
from geodata.pack import DEFAULT_FOLDER, DamagedPack, read_manifest
from geodata.raster import OUTSIDE, Raster, rasterise

__all__ = ["OUTSIDE", "BoroughMap"]

# Metres: whoever asks whether an outline is that near has its nearest border looked for.
_FAR_OFF = 1e7


class BoroughMap:
    """The boroughs of a pack and their outlines.

    Numbers in arrays are the same as in `Postcodes` of the same folder: ``boroughs[i]`` is the
    authority ``codes[i]``.  A point on a shared border belongs to the borough of the lower
    number, so that every answer is certain.  One map can serve every thread.
    """

    def __init__(self, authorities: Authorities, outlines: tuple[Outline, ...]) -> None:
        self._authorities = authorities
        self._outlines = outlines
        self._tree = shapely.STRtree(outlines)
        self._as_array = np.array(outlines, object)
        self._bounds = shapely.bounds(self._as_array)
        shapely.prepare(self._as_array)
        # GEOS builds the indexes of a prepared outline at its first questions, and two threads
        # must not do that at once, so each is asked one of a kind now.
        middle = (self._bounds[:, :2] + self._bounds[:, 2:]) / 2
        shapely.intersects_xy(outlines, middle[:, 0], middle[:, 1])
        shapely.dwithin(self._as_array, shapely.Point(_FAR_OFF, _FAR_OFF), 2 * _FAR_OFF)

    @classmethod
    def open(cls, folder: Path | None = None) -> "BoroughMap":
        """Read a pack; the one that comes with the package when no folder is given.

        Raises
        ------
        DamagedPack
            When the folder has no whole pack of our format.
        """
        folder = DEFAULT_FOLDER if folder is None else folder
        read_manifest(folder)
        authorities = Authorities.open(folder)
        outlines = read_outlines(folder)
        if set(outlines) != set(authorities.codes):
            raise DamagedPack(folder, "lacks some outlines")
        return cls(authorities, tuple(outlines[code] for code in authorities.codes))

    @property
    def boroughs(self) -> tuple[Borough, ...]:
        """All authorities by number: the boroughs of London and the districts of the ring."""
        return self._authorities.boroughs

    def at(self, easting: float, northing: float) -> Borough | None:
        """The borough of one point (EPSG:27700, metres), or None outside every outline."""
        hits = self._tree.query(shapely.Point(easting, northing), predicate="intersects")
        return self.boroughs[hits.min()] if len(hits) else None

    def within(self, easting: float, northing: float, metres: float) -> tuple[Borough, ...]:
        """The boroughs that lie within a distance of a point, by number."""
        near = shapely.dwithin(self._as_array, shapely.Point(easting, northing), metres)
        return tuple(self.boroughs[number] for number in np.flatnonzero(near))

    def indices_at(self, eastings: ArrayLike, northings: ArrayLike) -> NDArray[np.int16]:
        """Borough numbers of many points.

        Parameters
        ----------
        eastings, northings
            Metres of EPSG:27700, shape (n,).

        Returns
        -------
        ndarray of int16, shape (n,)
            `OUTSIDE` where a point is in no outline.
        """
        x, y = np.asarray(eastings, np.float64), np.asarray(northings, np.float64)
        return self._raster.indices_at(x, y, self._exact_indices_at)

    def neighbours(self, code: str) -> tuple[str, ...]:
        """Codes of the boroughs that share a border line with this one, sorted.

        Borders run along the middle of the Thames, so a borough has neighbours across it.
        """
        return self._authorities.neighbours(code)

    def by_code(self, code: str) -> Borough:
        """The borough of a GSS code; `UnknownBorough` when there is none."""
        return self._authorities.by_code(code)

    def by_name(self, name: str) -> Borough:
        """The borough of its official name, in any case; `UnknownBorough` when there is none."""
        return self._authorities.by_name(name)

    def by_slug(self, slug: str) -> Borough:
        """The borough of a slug, ``"tower-hamlets"``; `UnknownBorough` when there is none."""
        return self._authorities.by_slug(slug)

    def find(self, text: str) -> Borough:
        """The borough of a code, slug or name as people write it; else `UnknownBorough`."""
        return self._authorities.find(text)

    def outline(self, code: str) -> Outline:
        """The outline of a borough, EPSG:27700, whole metres; `UnknownBorough` if unknown."""
        return self._outlines[self.boroughs.index(self.by_code(code))]

    def features(self, *, london_only: bool = False) -> dict[str, Any]:
        """A GeoJSON FeatureCollection (WGS 84) for drawing; properties code, name, slug."""
        shown = [
            (borough, outline)
            for borough, outline in zip(self.boroughs, self._outlines, strict=True)
            if borough.in_london or not london_only
        ]
        return feature_collection([one for one, _ in shown], [outline for _, outline in shown])

    @cached_property
    def _raster(self) -> Raster:
        """Made at the first bulk look-up, in a fraction of a second, and kept."""
        return rasterise(self._outlines, self._exact_indices_at)

    def _exact_indices_at(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> NDArray[np.int16]:
        """As `indices_at`, by asking each outline; the lowest number wins."""
        found = np.full(len(x), OUTSIDE, np.int16)
        for number in self._outlines_about(x, y):
            west, south, east, north = self._bounds[number]
            near = (x >= west) & (x <= east) & (y >= south) & (y <= north)
            open_rows = np.flatnonzero(near & (found == OUTSIDE))
            inside = shapely.intersects_xy(self._outlines[number], x[open_rows], y[open_rows])
            found[open_rows[inside]] = number
        return found

    def _outlines_about(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> list[int]:
        """Numbers of the outlines that some of the points may lie in: few points, few outlines."""
        if not len(x):
            return []
        west, south, east, north = self._bounds.T
        about = (west <= x.max()) & (east >= x.min()) & (south <= y.max()) & (north >= y.min())
        numbers: list[int] = np.flatnonzero(about).tolist()
        return numbers
