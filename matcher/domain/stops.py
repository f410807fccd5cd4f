"""One doorstep on a run: what is brought there, when, by whom, and what it is worth to go."""

from dataclasses import dataclass

from matcher.domain.day_times import ALL_DAY, TimeWindow
from matcher.domain.drivers import MOST_PARCELS, MOST_WEIGHT_G
from matcher.domain.places import Point
from matcher.domain.refusals import Invalid

NOBODY: frozenset[str] = frozenset()
MOST_WINDOWS = 4
MOST_SERVICE_S = 4 * 60 * 60
MOST_PRIZE_M = 1_000_000


@dataclass(frozen=True, slots=True)
class Stop:
    """One doorstep.

    The driver may arrive before a window opens, and then waits; what is done at the door
    (`service_s`) begins within a window. `prize_m` is how many metres going there is worth; None
    means that it must be served where that can be done at all. `last_driver` is who came last
    week, `blocked` who must not come. A stop with a `depot` is served from there alone.
    `missed` is how often it was left out lately: where not all can be served, as many as can be
    are, and among those the ones that were missed more often.
    """

    id: str
    place: Point
    parcels: int = 1
    weight_g: int = 0
    windows: tuple[TimeWindow, ...] = (ALL_DAY,)
    service_s: int = 180
    two_people: bool = False
    prize_m: int | None = None
    last_driver: str | None = None
    blocked: frozenset[str] = NOBODY
    depot: str | None = None
    missed: int = 0

    def __post_init__(self) -> None:
        if not self.id:
            raise Invalid("A stop must have an id.", "id")
        if not 0 <= self.parcels <= MOST_PARCELS:
            raise Invalid("A stop takes from 0 to %(most)s parcels.", "parcels", most=MOST_PARCELS)
        if self.missed < 0:
            raise Invalid("A stop was missed never or more often.", "missed")
        if not 0 <= self.weight_g <= MOST_WEIGHT_G:
            raise Invalid("What is brought weighs from nothing to 40 tonnes.", "weight_g")
        if not 0 <= self.service_s <= MOST_SERVICE_S:
            raise Invalid("A stop takes up to four hours at the door.", "service_s")
        if self.prize_m is not None and not 0 <= self.prize_m <= MOST_PRIZE_M:
            raise Invalid(
                "A stop is worth from 0 to %(most)s metres.", "prize_m", most=MOST_PRIZE_M
            )
        self._require_windows()

    def _require_windows(self) -> None:
        if not 1 <= len(self.windows) <= MOST_WINDOWS:
            raise Invalid(
                "A stop has from one to %(most)s time windows.", "windows", most=MOST_WINDOWS
            )
        starts = [(window.start_s, window.end_s) for window in self.windows]
        ends = [-1, *(window.end_s for window in self.windows)]
        if any(start <= before for (start, _), before in zip(starts, ends, strict=False)):
            raise Invalid("Time windows stand one after the other and do not meet.", "windows")
