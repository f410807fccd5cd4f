"""A day of runs made by seed: 200 doors with time windows, eight drivers, everybody served."""

import json
import sys
from random import Random
from time import perf_counter, process_time

from matcher.domain.day_times import TimeWindow, hours
from matcher.domain.drivers import Driver
from matcher.domain.places import Point
from matcher.domain.runs import DayOfRuns, Depot
from matcher.domain.stops import Stop
from matcher.domain.travel import VehicleKind
from matcher.engine.routes import Effort, plan_routes
from matcher.engine.routes_problem import problem_of
from scripts.bench.measure import peak_mb

STOPS = 200
DRIVERS = 8
# A borough's width; the depot stands in the middle of it.
BOX_M = 7_000
MIDDLE = Point(533_500, 177_000)


def main(arguments: list[str]) -> None:
    """Take seconds and a seed; print JSON."""
    seconds, seed = float(arguments[0]), int(arguments[1])
    day = day_by_seed(seed)
    began, cpu = perf_counter(), process_time()
    result = plan_routes(problem_of(day), seed=seed, effort=Effort(None, seconds))
    json.dump(
        {
            "stops": len(day.stops),
            "drivers": len(day.drivers),
            "runs": len(result.walks),
            "unserved": len(result.unserved),
            "all_served_after_s": None if result.unserved else result.kept_after_s,
            "metres": result.metres,
            "hours": sum(walked.seconds for walked in result.walks) / 3_600,
            "typed_metres": result.typed.metres,
            "typed_outside_windows": result.typed.outside_windows,
            "typed_left_over": result.typed.left_over,
            "rounds": result.rounds,
            "seconds": perf_counter() - began,
            "cpu_seconds": process_time() - cpu,
            "peak_mb": peak_mb(),
        },
        sys.stdout,
    )


def day_by_seed(seed: int, stops: int = STOPS, drivers: int = DRIVERS) -> DayOfRuns:
    """A day on which all can be served, the same for the same arguments.

    A third of the doors open all day, a third for half of it and a third for an hour and a half.
    """
    chance = Random(f"{seed}/{stops}/{drivers}")
    depot = Depot("depot", MIDDLE, hours("08:30", "14:00"))
    return DayOfRuns(
        depots=(depot,),
        drivers=tuple(_driver(chance, number) for number in range(drivers)),
        stops=tuple(_stop(chance, number) for number in range(stops)),
    )


def _driver(chance: Random, number: int) -> Driver:
    """Mostly cars, from home and back; every eighth a cargo bike from the depot."""
    if number % 8 == 7:
        return Driver(
            f"driver{number}",
            depot="depot",
            kind=VehicleKind.CARGO_BIKE,
            parcels=16,
            weight_g=140_000,
            hours=hours("09:00", "15:00"),
        )
    home = _somewhere(chance)
    return Driver(
        f"driver{number}",
        depot="depot",
        parcels=34,
        weight_g=340_000,
        hours=hours("09:00", "15:00"),
        start=home,
        finish=home,
        aboard=1 + number % 2,
    )


def _stop(chance: Random, number: int) -> Stop:
    return Stop(
        f"stop{number:03}",
        _somewhere(chance),
        weight_g=chance.randrange(5_000, 12_000, 500),
        windows=(_window(chance, number),),
        two_people=chance.random() < 0.05,
    )


def _window(chance: Random, number: int) -> TimeWindow:
    if number % 3 == 0:
        return hours("08:00", "18:00")
    if number % 3 == 1:
        return chance.choice((hours("09:00", "12:00"), hours("12:00", "15:00")))
    begin = chance.randrange(9 * 3600 + 1800, 13 * 3600, 900)
    return TimeWindow(begin, begin + 5_400)


def _somewhere(chance: Random) -> Point:
    east, north = (chance.randrange(BOX_M) - BOX_M // 2 for _ in range(2))
    return Point(MIDDLE.easting + east, MIDDLE.northing + north)


if __name__ == "__main__":
    main(sys.argv[1:])
