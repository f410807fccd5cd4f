"""A checker that knows nothing of the engine: it walks a plan again from the day's own words.

It reads ids, `Travel` and clock times, and no array of the planner's. What a plan says of
itself (arrivals, metres, cost) has to be what comes out here.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from matcher.domain.drivers import Driver
from matcher.domain.places import Point
from matcher.domain.runs import DayOfRuns, Depot
from matcher.domain.stops import Stop
from matcher.engine.routes import RoutesResult
from matcher.engine.routes_walk import Walk


def run_faults_of(day: DayOfRuns, result: RoutesResult) -> list[str]:
    """Return every rule that the plan breaks, in words; an empty list where it keeps all."""
    runs = {day.drivers[walked.driver].id: walked for walked in result.walks}
    faults = [] if len(runs) == len(result.walks) else ["a driver has two runs"]
    faults += _not_once(day, result)
    cost = 0
    for driver in day.drivers:
        walked = runs.get(driver.id)
        stops = [day.stops[visit.stop] for visit in walked.visits] if walked else []
        faults += _lock_broken(day, driver, [stop.id for stop in stops])
        if walked is not None:
            faults += _not_for_them(driver, stops)
            faults += _too_full(driver, stops)
            faults += _not_in_time(day, driver, stops, walked)
            cost += _cost(day, driver, stops, walked)
    if cost != result.cost_m:
        faults.append(f"it says it costs {result.cost_m}, and costs {cost}")
    return faults


def _not_once(day: DayOfRuns, result: RoutesResult) -> Iterator[str]:
    seen = Counter(visit.stop for walked in result.walks for visit in walked.visits)
    seen.update(result.unserved)
    for row, stop in enumerate(day.stops):
        if seen[row] != 1:
            yield f"{stop.id} is in the plan {seen[row]} times"


def _lock_broken(day: DayOfRuns, driver: Driver, order: list[str]) -> Iterator[str]:
    lock = day.locked.get(driver.id)
    if lock is None:
        return
    if [id for id in order if id in lock.stops] != list(lock.stops):
        yield f"{driver.id} does not keep {' '.join(lock.stops)} in order"
    if order[: lock.first] != list(lock.stops[: lock.first]):
        yield f"{driver.id} does not begin with {' '.join(lock.stops[: lock.first])}"


def _not_for_them(driver: Driver, stops: Sequence[Stop]) -> Iterator[str]:
    for stop in stops:
        if driver.id in stop.blocked:
            yield f"{driver.id} must not come to {stop.id}"
        if stop.two_people and driver.aboard != 2:
            yield f"{stop.id} takes two people, and {driver.id} comes alone"
        if stop.depot not in (None, driver.depot):
            yield f"{stop.id} is served from {stop.depot}, and {driver.id} loads elsewhere"


def _too_full(driver: Driver, stops: Sequence[Stop]) -> Iterator[str]:
    parcels, grams = sum(one.parcels for one in stops), sum(one.weight_g for one in stops)
    if parcels > driver.parcels:
        yield f"{driver.id} has room for {driver.parcels} parcels and takes {parcels}"
    if grams > driver.weight_g:
        yield f"{driver.id} carries {driver.weight_g} g and takes {grams}"


def _not_in_time(
    day: DayOfRuns, driver: Driver, stops: Sequence[Stop], walked: Walk
) -> Iterator[str]:
    depot = _depot(day, driver)
    to_depot = _seconds(day, driver, driver.start or depot.place, depot.place)
    if walked.set_out_s < driver.hours.start_s:
        yield f"{driver.id} sets out before their hours"
    loading = walked.leave_s - depot.loading_s
    if loading < max(depot.open.start_s, walked.set_out_s + to_depot):
        yield f"{driver.id} leaves before the depot has loaded"
    if walked.leave_s > depot.open.end_s:
        yield f"{driver.id} leaves when the depot is shut"
    now, here = walked.leave_s, depot.place
    for stop, visit in zip(stops, walked.visits, strict=True):
        now += _seconds(day, driver, here, stop.place)
        if visit.arrive_s != now:
            yield f"{driver.id} is at {stop.id} at {now}, and it says {visit.arrive_s}"
        if visit.begin_s < now or not any(one.holds(visit.begin_s) for one in stop.windows):
            yield f"{stop.id} is served at {visit.begin_s}, outside its windows"
        now, here = visit.begin_s + stop.service_s, stop.place
        if visit.leave_s != now:
            yield f"{driver.id} leaves {stop.id} at {now}, and it says {visit.leave_s}"
    now += _seconds(day, driver, here, driver.finish or depot.place)
    if walked.end_s != now:
        yield f"{driver.id} ends at {now}, and it says {walked.end_s}"
    if now > driver.hours.end_s:
        yield f"{driver.id} ends after their hours"


def _cost(day: DayOfRuns, driver: Driver, stops: Sequence[Stop], walked: Walk) -> int:
    depot = _depot(day, driver)
    way = [driver.start or depot.place, depot.place, *(stop.place for stop in stops)]
    way.append(driver.finish or depot.place)
    metres = sum(day.travel.metres(here, there) for here, there in pairwise(way))
    driving = {one.id for one in day.drivers}
    lost = sum(one.last_driver in driving - {driver.id} for one in stops)
    return (
        metres
        + day.params.run_m
        + day.params.second_m * (walked.end_s - walked.set_out_s)
        + day.params.same_driver_m * lost
    )


def _depot(day: DayOfRuns, driver: Driver) -> Depot:
    return next(depot for depot in day.depots if depot.id == driver.depot)


def _seconds(day: DayOfRuns, driver: Driver, here: Point, there: Point) -> int:
    return day.travel.seconds(day.travel.metres(here, there), driver.kind)
