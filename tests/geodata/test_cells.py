import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cells import Cell, cell_from_label, cell_of, cells_of, labels_of
from geodata.points import NotOnTheMap

EASTINGS, NORTHINGS = st.integers(0, 699_999), st.integers(0, 1_299_999)


@pytest.mark.parametrize(
    ("easting", "northing", "label"),
    [
        (530_268, 179_545, "TQ3079"),  # Parliament
        (530_000, 180_000, "TQ3080"),
        (216_600, 771_200, "NN1671"),  # Ben Nevis
        (0, 0, "SV0000"),
        (439_668, 1_175_316, "HU3975"),  # Shetland
        (651_409, 313_177, "TG5113"),  # Caister
    ],
)
def test_a_cell_has_the_name_that_it_has_on_paper_maps(
    easting: int, northing: int, label: str
) -> None:
    assert cell_of(easting, northing).label == label


@given(EASTINGS, NORTHINGS)
def test_everybody_in_a_cell_gets_the_same_cell(easting: int, northing: int) -> None:
    cell = cell_of(easting, northing)
    assert cell_of(*cell.centre) == cell
    assert 0 <= easting - cell.easting < 1_000
    assert 0 <= northing - cell.northing < 1_000


@given(EASTINGS, NORTHINGS)
def test_a_label_leads_back_to_its_cell(easting: int, northing: int) -> None:
    cell = cell_of(easting, northing)
    assert cell_from_label(cell.label) == cell


@given(st.lists(st.tuples(EASTINGS, NORTHINGS), min_size=1))
def test_many_at_once_give_the_cells_of_one_at_a_time(points: list[tuple[int, int]]) -> None:
    eastings, northings = np.array(points).T
    cells = [cell_of(*point) for point in points]
    assert [Cell(*corner) for corner in cells_of(eastings, northings).tolist()] == cells
    assert labels_of(eastings, northings).tolist() == [cell.label for cell in cells]


def test_the_centre_is_in_the_middle() -> None:
    assert cell_of(530_268, 179_545).centre == (530_500, 179_500)


def test_labels_are_read_whatever_their_spacing() -> None:
    assert cell_from_label("tq 30 80") == Cell(530_000, 180_000)


@pytest.mark.parametrize("label", ["", "TQ308", "TQ30800", "AA3080", "30 80", "TI0000"])
def test_what_is_no_label_is_refused(label: str) -> None:
    with pytest.raises(NotOnTheMap, match="is not a 1 km square"):
        cell_from_label(label)


@pytest.mark.parametrize("point", [(-1, 0), (700_000, 0), (0, 1_300_000), (float("nan"), 0)])
def test_points_off_the_grid_have_no_cell(point: tuple[float, float]) -> None:
    with pytest.raises(NotOnTheMap):
        cell_of(*point)
