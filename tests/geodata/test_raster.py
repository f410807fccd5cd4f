"""The raster on made maps, against the plain rule."""

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from geodata.raster import OUTSIDE, rasterise


def a_map(seed: int) -> list[shapely.MultiPolygon]:
    """A few Voronoi cells, some left out, so that there are holes and an outside."""
    chance = np.random.default_rng(seed)
    sites = shapely.multipoints(chance.uniform(0, 5_000, (12, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(sites))
    return [shapely.multipolygons([cell]) for cell in cells[: chance.integers(1, 12)]]


@pytest.mark.parametrize("seed", range(12))
def test_every_point_gets_the_answer_of_the_plain_rule(seed: int) -> None:
    outlines = a_map(seed)

    def lowest_number(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int16]:
        found = np.full(len(x), OUTSIDE, np.int16)
        for number in reversed(range(len(outlines))):
            found[shapely.intersects_xy(outlines[number], x, y)] = number
        return found

    chance = np.random.default_rng(seed)
    x, y = chance.uniform(-4_000, 9_000, (2, 20_000))
    raster = rasterise(outlines, lowest_number)
    np.testing.assert_array_equal(raster.indices_at(x, y, lowest_number), lowest_number(x, y))
