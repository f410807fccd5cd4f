import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.grid import SwappedCoordinates, looks_swapped, to_grid, to_wgs84
from geodata.points import GridPoint, GridPoints, LatLon, LatLons, NotOnTheMap


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "easting", "northing"),
    [
        ("Nelson's Column", 51.50774, -0.12794, 530_028, 180_381),
        ("Greenwich, the meridian", 51.47791, -0.00147, 538_890, 177_322),
        ("Land's End", 50.06632, -5.71475, 134_200, 25_070),
        ("John o' Groats", 58.64385, -3.07017, 337_950, 973_350),
    ],
)
def test_known_places_are_where_they_should_be(
    place: str, latitude: float, longitude: float, easting: int, northing: int
) -> None:
    found = to_grid(latitude, longitude)
    assert np.hypot(found.easting - easting, found.northing - northing) < 120, place


def test_the_origin_of_the_projection_is_on_its_meridian() -> None:
    # OSGB36's true origin, 49° N 2° W on the Airy ellipsoid, has easting 400,000; the shift of
    # datum moves it some 100 m.
    assert abs(to_grid(52.0, -2.0).easting - 400_000) < 150


@given(st.integers(90_000, 650_000), st.integers(20_000, 1_210_000))
def test_there_and_back_is_the_same_metre(easting: int, northing: int) -> None:
    there = to_wgs84(easting, northing)
    six_decimals = LatLon(round(there.latitude, 6), round(there.longitude, 6))
    assert to_grid(*there) == (easting, northing)
    assert to_grid(*six_decimals) == (easting, northing)


def test_arrays_and_single_points_agree() -> None:
    eastings, northings = np.array([530_000, 400_000]), np.array([180_000, 300_000])
    there = to_wgs84(eastings, northings)
    assert isinstance(there, LatLons)
    assert to_wgs84(530_000, 180_000) == LatLon(there.latitude[0], there.longitude[0])
    back = to_grid(there.latitude, there.longitude)
    assert isinstance(back, GridPoints)
    np.testing.assert_array_equal(back.easting, eastings)
    np.testing.assert_array_equal(back.northing, northings)


def test_fields_have_names_so_that_axes_cannot_be_mistaken() -> None:
    london = to_wgs84(easting=530_000, northing=180_000)
    assert london.latitude == pytest.approx(51.5, abs=0.1)
    assert london.longitude == pytest.approx(-0.1, abs=0.1)
    assert isinstance(to_grid(latitude=51.5, longitude=-0.1), GridPoint)


def test_longitude_before_latitude_is_refused_with_the_cure() -> None:
    with pytest.raises(SwappedCoordinates, match="give the latitude first"):
        to_grid(-0.1, 51.5)
    with pytest.raises(SwappedCoordinates):
        to_grid(np.array([-0.1, -0.2]), np.array([51.5, 51.6]))


@given(st.floats(49.0, 61.5), st.floats(-9.5, 2.5))
def test_a_swapped_pair_of_great_britain_is_always_seen(latitude: float, longitude: float) -> None:
    assert looks_swapped(longitude, latitude)
    assert not looks_swapped(latitude, longitude)


@pytest.mark.parametrize("pair", [(48.85, 2.35), (0.0, 0.0), (float("nan"), 0.0), (91.0, 400.0)])
def test_places_abroad_are_refused(pair: tuple[float, float]) -> None:
    with pytest.raises(NotOnTheMap, match="outside Great Britain"):
        to_grid(*pair)


@pytest.mark.parametrize("pair", [(-1, 0), (0, 1_300_000), (float("nan"), 1), (51.5, -0.1)])
def test_grid_points_off_the_sheet_are_refused(pair: tuple[float, float]) -> None:
    with pytest.raises(NotOnTheMap, match="give the easting"):
        to_wgs84(*pair)
