"""Drivers, stops and whole days of runs for tests: a test says what matters to it."""

from random import Random
from typing import Any

from matcher.domain.day_times import ALL_DAY, TimeWindow, hours
from matcher.domain.drivers import Driver
from matcher.domain.places import Point
from matcher.domain.runs import DayOfRuns, Depot, Locked
from matcher.domain.stops import Stop
from matcher.domain.travel import VehicleKind
from tests.builders import HERE, at

DEPOT = Depot("d1", HERE, hours("08:00", "20:00"))


def a_stop(id: str = "s1", **said: Any) -> Stop:
    """One parcel for a door a kilometre east of the depot, at any time of the day."""
    return Stop(**({"id": id, "place": at(1_000), "weight_g": 6_000} | said))


def a_driver(id: str = "ann", **said: Any) -> Driver:
    """Somebody with a car who sets out from the depot at nine and is back by one."""
    return Driver(**({"id": id, "depot": "d1", "hours": hours("09:00", "13:00")} | said))


def a_day(*stops: Stop, drivers: tuple[Driver, ...] | None = None, **said: Any) -> DayOfRuns:
    """A day of these stops with one driver and one depot, unless it is said otherwise."""
    drivers = (a_driver(),) if drivers is None else drivers
    return DayOfRuns(**({"depots": (DEPOT,), "drivers": drivers, "stops": stops} | said))


def a_random_day(seed: int, *, stops: int = 12, drivers: int = 3, box_m: int = 8_000) -> DayOfRuns:
    """A day of everything that rules speak of, the same for the same arguments.

    Some stops can be served by nobody, some windows are narrow, room is scarce on some days,
    and some stops are locked to drivers who may serve them.
    """
    chance = Random(f"{seed}/{stops}/{drivers}/{box_m}")
    depots = (DEPOT, Depot("d2", _somewhere(chance, box_m), hours("07:30", "18:00"), 300))
    names = [f"driver{number}" for number in range(drivers)]
    all_drivers = tuple(_driver(chance, name, box_m) for name in names)
    all_stops = tuple(_stop(chance, f"s{n:03}", names, box_m) for n in range(stops))
    return DayOfRuns(depots, all_drivers, all_stops, _locks(chance, all_drivers, all_stops))


def _driver(chance: Random, name: str, box_m: int) -> Driver:
    kind = chance.choice(tuple(VehicleKind))
    begin = chance.choice((7, 9, 13))
    return Driver(
        name,
        depot=chance.choice(("d1", "d1", "d2")),
        kind=kind,
        parcels=chance.choice((3, 6, 12)),
        weight_g=chance.choice((30_000, 80_000)),
        hours=TimeWindow(begin * 3600, (begin + chance.choice((2, 4, 6))) * 3600),
        start=chance.choice((None, _somewhere(chance, box_m))),
        finish=chance.choice((None, _somewhere(chance, box_m))),
        aboard=chance.choice((1, 2)),
    )


def _stop(chance: Random, id: str, names: list[str], box_m: int) -> Stop:
    return Stop(
        id,
        _somewhere(chance, box_m),
        parcels=chance.choice((1, 1, 2, 3)),
        weight_g=chance.randrange(0, 15_000, 500),
        windows=_windows(chance),
        service_s=chance.choice((60, 180, 600)),
        two_people=chance.random() < 0.1,
        prize_m=chance.choice((None, None, 3_000, 20_000)),
        last_driver=chance.choice((None, *names)),
        blocked=frozenset(chance.sample(names, chance.choice((0, 0, 0, 1)))),
        depot=chance.choice((None, None, None, "d1", "d2")),
    )


def _windows(chance: Random) -> tuple[TimeWindow, ...]:
    begin = chance.randrange(8 * 3600, 15 * 3600, 900)
    one = TimeWindow(begin, begin + chance.choice((900, 3600, 7200)))
    later = TimeWindow(one.end_s + 3600, one.end_s + 7200)
    return chance.choice(((ALL_DAY,), (one,), (one, later)))


def _locks(
    chance: Random, drivers: tuple[Driver, ...], stops: tuple[Stop, ...]
) -> dict[str, Locked]:
    """For one driver up to three stops with time all day, which most of them can keep."""
    driver = chance.choice(drivers)
    fit = [
        stop.id
        for stop in stops
        if stop.windows == (ALL_DAY,)
        and driver.id not in stop.blocked
        and stop.depot in (None, driver.depot)
        and (driver.aboard == 2 or not stop.two_people)
    ]
    chosen = tuple(chance.sample(fit, min(len(fit), chance.choice((0, 2, 3)))))
    return {driver.id: Locked(chosen, first=chance.choice((0, 0, min(1, len(chosen)))))}


def _somewhere(chance: Random, box_m: int) -> Point:
    return at(chance.randrange(box_m), chance.randrange(box_m))
