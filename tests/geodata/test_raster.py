"""The raster on made maps, against the plain rule."""

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from geodata.raster import OUTSIDE, ExactTest, rasterise

UNSAID = -9


def a_map(seed: int) -> list[shapely.MultiPolygon]:
    """A few Voronoi cells, some left out, so that there are holes and an outside."""
    chance = np.random.default_rng(seed)
    sites = shapely.multipoints(chance.uniform(0, 5_000, (12, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(sites))
    return [shapely.multipolygons([cell]) for cell in cells[: chance.integers(1, 12)]]


def lowest_number(outlines: list[shapely.MultiPolygon]) -> ExactTest:
    """The plain rule: of the outlines that hold or touch a point, the lowest number."""

    def exact(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int16]:
        found = np.full(len(x), OUTSIDE, np.int16)
        for number in reversed(range(len(outlines))):
            found[shapely.intersects_xy(outlines[number], x, y)] = number
        return found

    return exact


def never(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int16]:
    """An exact test that says nothing, so that only the plain squares answer."""
    return np.full(len(x), UNSAID, np.int16)


@pytest.mark.parametrize("seed", range(12))
def test_every_point_gets_the_answer_of_the_plain_rule(seed: int) -> None:
    outlines = a_map(seed)
    exact = lowest_number(outlines)
    x, y = np.random.default_rng(seed).uniform(-4_000, 9_000, (2, 20_000))
    answers = rasterise(outlines, exact).indices_at(x, y, exact)
    np.testing.assert_array_equal(answers, exact(x, y))


@pytest.mark.parametrize("seed", range(12))
def test_a_plain_square_is_never_cut_by_a_border(seed: int) -> None:
    outlines = a_map(seed)
    exact = lowest_number(outlines)
    # A point each metre of every border, and steps aside: corners cut by a hair are found too.
    border = shapely.get_coordinates(shapely.segmentize(shapely.boundary(outlines), 1.0))
    raster = rasterise(outlines, exact)
    for aside in (-1.0, -0.01, 0.0, 0.01, 1.0):
        x, y = (border + aside).T
        answers = raster.indices_at(x, y, never)
        plain = answers != UNSAID
        np.testing.assert_array_equal(answers[plain], exact(x, y)[plain])
        assert aside or not plain.any()


def test_most_points_need_no_exact_test() -> None:
    outlines = a_map(3)
    x, y = np.random.default_rng(3).uniform(0, 5_000, (2, 20_000))
    answers = rasterise(outlines, lowest_number(outlines)).indices_at(x, y, never)
    assert (answers == UNSAID).mean() < 0.3


def test_a_tip_that_only_pokes_into_a_square_is_seen() -> None:
    spike = shapely.multipolygons([shapely.polygons([(0, 0), (0, 30), (210, 210)])])
    exact = lowest_number([spike])
    x, y = np.array([205.0]), np.array([205.4])
    assert rasterise([spike], exact).indices_at(x, y, exact).tolist() == [0]
