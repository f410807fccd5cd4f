import numpy as np
import shapely

from geodata import BoroughMap
from geodata.outlines import collection_bytes, feature_collection, read_outlines
from geodata.pack import DEFAULT_FOLDER, OUTLINES


def test_degrees_for_drawing_and_metres_for_look_up_are_the_same_outline(
    boroughs: BoroughMap,
) -> None:
    again = collection_bytes(boroughs.features())
    assert again == (DEFAULT_FOLDER / OUTLINES).read_bytes()


def test_every_vertex_is_a_whole_metre() -> None:
    for outline in read_outlines(DEFAULT_FOLDER).values():
        metres = shapely.get_coordinates(outline)
        np.testing.assert_array_equal(metres, np.round(metres))


def test_geojson_says_longitude_first_and_turns_outer_rings_anticlockwise(
    boroughs: BoroughMap,
) -> None:
    for feature in boroughs.features()["features"]:
        for outer, *holes in feature["geometry"]["coordinates"]:
            longitude, latitude = np.array(outer).T
            assert (longitude > -1.5).all()
            assert (longitude < 1.0).all()
            assert (latitude > 51.0).all()
            assert (latitude < 52.0).all()
            assert shapely.is_ccw(shapely.linearrings(outer))
            assert not any(shapely.is_ccw(shapely.linearrings(hole)) for hole in holes)


def test_a_page_can_draw_london_alone(boroughs: BoroughMap) -> None:
    features = boroughs.features(london_only=True)["features"]
    assert len(features) == 33
    assert {
        "code": "E09000033",
        "name": "Westminster",
        "slug": "westminster",
        "in_london": True,
    } in [feature["properties"] for feature in features]


def test_an_empty_map_is_still_geojson() -> None:
    assert feature_collection([], []) == {"type": "FeatureCollection", "features": []}
