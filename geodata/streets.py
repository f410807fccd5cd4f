"""Ways by street from a server of the operator's own that speaks OSRM or Valhalla.

The server is told places and no names; still, where people live goes there, so it must be one's
own. Nothing is asked of anybody where none is set.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import urllib3
from numpy.typing import NDArray
from urllib3.exceptions import HTTPError

from geodata.grid import to_grid, to_wgs84
from geodata.points import LatLon

Metres = NDArray[np.int64]
Seconds = NDArray[np.int64]
Places = Sequence[LatLon]
#: No way leads there.
NO_WAY = -1
CAR, BICYCLE, FOOT = "car", "bicycle", "foot"

# OSRM takes a hundred places in one question unless its owner says otherwise.
_AT_ONCE = 50
_MOST_BYTES = 32_000_000
_OSRM, _VALHALLA = "OSRM", "Valhalla"
_COSTING = {CAR: "auto", BICYCLE: "bicycle", FOOT: "pedestrian"}


class NoStreets(Exception):
    """The server did not answer, or not with what it was asked; the text is for the operator."""


class StreetTable(NamedTuple):
    """From every place to every other: (n, n) whole metres and seconds, `NO_WAY` where none is."""

    metres: Metres
    seconds: Seconds


@dataclass(frozen=True, slots=True)
class StreetServer:
    """Where a server is, and which of the two languages it speaks.

    An OSRM server knows one way of going, and it is taken for a car's.
    """

    url: str
    speaks: str = _OSRM
    timeout_seconds: float = 10.0

    def __post_init__(self) -> None:
        if self.speaks not in (_OSRM, _VALHALLA):
            raise ValueError("A street server speaks OSRM or Valhalla.")


class StreetMap:
    """Asks a street server for tables of ways, and for the way itself."""

    def __init__(self, server: StreetServer) -> None:
        self._server = server
        timeout = urllib3.Timeout(connect=server.timeout_seconds, read=server.timeout_seconds)
        self._pool = urllib3.PoolManager(timeout=timeout, retries=False)

    @property
    def source(self) -> str:
        """What it is called."""
        return self._server.speaks

    def tables(self, easting: Metres, northing: Metres) -> dict[str, StreetTable]:
        """Return a table for each way of going that the server knows.

        Raises
        ------
        NoStreets
            When it does not answer, or with something else than was asked.
        """
        places = _places(easting, northing)
        with self._understood():
            return self._tables(places)

    def _tables(self, places: Places) -> dict[str, StreetTable]:
        ask, goings = (
            (self._osrm_block, (CAR,))
            if self._server.speaks == _OSRM
            else (self._valhalla_block, (CAR, BICYCLE, FOOT))
        )
        found = {}
        for going in goings:
            metres = np.zeros((len(places), len(places)), np.int64)
            seconds = np.zeros_like(metres)
            for rows, columns in _blocks(len(places)):
                told = ask([places[n] for n in rows], [places[n] for n in columns], going)
                metres[np.ix_(rows, columns)] = _whole(told[0], len(rows), len(columns))
                seconds[np.ix_(rows, columns)] = _whole(told[1], len(rows), len(columns))
            np.fill_diagonal(metres, 0)
            np.fill_diagonal(seconds, 0)
            found[going] = StreetTable(metres, seconds)
        return found

    def route(self, easting: Metres, northing: Metres, going: str = CAR) -> Metres:
        """Return the way through these places in order: (m, 2) eastings and northings."""
        places = _places(easting, northing)
        with self._understood():
            shape = (
                self._osrm_shape(places)
                if self._server.speaks == _OSRM
                else self._valhalla_shape(places, going)
            )
        if len(shape) < 2:
            raise NoStreets(f"{self.source} told no way.")
        grid = to_grid(np.array([one[0] for one in shape]), np.array([one[1] for one in shape]))
        return np.rint(np.column_stack(grid)).astype(np.int64)

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """What makes no sense in an answer is the server's fault and not ours."""
        try:
            yield
        except (LookupError, TypeError, ValueError) as error:
            raise NoStreets(
                f"{self.source} answered with something else than was asked."
            ) from error

    def _osrm_block(
        self, rows: Places, columns: Places, _going: str
    ) -> tuple[list[Any], list[Any]]:
        line = ";".join(f"{lon:.6f},{lat:.6f}" for lat, lon in [*rows, *columns])
        sources = ";".join(map(str, range(len(rows))))
        destinations = ";".join(map(str, range(len(rows), len(rows) + len(columns))))
        told = self._get(
            f"/table/v1/driving/{line}?annotations=duration,distance"
            f"&sources={sources}&destinations={destinations}"
        )
        return told["distances"], told["durations"]

    def _osrm_shape(self, places: Places) -> list[tuple[float, float]]:
        line = ";".join(f"{lon:.6f},{lat:.6f}" for lat, lon in places)
        told = self._get(f"/route/v1/driving/{line}?overview=full&geometries=geojson")
        return [(lat, lon) for lon, lat in told["routes"][0]["geometry"]["coordinates"]]

    def _valhalla_block(
        self, rows: Places, columns: Places, going: str
    ) -> tuple[list[Any], list[Any]]:
        told = self._post(
            "/sources_to_targets",
            {
                "sources": [{"lat": lat, "lon": lon} for lat, lon in rows],
                "targets": [{"lat": lat, "lon": lon} for lat, lon in columns],
                "costing": _COSTING[going],
                "units": "kilometers",
            },
        )["sources_to_targets"]
        far = [[_times(one["distance"], 1000) for one in row] for row in told]
        return far, [[one["time"] for one in row] for row in told]

    def _valhalla_shape(self, places: Places, going: str) -> list[tuple[float, float]]:
        asked = {
            "locations": [{"lat": lat, "lon": lon} for lat, lon in places],
            "costing": _COSTING[going],
        }
        legs = self._post("/route", asked)["trip"]["legs"]
        return [point for leg in legs for point in polyline(leg["shape"], 6)]

    def _get(self, path: str) -> Any:
        return self._asked("GET", path)

    def _post(self, path: str, said: Mapping[str, Any]) -> Any:
        return self._asked("POST", path, json.dumps(said).encode())

    def _asked(self, method: str, path: str, body: bytes | None = None) -> Any:
        headers = {"Content-Type": "application/json"} if body else {}
        try:
            answer = self._pool.request(
                method,
                self._server.url.rstrip("/") + path,
                body=body,
                headers=headers,
                redirect=False,
                preload_content=False,
            )
            with answer:
                if answer.status != 200:
                    raise NoStreets(f"{self.source} answered with {answer.status}.")
                return json.loads(answer.read(_MOST_BYTES))
        except (HTTPError, OSError) as error:
            raise NoStreets(f"{self.source} does not answer.") from error


def polyline(text: str, digits: int) -> Iterator[tuple[float, float]]:
    """Yield the points of an encoded polyline, latitude first (Google's algorithm, 5 or 6 digits).

    >>> list(polyline("_izlhA~rlgdF", 6))
    [(38.5, -120.2)]
    """
    numbers, value, shift = [0, 0], 0, 0
    axis = 0
    for letter in text:
        bits = ord(letter) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            numbers[axis] += ~(value >> 1) if value & 1 else value >> 1
            value = shift = 0
            if axis:
                yield numbers[0] / 10**digits, numbers[1] / 10**digits
            axis = 1 - axis


def _places(easting: Metres, northing: Metres) -> Places:
    points = to_wgs84(easting, northing)
    return [LatLon(*one) for one in zip(*(axis.tolist() for axis in points), strict=True)]


def _blocks(n: int) -> Iterator[tuple[list[int], list[int]]]:
    parts = [list(range(at, min(at + _AT_ONCE, n))) for at in range(0, n, _AT_ONCE)]
    for rows in parts:
        for columns in parts:
            yield rows, columns


def _whole(told: list[Any], rows: int, columns: int) -> NDArray[np.int64]:
    """A table in whole numbers, rounded up: nobody is promised to be early. Null has no way."""
    table = np.array(
        [[np.nan if one is None else one for one in row] for row in told], dtype=np.float64
    )
    if table.shape != (rows, columns) or (table < 0).any():
        raise NoStreets("The street map's table has another shape than was asked.")
    return np.where(np.isnan(table), NO_WAY, np.ceil(np.nan_to_num(table))).astype(np.int64)


def _times(value: float | None, factor: int) -> float | None:
    return None if value is None else value * factor
