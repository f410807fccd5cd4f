"""Geocoders against our own pack, and against a server on this machine that speaks Nominatim."""

import itertools
import json
import logging
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.exc import GeocoderServiceError
from geopy.geocoders.base import Geocoder

from geodata import BoroughMap, Postcodes, Precision
from geodata.geocoding import PUBLIC_NOMINATIM, AddressGeocoder, AddressSettings, PostcodeGeocoder

BAKER_STREET = {"lat": "51.523767", "lon": "-0.1585557", "display_name": "221b, Baker Street"}
PARIS = {"lat": "48.8584", "lon": "2.2945", "display_name": "Tour Eiffel"}
BRISTOL = {"lat": "51.4545", "lon": "-2.5879", "display_name": "Bristol"}
ANSWERS = {"221b Baker Street": [BAKER_STREET], "Eiffel": [PARIS], "Bristol": [BRISTOL]}


class Server(ThreadingHTTPServer):
    """Answers Nominatim's search call, and remembers what it was asked, by whom and when."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, list[str]]] = []
        self.agents: list[str | None] = []
        self.times: list[float] = []


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        self.server.asked.append(query)
        self.server.agents.append(self.headers["User-Agent"])
        self.server.times.append(time.monotonic())
        text = query.get("q", [""])[0]
        known = url.path == "/search" and text != "broken"
        body = json.dumps(ANSWERS.get(text, [])).encode()
        self.send_response(200 if known else 500)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on the console."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def settings_for(server: Server, seconds_between_calls: float = 0.0) -> AddressSettings:
    return AddressSettings(
        enabled=True,
        domain=f"127.0.0.1:{server.server_port}",
        scheme="http",
        user_agent="nearhand-tests (tests@example.org)",
        seconds_between_calls=seconds_between_calls,
    )


@pytest.fixture
def address(postcodes: Postcodes, boroughs: BoroughMap, server: Server) -> AddressGeocoder:
    return AddressGeocoder(postcodes, boroughs, settings_for(server))


def test_a_postcode_becomes_a_location(postcodes: Postcodes) -> None:
    location = PostcodeGeocoder(postcodes).geocode("sw1a1aa")
    assert location.address == "SW1A 1AA"
    assert location.latitude == pytest.approx(51.501, abs=0.001)
    assert location.longitude == pytest.approx(-0.142, abs=0.001)
    assert location.raw["authority"] == "E09000033"
    assert location.raw["precision"] is Precision.POSTCODE


def test_the_geocoders_are_used_as_any_of_geopy(postcodes: Postcodes, boroughs: BoroughMap) -> None:
    plain = PostcodeGeocoder(postcodes)
    off = AddressGeocoder(postcodes, boroughs, AddressSettings())
    for geocoder in (plain, off):
        assert isinstance(geocoder, Geocoder)
        assert [one.address for one in geocoder.geocode("N1 9GU", exactly_one=False)] == ["N1 9GU"]
        assert geocoder.geocode("nowhere at all") is None
        assert geocoder.geocode("nowhere at all", exactly_one=False) is None


def test_an_address_is_found_by_its_postcode(postcodes: Postcodes) -> None:
    place = PostcodeGeocoder(postcodes).find("10 Downing Street, London sw1a2aa")
    assert place is not None
    assert place.postcode == "SW1A 2AA"


def test_a_partial_postcode_is_marked(postcodes: Postcodes) -> None:
    location = PostcodeGeocoder(postcodes).geocode("SW1A")
    assert location.raw["precision"] is Precision.OUTWARD


def test_a_point_leads_to_the_nearest_postcode(postcodes: Postcodes) -> None:
    geocoder = PostcodeGeocoder(postcodes)
    there = geocoder.geocode("N1 9GU")
    back = geocoder.reverse((there.latitude, there.longitude))
    assert (back.raw["easting"], back.raw["northing"]) == (
        there.raw["easting"],
        there.raw["northing"],
    )
    assert geocoder.reverse((48.85, 2.35)) is None
    assert len(geocoder.reverse("51.5, -0.1", exactly_one=False)) == 1


def test_no_address_leaves_this_machine_while_switched_off(
    postcodes: Postcodes, boroughs: BoroughMap, server: Server
) -> None:
    off = AddressSettings(domain=f"127.0.0.1:{server.server_port}", scheme="http")
    assert AddressGeocoder(postcodes, boroughs, off).geocode("221b Baker Street") is None
    assert server.asked == []


def test_a_live_postcode_is_never_sent_to_the_address_server(
    address: AddressGeocoder, server: Server
) -> None:
    assert address.geocode("221b Baker Street, NW1 6XE") is not None
    assert address.geocode("   ") is None
    assert server.asked == []


def test_an_address_is_asked_of_the_server_as_settings_say(
    address: AddressGeocoder, server: Server
) -> None:
    place = address.find("221b Baker Street")
    assert place is not None
    assert (place.authority, place.precision, place.postcode) == (
        "E09000033",
        Precision.ADDRESS,
        "",
    )
    assert server.agents == ["nearhand-tests (tests@example.org)"]
    assert server.asked[0]["countrycodes"] == ["gb"]
    assert server.asked[0]["limit"] == ["1"]


def test_an_answer_off_our_map_counts_as_none(address: AddressGeocoder, server: Server) -> None:
    for query in ("Eiffel", "Bristol", "a street that nobody knows"):
        assert address.geocode(query) is None
    assert len(server.asked) == 3


def test_a_failing_server_is_told_once_and_not_hidden(
    address: AddressGeocoder, server: Server
) -> None:
    with pytest.raises(GeocoderServiceError):
        address.find("broken")
    assert len(server.asked) == 1


def test_calls_keep_their_distance(
    postcodes: Postcodes, boroughs: BoroughMap, server: Server
) -> None:
    address = AddressGeocoder(postcodes, boroughs, settings_for(server, 0.2))
    # The server may note one call late on a busy machine, and the next then seems too soon.
    assert any(shortest_gap(address, server) >= 0.15 for _go in range(40))


def shortest_gap(address: AddressGeocoder, server: Server) -> float:
    server.times.clear()
    for _ in range(3):
        address.find("221b Baker Street")
    return min(later - sooner for sooner, later in itertools.pairwise(server.times))


def test_addresses_stay_out_of_the_log(
    address: AddressGeocoder, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger=""):
        address.find("221b Baker Street")
        with pytest.raises(GeocoderServiceError):
            address.find("broken")
    assert not [record for record in caplog.records if record.name.startswith("geopy")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"enabled": True},
        {"enabled": True, "user_agent": "  "},
        {"enabled": True, "user_agent": "us", "seconds_between_calls": 0.5},
        {"scheme": "ftp"},
        {"domain": ""},
        {"domain": "https://maps.example.org"},
        {"timeout_seconds": 0},
        {"seconds_between_calls": float("nan")},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        AddressSettings(**wrong)  # type: ignore[arg-type]


def test_the_public_server_is_the_default_and_off() -> None:
    assert AddressSettings() == AddressSettings(enabled=False, domain=PUBLIC_NOMINATIM)
