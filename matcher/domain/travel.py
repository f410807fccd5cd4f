"""How far and how long a way is, where no street map is at hand: one validated value.

Nothing here was fitted to London's streets yet; `source` says where each figure comes from, and
must be written anew by whoever changes one.
"""

from dataclasses import dataclass
from enum import StrEnum

from matcher.domain.places import Point, distance_m
from matcher.domain.refusals import Invalid

PUBLISHED = (
    "Street factor 1.3: ways by road are typically 1.3 times the straight line (Wang et al. 2024,"
    " arXiv 2406.06490). Car: inner London between the peaks moved at 20.3 km/h in 2014/15"
    " (Transport for London, Travel in London report 8, table 4.9), less a tenth for side streets"
    " and parking. Cargo bike 12 km/h and on foot 4.5 km/h, laden: our own assumption."
    " Not fitted to any journeys yet."
)


class VehicleKind(StrEnum):
    """What a driver goes with."""

    CAR_BOOT = "car_boot"
    CARGO_BIKE = "cargo_bike"
    ON_FOOT = "on_foot"


KINDS: tuple[VehicleKind, ...] = tuple(VehicleKind)


@dataclass(frozen=True, slots=True)
class Travel:
    """Straight lines times a street factor, and a speed for each kind of vehicle.

    The factor is in hundredths (130 is 1.3) and speeds are in metres a minute, so that every
    distance and time is a whole number however it is computed.
    """

    street_factor_percent: int = 130
    car_boot_m_per_min: int = 300
    cargo_bike_m_per_min: int = 200
    on_foot_m_per_min: int = 75
    source: str = PUBLISHED

    def __post_init__(self) -> None:
        if not 100 <= self.street_factor_percent <= 300:
            raise Invalid(
                "The street factor must be between 100 and 300 hundredths of the straight line.",
                "street_factor_percent",
            )
        for name in ("car_boot_m_per_min", "cargo_bike_m_per_min", "on_foot_m_per_min"):
            if not 10 <= getattr(self, name) <= 2_000:
                raise Invalid(
                    "A speed must be between 10 and 2,000 metres a minute (0.6 to 120 km/h).", name
                )
        if not self.source.strip():
            raise Invalid("Please say where the street factor and the speeds are from.", "source")

    def m_per_min(self, kind: VehicleKind) -> int:
        """The speed of one kind."""
        return {
            VehicleKind.CAR_BOOT: self.car_boot_m_per_min,
            VehicleKind.CARGO_BIKE: self.cargo_bike_m_per_min,
            VehicleKind.ON_FOOT: self.on_foot_m_per_min,
        }[kind]

    def metres(self, a: Point, b: Point) -> int:
        """The way by street, rounded half up to whole metres."""
        return (distance_m(a, b) * self.street_factor_percent + 50) // 100

    def seconds(self, metres: int, kind: VehicleKind) -> int:
        """How long so many metres take, rounded up: nobody is promised to be early."""
        return -(-metres * 60 // self.m_per_min(kind))
