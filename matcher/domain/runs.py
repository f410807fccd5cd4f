"""What a day's runs are planned from: depots, drivers, stops, what is locked, what things cost."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from matcher.domain.day_times import ALL_DAY, TimeWindow
from matcher.domain.drivers import Driver
from matcher.domain.places import Point
from matcher.domain.refusals import Invalid
from matcher.domain.stops import Stop
from matcher.domain.travel import Travel

MOST_STOPS = 1_000
MOST_DRIVERS = 100
# Each pair of neighbours in a locked order is one more thing to weigh at every step.
MOST_LOCKED = 60


@dataclass(frozen=True, slots=True)
class Depot:
    """Where parcels are loaded: drivers leave it loaded while it is open."""

    id: str
    place: Point
    open: TimeWindow = ALL_DAY
    loading_s: int = 600

    def __post_init__(self) -> None:
        if not self.id:
            raise Invalid("A depot must have an id.", "id")
        if not 0 <= self.loading_s <= 4 * 60 * 60:
            raise Invalid("Loading takes up to four hours.", "loading_s")


@dataclass(frozen=True, slots=True)
class Locked:
    """What a person has settled for one driver: these stops, in this order.

    Others may be put between them, unless they are among the `first`: so many of them are the
    run's first stops with nothing before or between, as when the driver is already out.
    """

    stops: tuple[str, ...]
    first: int = 0

    def __post_init__(self) -> None:
        if len(set(self.stops)) != len(self.stops):
            raise Invalid("A stop can be locked only once.", "locked")
        if not 0 <= self.first <= len(self.stops):
            raise Invalid("Only stops that are locked can be the first of a run.", "first")
        if len(self.stops) - self.first > MOST_LOCKED:
            raise Invalid(
                "At most %(most)s stops of a run can be locked; once all of its first stops are, as"
                " many more as you like.",
                "locked",
                most=MOST_LOCKED,
            )


@dataclass(frozen=True, slots=True)
class RunParams:
    """What a plan pays for besides metres, in metres; lower is better.

    A second of a driver's day costs `second_m`, a run that goes out `run_m`, and a stop that
    loses last week's driver `same_driver_m`.
    """

    second_m: int = 1
    run_m: int = 1_000
    same_driver_m: int = 2_000

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000:
                raise Invalid("%(name)s must be a whole number from 0 to 100,000.", name, name=name)


@dataclass(frozen=True, slots=True)
class DayOfRuns:
    """Everything a plan is made from; what does not fit together is refused here.

    `stops` stand in the order in which they were typed in. `locked` is by the driver's id.
    """

    depots: tuple[Depot, ...]
    drivers: tuple[Driver, ...]
    stops: tuple[Stop, ...]
    locked: Mapping[str, Locked] = field(default_factory=dict)
    travel: Travel = field(default_factory=Travel)
    params: RunParams = field(default_factory=RunParams)

    def __post_init__(self) -> None:
        if not self.depots:
            raise Invalid("A run needs a depot to set out from.", "depots")
        if not 1 <= len(self.drivers) <= MOST_DRIVERS:
            raise Invalid("A day has from one to %(most)s drivers.", "drivers", most=MOST_DRIVERS)
        if len(self.stops) > MOST_STOPS:
            raise Invalid("A day has at most %(most)s stops.", "stops", most=MOST_STOPS)
        for name, ids in (
            ("depot", [depot.id for depot in self.depots]),
            ("driver", [driver.id for driver in self.drivers]),
            ("stop", [stop.id for stop in self.stops]),
            ("locked stop", [id for one in self.locked.values() for id in one.stops]),
        ):
            _require_once(name, ids)
        self._require_known()

    def _require_known(self) -> None:
        depots = {depot.id for depot in self.depots}
        for driver in self.drivers:
            if driver.depot not in depots:
                raise Invalid(
                    "%(id)s loads at a depot that is not in this plan.", "depot", id=driver.id
                )
        for stop in self.stops:
            if stop.depot is not None and stop.depot not in depots:
                raise Invalid(
                    "%(id)s is served from a depot not in this plan.", "depot", id=stop.id
                )
        if not self.locked.keys() <= {driver.id for driver in self.drivers}:
            raise Invalid("Stops are locked to a driver who does not drive that day.", "locked")
        stops = {stop.id for stop in self.stops}
        missing = sorted({id for one in self.locked.values() for id in one.stops} - stops)
        if missing:
            raise Invalid(
                "%(missing)s is locked, and not among the stops.", "locked", missing=missing[0]
            )


def _require_once(name: str, ids: Iterable[str]) -> None:
    twice = [id for id, times in Counter(ids).items() if times > 1]
    if twice:
        raise Invalid("The %(name)s %(twice)s is named twice.", "id", name=name, twice=twice[0])
