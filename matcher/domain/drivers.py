"""Who drives on a day: an offer with a vehicle, its room, its hours, and where it comes from."""

from dataclasses import dataclass

from matcher.domain.day_times import ALL_DAY, TimeWindow
from matcher.domain.places import Point
from matcher.domain.refusals import Invalid
from matcher.domain.travel import VehicleKind

MOST_PARCELS = 10_000
# A lorry of 40 tonnes; more is a slip of the keyboard.
MOST_WEIGHT_G = 40_000_000


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver with a vehicle, for one day.

    They load at the depot whose id is `depot`. `start` is where they come from and `finish`
    where they go at the end; None for either means the depot. The hours run from the moment
    they leave `start` until they are at `finish`. `aboard` is 2 where a second person comes along.
    """

    id: str
    depot: str
    kind: VehicleKind = VehicleKind.CAR_BOOT
    parcels: int = 20
    weight_g: int = 200_000
    hours: TimeWindow = ALL_DAY
    start: Point | None = None
    finish: Point | None = None
    aboard: int = 1

    def __post_init__(self) -> None:
        if not self.id:
            raise Invalid("A driver must have an id.", "id")
        if not self.depot:
            raise Invalid("Please say at which depot the driver loads.", "depot")
        if not 1 <= self.parcels <= MOST_PARCELS:
            raise Invalid(
                "A vehicle takes from 1 to %(most)s parcels.", "parcels", most=MOST_PARCELS
            )
        if not 1 <= self.weight_g <= MOST_WEIGHT_G:
            raise Invalid("A vehicle carries more than nothing and at most 40 tonnes.", "weight_g")
        if self.aboard not in (1, 2):
            raise Invalid("A driver goes alone or with one more person.", "aboard")
