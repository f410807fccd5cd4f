"""The nearest of many points, against looking at every one of them."""

import numpy as np
import pytest

from geodata.nearest import FromWest

ROWS = 400


@pytest.mark.parametrize("seed", range(5))
def test_the_nearest_is_what_looking_at_every_point_finds(seed: int) -> None:
    # Few places and many points, so that some are at the same one and some are as far as others.
    drawn = np.random.default_rng(seed)
    easting, northing = drawn.integers(0, 30, (2, ROWS)).astype(np.int32) * 1_000
    points = FromWest(easting, northing)
    for east, north in (drawn.integers(-20, 50, (200, 2)) * 500.0).tolist():
        squares = (easting - east) ** 2 + (northing - north) ** 2
        assert points.nearest(east, north) == int(np.argmin(squares))


def test_a_place_far_from_every_point_has_a_nearest_one_too() -> None:
    points = FromWest(np.array([5, 9], np.int32), np.array([5, 9], np.int32))
    assert points.nearest(9e6, 9e6) == 1
    assert points.nearest(-9e6, 0) == 0
