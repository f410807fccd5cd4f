"""Changing runs by hand: each change settles something, and a new plan leaves that alone.

A run is a driver's stops in order. Each verb takes the runs as they stand and what is locked
so far, and returns what is locked then; the plan is made again by the engine.
"""

from collections.abc import Mapping, Sequence

from matcher.domain.refusals import Conflict, NotFound
from matcher.domain.runs import Locked

Runs = Mapping[str, Sequence[str]]
"""The stops of each driver's run, in order, by the driver's id."""
Locks = Mapping[str, Locked]


def locked_stop(locks: Locks, runs: Runs, stop: str) -> dict[str, Locked]:
    """Keep a stop with its driver, and in its order among what else is locked there."""
    driver = _driver_of(runs, stop)
    return _put(dict(locks), driver, stop, runs[driver])


def locked_run(locks: Locks, runs: Runs, driver: str) -> dict[str, Locked]:
    """Keep a whole run as it stands."""
    if driver not in runs:
        raise NotFound("There is no run by this driver.")
    return reordered(locks, driver, runs[driver])


def set_out(locks: Locks, runs: Runs, driver: str, done: int) -> dict[str, Locked]:
    """Keep the first `done` stops of a run exactly where they are: the driver was there."""
    kept = locked_stops(locks, driver)
    begun = tuple(runs.get(driver, ())[:done])
    rest = tuple(stop for stop in kept if stop not in begun)
    return {**locks, driver: Locked(begun + rest, first=len(begun))}


def unlocked(locks: Locks, stop: str) -> dict[str, Locked]:
    """Let the next plan do with a stop what it likes."""
    found = next((id for id, one in locks.items() if stop in one.stops), None)
    if found is None:
        return dict(locks)
    if stop in locks[found].stops[: locks[found].first]:
        raise Conflict("The driver has been at this stop already: it stays where it is.")
    rest = tuple(id for id in locks[found].stops if id != stop)
    others = {id: one for id, one in locks.items() if id != found}
    return others | ({found: Locked(rest, locks[found].first)} if rest else {})


def moved(locks: Locks, runs: Runs, stop: str, driver: str, position: int) -> dict[str, Locked]:
    """Give a stop to a driver as the stop number `position` (from 0) of their run, locked."""
    order = [id for id in runs.get(driver, ()) if id != stop]
    if position < _first(locks, driver):
        raise Conflict("The driver has been there already: please choose a later place.")
    order.insert(position, stop)
    return _put(unlocked(locks, stop), driver, stop, order)


def reordered(locks: Locks, driver: str, order: Sequence[str]) -> dict[str, Locked]:
    """Settle the order of a driver's stops: all of them are locked, in the order given."""
    first = _first(locks, driver)
    if tuple(order[:first]) != locked_stops(locks, driver)[:first]:
        raise Conflict("The driver has been at the first stops already: they stay in order.")
    free = dict(locks)
    for stop in order[first:]:
        free = unlocked(free, stop)
    rest = [id for id in locked_stops(free, driver)[first:] if id not in order]
    return {**free, driver: Locked((*order, *rest), first)}


def locked_stops(locks: Locks, driver: str) -> tuple[str, ...]:
    """What is locked to a driver, in order."""
    return locks[driver].stops if driver in locks else ()


def _first(locks: Locks, driver: str) -> int:
    return locks[driver].first if driver in locks else 0


def _put(
    locks: dict[str, Locked], driver: str, stop: str, order: Sequence[str]
) -> dict[str, Locked]:
    """Lock a stop where it stands in `order`, among what was locked there before."""
    known = locked_stops(locks, driver)
    kept = {*known, stop}
    # What is locked and not in the order shown keeps its turn, after all that is shown.
    stops = [id for id in order if id in kept] + [id for id in known if id not in order]
    return {**locks, driver: Locked(tuple(stops), _first(locks, driver))}


def _driver_of(runs: Runs, stop: str) -> str:
    for driver, stops in runs.items():
        if stop in stops:
            return driver
    raise NotFound("This stop is on nobody's run.")
