"""Ways by street from a server that speaks OSRM or Valhalla; its silence is said plainly."""

from collections.abc import Iterator

import numpy as np
import pytest

from geodata import to_wgs84
from geodata.streets import NO_WAY, NoStreets, StreetMap, StreetServer, polyline
from tests.geodata.street_server import Streets, metres, street_server

EASTING = np.array([531_000, 532_000, 531_500, 530_200])
NORTHING = np.array([175_000, 175_400, 176_300, 174_100])
SPEAKS = pytest.mark.parametrize("speaks", ["OSRM", "Valhalla"])


@pytest.fixture
def server() -> Iterator[Streets]:
    with street_server() as server:
        yield server


def streets(server: Streets, speaks: str) -> StreetMap:
    return StreetMap(StreetServer(server.url, speaks, timeout_seconds=5))


@SPEAKS
def test_a_table_has_every_way_there_and_back(server: Streets, speaks: str):
    tables = streets(server, speaks).tables(EASTING, NORTHING)
    assert set(tables) == ({"car"} if speaks == "OSRM" else {"car", "bicycle", "foot"})
    exact = zip(*to_wgs84(EASTING, NORTHING), strict=True)
    degrees = [(round(a, 6), round(b, 6)) for a, b in exact]
    for going, (far, long) in tables.items():
        for one, here in enumerate(degrees):
            for other, there in enumerate(degrees):
                assert far[one, other] == pytest.approx(metres(here, there), abs=2)
        factor = {"car": 0.2, "bicycle": 0.4, "foot": 0.8}[going]
        assert long == pytest.approx(far * factor, abs=2)
        assert far.dtype == long.dtype == np.int64
    assert (tables["car"].metres != tables["car"].metres.T).any()


def test_many_places_are_asked_in_parts_that_every_server_takes(server: Streets):
    number = 120
    easting = 530_000 + 10 * np.arange(number)
    whole = streets(server, "OSRM").tables(easting, np.full(number, 175_000))["car"]
    assert server.asked == ["osrm table"] * 9
    assert server.most_places <= 100
    assert whole.metres.shape == (number, number)
    assert (np.diff(whole.metres[0]) > 0).all()


@SPEAKS
def test_where_no_way_leads_that_is_told(server: Streets, speaks: str):
    latitude, longitude = to_wgs84(EASTING, NORTHING)
    exact = float(latitude[2]), float(longitude[2])
    server.nowhere = {exact, (round(exact[0], 6), round(exact[1], 6))}
    far = streets(server, speaks).tables(EASTING, NORTHING)["car"].metres
    assert (far[2] == NO_WAY).tolist() == [True, True, False, True]
    assert far[0, 1] > 0


@SPEAKS
def test_the_way_itself_leads_through_the_places_in_metres(server: Streets, speaks: str):
    way = streets(server, speaks).route(EASTING, NORTHING)
    for east, north in zip(EASTING, NORTHING, strict=True):
        assert np.abs(way - [east, north]).sum(axis=1).min() <= 2


@SPEAKS
@pytest.mark.parametrize("mood", ["busy", "no json", "empty", "strange"])
def test_an_answer_that_is_none_is_said_to_be_none(server: Streets, speaks: str, mood: str):
    server.mood = mood
    for ask in (streets(server, speaks).tables, streets(server, speaks).route):
        with pytest.raises(NoStreets, match=speaks):
            ask(EASTING, NORTHING)


def test_a_server_that_is_not_there_does_not_answer(server: Streets):
    gone = StreetMap(StreetServer("http://127.0.0.1:1", timeout_seconds=1))
    with pytest.raises(NoStreets, match="OSRM does not answer"):
        gone.tables(EASTING, NORTHING)


def test_an_encoded_line_is_read_as_its_algorithm_says():
    """The example of Google's own description, with five digits."""
    assert list(polyline("_p~iF~ps|U_ulLnnqC_mqNvxq`@", 5)) == [
        (38.5, -120.2),
        (40.7, -120.95),
        (43.252, -126.453),
    ]
