"""Read vehicle-routing instances in Solomon's format, as published and as TSPLIB-like text.

Distances are Euclidean and real-valued, as best known figures with a fixed fleet are given. The
planner counts in whole numbers, so a unit becomes `PARTS` of them: ways rounded to the nearest,
times rounded up, so that a plan that is in time for us is in time without any rounding.
"""

from collections.abc import Iterable, Iterator
from csv import DictReader
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, hypot, inf
from pathlib import Path

import numpy as np

from matcher.domain.refusals import Invalid
from matcher.domain.runs import RunParams
from matcher.engine.routes_legs import Legs
from matcher.engine.routes_problem import REQUIRED, DriverArrays, RoutesProblem, StopArrays

PARTS = 10_000
BEST_KNOWN = "best_known.csv"


@dataclass(frozen=True, slots=True)
class Customer:
    """Where, how much, when, and how long; the first of an instance is the depot."""

    x: float
    y: float
    demand: int
    opens: float
    closes: float
    service: float


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance, with the best known distance for its fleet where somebody wrote it down."""

    name: str
    vehicles: int
    capacity: int
    customers: tuple[Customer, ...]
    best_known: float | None = None


def read_folder(folder: Path) -> list[Path]:
    """The instances of a folder, by name."""
    files = sorted(path for path in folder.iterdir() if path.suffix in {".vrptw", ".txt"})
    if not files:
        raise Invalid(f"{folder} has no instance whose name ends in .vrptw or .txt.")
    return files


def read_instance(path: Path) -> Instance:
    """Return one instance with its best known figure from the folder's table, if it has one."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line]
    try:
        tsplib = any(line.startswith("NODE_COORD_SECTION") for line in lines)
        instance = _tsplib(lines) if tsplib else _published(lines)
    except (KeyError, ValueError, IndexError) as error:
        raise Invalid(f"{path.name} is not an instance in Solomon's format.") from error
    return with_best_known(instance, path)


def with_best_known(instance: Instance, path: Path) -> Instance:
    """The fleet and the distance that the folder's table has for this instance."""
    table = path.parent / BEST_KNOWN
    if table.exists():
        with table.open(encoding="utf-8", newline="") as lines:
            for row in DictReader(lines):
                if row["instance"] in (instance.name, path.stem):
                    return Instance(
                        path.stem,
                        int(row["vehicles"]),
                        instance.capacity,
                        instance.customers,
                        float(row["best_known_distance"]),
                    )
    return instance


def _tsplib(lines: list[str]) -> Instance:
    said = {
        key.strip(): value.strip()
        for line in lines
        if ":" in line
        for key, _, value in [line.partition(":")]
    }
    places = _section(lines, "NODE_COORD_SECTION")
    demands = _section(lines, "DEMAND_SECTION")
    windows = _section(lines, "TIME_WINDOW_SECTION")
    service = float(said["SERVICE_TIME"])
    depot = min(places)
    return Instance(
        said["NAME"],
        int(said["VEHICLES"]),
        int(float(said["CAPACITY"])),
        tuple(
            Customer(
                x=places[node][0],
                y=places[node][1],
                demand=int(demands[node][0]),
                opens=windows[node][0],
                closes=windows[node][1],
                service=0.0 if node == depot else service,
            )
            for node in sorted(places)
        ),
    )


def _section(lines: list[str], heading: str) -> dict[int, list[float]]:
    rows: dict[int, list[float]] = {}
    for line in lines[lines.index(heading) + 1 :]:
        words = line.split()
        if not words[0].isdecimal():
            return rows
        rows[int(words[0])] = [float(word) for word in words[1:]]
    return rows


def _published(lines: list[str]) -> Instance:
    numbers = [_numbers(line) for line in lines]
    vehicles, capacity = next((row for row in numbers if len(row) == 2), [])
    rows = [row for row in numbers if len(row) == 7]
    customers = tuple(
        Customer(x, y, int(demand), opens, closes, service)
        for _, x, y, demand, opens, closes, service in rows
    )
    if not customers:
        raise ValueError("no customers")
    return Instance(lines[0], int(vehicles), int(capacity), customers)


def _numbers(line: str) -> list[float]:
    try:
        return [float(word) for word in line.split()]
    except ValueError:
        return []


def problem_from(instance: Instance) -> RoutesProblem:
    """Return an instance as the planner reads it; the depot is the last of the places."""
    depot, *customers = instance.customers
    n, v = len(customers), instance.vehicles
    x, y = (np.array([getattr(one, axis) for one in [*customers, depot]]) for axis in "xy")
    away = np.hypot(x[:, None] - x, y[:, None] - y) * PARTS
    # A hair's breadth taken off first: the root of a square must stay the whole number it is.
    legs = Legs(np.rint(away).astype(np.int64)[None], np.ceil(away - 1e-6).astype(np.int64)[None])
    every = np.ones(v, np.int64)
    return RoutesProblem(
        stops=StopArrays(
            load=np.array([[one.demand, 0] for one in customers], np.int64),
            service_s=np.array([ceil(one.service * PARTS) for one in customers], np.int64),
            windows=tuple(
                ((ceil(one.opens * PARTS), int(one.closes * PARTS)),) for one in customers
            ),
            worth_m=np.full(n, REQUIRED, np.int64),
            missed=np.zeros(n, np.int64),
        ),
        drivers=DriverArrays(
            capacity=np.array([[instance.capacity, 0]] * v, np.int64),
            kind=0 * every,
            leaves=n * every,
            ends=n * every,
            ready_s=ceil(depot.opens * PARTS) * every,
            leave_by_s=int(depot.closes * PARTS) * every,
            back_by_s=int(depot.closes * PARTS) * every,
            lead_m=0 * every,
            lead_s=0 * every,
        ),
        legs=legs,
        may=np.ones((v, n), np.bool_),
        extra_m=np.zeros((v, n), np.int64),
        locked=((),) * v,
        first=(0,) * v,
        params=RunParams(second_m=0, run_m=0, same_driver_m=0),
    )


def distance_of(instance: Instance, routes: Iterable[list[int]]) -> float:
    """The distance of routes of customers (from 0), unrounded; infinite where a rule is broken."""
    depot, *customers = instance.customers
    routes = list(routes)
    if sorted(row for order in routes for row in order) != list(range(len(customers))):
        return inf
    if len(routes) > instance.vehicles:
        return inf
    return sum(
        _length(instance, [depot, *(customers[row] for row in order), depot]) for order in routes
    )


def _length(instance: Instance, way: list[Customer]) -> float:
    if sum(one.demand for one in way) > instance.capacity:
        return inf
    now = way[0].opens
    for here, there in pairwise(way):
        now = max(now + here.service + _away(here, there), there.opens)
        if now > there.closes + 1e-9:
            return inf
    return sum(_steps(way))


def _steps(way: list[Customer]) -> Iterator[float]:
    return (_away(here, there) for here, there in pairwise(way))


def _away(here: Customer, there: Customer) -> float:
    return hypot(here.x - there.x, here.y - there.y)
