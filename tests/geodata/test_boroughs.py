from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely

from geodata import OUTSIDE, BoroughMap, Postcodes
from geodata.authorities import UnknownBorough


def test_numbers_mean_the_same_boroughs_in_both_stores(
    boroughs: BoroughMap, postcodes: Postcodes
) -> None:
    assert tuple(borough.code for borough in boroughs.boroughs) == postcodes.codes


def test_outlines_agree_with_the_official_code_of_almost_every_postcode(
    boroughs: BoroughMap, postcodes: Postcodes
) -> None:
    found = boroughs.indices_at(postcodes.easting, postcodes.northing)
    london = np.array([borough.in_london for borough in boroughs.boroughs])[postcodes.authority]
    agreed = found == postcodes.authority
    assert agreed[london].mean() >= 0.9998
    assert agreed.mean() >= 0.9998


def test_the_raster_answers_as_the_outlines_do_everywhere(boroughs: BoroughMap) -> None:
    chance = np.random.default_rng(7)
    x = chance.integers(490_000, 575_000, 4_000)
    y = chance.integers(142_000, 214_000, 4_000)
    _assert_same_as_one_at_a_time(boroughs, x, y)


def test_the_raster_answers_as_the_outlines_do_on_and_beside_borders(
    boroughs: BoroughMap,
) -> None:
    chance = np.random.default_rng(8)
    outlines = [boroughs.outline(borough.code) for borough in boroughs.boroughs]
    corners = np.concatenate([shapely.get_coordinates(outline) for outline in outlines])
    chosen = chance.choice(corners, 1_500)
    for reach in (0.0, 1.0, 60.0):
        points = chosen + chance.uniform(-reach, reach, chosen.shape)
        _assert_same_as_one_at_a_time(boroughs, points[:, 0], points[:, 1])


def test_the_raster_answers_as_the_outlines_do_on_the_edges_of_its_squares(
    boroughs: BoroughMap,
) -> None:
    chance = np.random.default_rng(9)
    x = 500_000 + 100 * chance.integers(0, 650, 2_000)
    y = 150_000 + 100 * chance.integers(0, 550, 2_000)
    west, south = boroughs.outline("E09000033").bounds[:2]
    _assert_same_as_one_at_a_time(boroughs, x + west % 100, y + south % 100)


def _assert_same_as_one_at_a_time(boroughs: BoroughMap, x: np.ndarray, y: np.ndarray) -> None:
    fast = boroughs.indices_at(x, y)
    for number, easting, northing in zip(fast, x.tolist(), y.tolist(), strict=True):
        slow = boroughs.at(easting, northing)
        assert slow is (None if number == OUTSIDE else boroughs.boroughs[number])


def test_points_off_the_map_are_in_no_borough(boroughs: BoroughMap) -> None:
    far = np.array([0.0, 1e300, -1e300, np.nan, np.inf])
    assert (boroughs.indices_at(far, far) == OUTSIDE).all()
    assert boroughs.indices_at([], []).shape == (0,)
    for point in far.tolist():
        assert boroughs.at(point, point) is None


def test_one_map_serves_many_threads() -> None:
    chance = np.random.default_rng(11)
    x, y = chance.integers(500_000, 560_000, (2, 50_000)) - np.array([[0], [350_000]])
    fresh = BoroughMap.open()
    with ThreadPoolExecutor(8) as pool:
        near = list(
            pool.map(lambda _: [fresh.within(a, b, 3_000) for a, b in _few(x, y)], range(16))
        )
        answers = list(pool.map(lambda _: fresh.indices_at(x, y), range(16)))
    assert all(np.array_equal(answer, answers[0]) for answer in answers)
    assert all(answer == near[0] for answer in near)


def _few(x: np.ndarray, y: np.ndarray) -> list[tuple[float, float]]:
    return list(zip(x[:50].tolist(), y[:50].tolist(), strict=True))


def test_boroughs_within_a_distance_are_those_whose_outline_is_that_near(
    boroughs: BoroughMap,
) -> None:
    chance = np.random.default_rng(12)
    x, y = chance.integers(490_000, 575_000, 40), chance.integers(142_000, 214_000, 40)
    # As they were read: an outline that was prepared is asked in another way.
    plain = [shapely.from_wkb(shapely.to_wkb(boroughs.outline(b.code))) for b in boroughs.boroughs]
    for easting, northing in _few(x, y):
        away = shapely.distance(plain, shapely.Point(easting, northing))
        for metres in (0, 500, 7_000):
            near = np.flatnonzero(away <= metres)
            expected = tuple(boroughs.boroughs[number] for number in near)
            assert boroughs.within(easting, northing, metres) == expected


def test_parliament_is_in_westminster(boroughs: BoroughMap) -> None:
    found = boroughs.at(530_268, 179_545)
    assert found is not None
    assert found.name == "Westminster"


def test_every_outline_is_valid_and_in_one_piece_where_london_is(boroughs: BoroughMap) -> None:
    for borough in boroughs.boroughs:
        outline = boroughs.outline(borough.code)
        assert outline.is_valid
        assert not outline.is_empty
        if borough.in_london:
            assert len(outline.geoms) == 1
            assert not outline.geoms[0].interiors


def test_no_two_outlines_overlap_and_borders_are_shared(boroughs: BoroughMap) -> None:
    outlines = [boroughs.outline(borough.code) for borough in boroughs.boroughs]
    assert shapely.coverage_is_valid(outlines)
    together = shapely.union_all(outlines)
    assert shapely.area(outlines).sum() == pytest.approx(together.area, rel=1e-9)


def test_london_has_no_gaps(boroughs: BoroughMap) -> None:
    london = shapely.union_all(
        [boroughs.outline(one.code) for one in boroughs.boroughs if one.in_london]
    )
    assert london.geom_type == "Polygon"
    assert not london.interiors
    assert london.area == pytest.approx(1_572e6, rel=0.03)  # Greater London has 1,572 km²


def test_neighbours_are_those_that_share_a_border_line(boroughs: BoroughMap) -> None:
    outlines = {one.code: boroughs.outline(one.code) for one in boroughs.boroughs}
    for code, outline in outlines.items():
        touching = {
            other
            for other, its in outlines.items()
            if other != code and outline.boundary.intersection(its.boundary).length >= 50
        }
        assert set(boroughs.neighbours(code)) == touching


def test_an_unknown_code_has_no_outline_and_no_neighbours(boroughs: BoroughMap) -> None:
    with pytest.raises(UnknownBorough):
        boroughs.outline("E09000034")
    with pytest.raises(UnknownBorough):
        boroughs.neighbours("E09000034")


def test_names_lead_to_boroughs(boroughs: BoroughMap) -> None:
    hackney = boroughs.by_code("E09000012")
    assert boroughs.by_name("hackney") is hackney
    assert boroughs.by_slug("hackney") is hackney
    assert boroughs.find("London Borough of Hackney") is hackney
