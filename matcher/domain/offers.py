"""What a volunteer can give."""

from dataclasses import dataclass

from matcher.domain.availability import HALF_DAY_BIT
from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.needs import NONE
from matcher.domain.places import Point
from matcher.domain.refusals import Invalid

DEFAULT_RADIUS_M = 2_000
DEFAULT_LANGUAGES: frozenset[str] = frozenset({"en"})
# Land's End to Shetland is 1,100 km; beyond that a radius is a slip of the keyboard.
MOST_RADIUS_M = 1_500_000
MOST_CAPACITY = 10_000
MOST_RECENT = 10_000


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer: categories, a place, a service radius and a capacity.

    `recent` counts its matches in the last 28 days. An empty `availability` means that no
    time was named, so times never stand in the way.
    """

    id: str
    categories: frozenset[str]
    place: Point
    borough: str
    radius_m: int = DEFAULT_RADIUS_M
    capacity: int = 1
    recent: int = 0
    languages: frozenset[str] = DEFAULT_LANGUAGES
    provides: frozenset[str] = NONE
    availability: frozenset[str] = NONE
    paused: bool = False

    def __post_init__(self) -> None:
        if not self.id:
            raise Invalid("An offer must have an id.", "id")
        if not self.categories <= CATEGORY_BY_SLUG.keys():
            unknown = ", ".join(sorted(self.categories - CATEGORY_BY_SLUG.keys()))
            raise Invalid("“%(unknown)s” is not a category of help.", "categories", unknown=unknown)
        for field, value, most in (
            ("radius_m", self.radius_m, MOST_RADIUS_M),
            ("capacity", self.capacity, MOST_CAPACITY),
            ("recent", self.recent, MOST_RECENT),
        ):
            if not 0 <= value <= most:
                raise Invalid(
                    "%(name)s must be between 0 and %(most)s.", field, name=field, most=most
                )
        if not self.availability <= HALF_DAY_BIT.keys():
            raise Invalid("Times are half-days such as mon-am or wed-eve.", "availability")
