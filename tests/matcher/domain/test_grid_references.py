"""Grid references: as people write them, and the same as the map's own squares."""

from random import Random

import pytest

from geodata.cells import cell_label
from matcher.domain.grid_references import grid_reference_of, read_grid_reference, square_of
from matcher.domain.places import Point

BY_SOMEWHERE = Point(534_500, 184_100)


@pytest.mark.parametrize(
    "typed",
    ["TQ 345 841", "tq345841", " TQ 34500 84100 ", "TQ34508410", "534500 184100", "534500, 184100"],
)
def test_a_reference_is_read_in_any_spacing_and_case(typed: str):
    assert read_grid_reference(typed) == BY_SOMEWHERE


@pytest.mark.parametrize("typed", ["", "E8 1EA", "TQ 345 84", "TQ", "ZZ 345 841", "5345 1841", "٣"])
def test_what_is_no_reference_is_none(typed: str):
    assert read_grid_reference(typed) is None


def test_a_metre_is_written_and_read_back_and_its_square_is_the_maps_own():
    draw = Random(5)
    for _ in range(300):
        point = Point(draw.randint(495_000, 565_000), draw.randint(150_000, 210_000))
        assert read_grid_reference(grid_reference_of(point)) == point
        assert square_of(point) == cell_label(point.easting, point.northing)


def test_far_from_london_a_point_is_plain_metres():
    far = Point(300_000, 600_000)
    assert read_grid_reference(grid_reference_of(far)) == far
    assert square_of(far) is None
