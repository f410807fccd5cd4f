"""A street server on this machine for tests: it speaks OSRM's table and route, and Valhalla's.

Its streets run north and south or east and west only, so a way is the sum of both legs in degrees,
times a round number that makes it metres. The way back is a tenth longer.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

M_IN_A_DEGREE = 100_000
SECONDS_FOR_A_METRE = {"driving": 0.2, "auto": 0.2, "bicycle": 0.4, "pedestrian": 0.8}

Place = tuple[float, float]


class Streets(ThreadingHTTPServer):
    """Remembers what it was asked. `mood` is what it does instead of answering well."""

    request_queue_size = 64
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.most_places = 0
        self.mood = "well"
        self.nowhere: set[Place] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def street_server() -> Iterator[Streets]:
    with Streets() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def metres(a: Place, b: Place) -> float:
    far = (abs(a[0] - b[0]) + abs(a[1] - b[1])) * M_IN_A_DEGREE
    return far * (1.1 if b < a else 1.0)


class _Handler(BaseHTTPRequestHandler):
    server: Streets

    def do_GET(self) -> None:
        path = urlsplit(self.path)
        _, service, _, profile, line = path.path.split("/")
        asked = parse_qs(path.query)
        places = [(float(y), float(x)) for x, y in (one.split(",") for one in line.split(";"))]
        self._note(f"osrm {service}", len(places))
        if service == "route":
            assert asked["geometries"] == ["geojson"]
            shape = [[lon, lat] for lat, lon in places]
            self._answer({"code": "Ok", "routes": [{"geometry": {"coordinates": shape}}]})
            return
        assert asked["annotations"] == ["duration,distance"]
        rows = [places[int(n)] for n in asked["sources"][0].split(";")]
        columns = [places[int(n)] for n in asked["destinations"][0].split(";")]
        far = self._table(rows, columns)
        slow = SECONDS_FOR_A_METRE[profile]
        long = [[None if one is None else one * slow for one in row] for row in far]
        self._answer({"code": "Ok", "distances": far, "durations": long})

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/route":
            places = [(one["lat"], one["lon"]) for one in said["locations"]]
            self._note("valhalla route", len(places))
            legs = [{"shape": encoded([a, b])} for a, b in pairwise(places)]
            self._answer({"trip": {"legs": legs}})
            return
        rows = [(one["lat"], one["lon"]) for one in said["sources"]]
        columns = [(one["lat"], one["lon"]) for one in said["targets"]]
        self._note(f"valhalla table {said['costing']}", len(rows) + len(columns))
        slow = SECONDS_FOR_A_METRE[said["costing"]]
        self._answer(
            {
                "sources_to_targets": [
                    [
                        {
                            "distance": None if one is None else one / 1000,
                            "time": None if one is None else one * slow,
                        }
                        for one in row
                    ]
                    for row in self._table(rows, columns)
                ]
            }
        )

    def _table(self, rows: list[Place], columns: list[Place]) -> list[list[float | None]]:
        return [[self._way(one, other) for other in columns] for one in rows]

    def _way(self, one: Place, other: Place) -> float | None:
        cut_off = {one, other} & self.server.nowhere and one != other
        return None if cut_off else metres(one, other)

    def _note(self, what: str, places: int) -> None:
        self.server.asked.append(what)
        self.server.most_places = max(self.server.most_places, places)

    def _answer(self, said: Any) -> None:
        mood = self.server.mood
        body = b"<p>busy</p>" if mood == "no json" else json.dumps(said).encode()
        if mood == "empty":
            body = b'{"code": "Ok"}'
        if mood == "strange":
            body = b'{"distances": [[1], [1, 2]], "durations": 7, "routes": [], "trip": {}}'
        self.send_response(503 if mood == "busy" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def encoded(points: list[Place]) -> str:
    """An encoded polyline of six digits, as Valhalla writes it."""
    text, before = "", (0, 0)
    for point in points:
        now = round(point[0] * 1e6), round(point[1] * 1e6)
        for axis in (0, 1):
            value = now[axis] - before[axis]
            value = ~(value << 1) if value < 0 else value << 1
            while value >= 32:
                text += chr((32 | (value & 31)) + 63)
                value >>= 5
            text += chr(value + 63)
        before = now
    return text
