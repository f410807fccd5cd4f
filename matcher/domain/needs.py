"""What a resident asks for."""

from dataclasses import dataclass
from datetime import date

from matcher.domain.availability import HALF_DAY_BIT
from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.places import Point
from matcher.domain.refusals import Invalid
from matcher.domain.urgency import Urgency

NONE: frozenset[str] = frozenset()
MOST_PEOPLE_NEEDED = 1_000


@dataclass(frozen=True, slots=True)
class Need:
    """One need: so many helpers of one category, at one place.

    `borough` is the code of the administrative district. An empty `languages` or
    `availability` asks for nothing. `avoid` holds offer ids, declined ones among them.
    """

    id: str
    category: str
    place: Point
    borough: str
    people_needed: int = 1
    urgency: Urgency = Urgency.ROUTINE
    registered_on: date | None = None
    languages: frozenset[str] = NONE
    requires: frozenset[str] = NONE
    availability: frozenset[str] = NONE
    avoid: frozenset[str] = NONE

    def __post_init__(self) -> None:
        if not self.id:
            raise Invalid("A need must have an id.", "id")
        if self.category not in CATEGORY_BY_SLUG:
            raise Invalid(
                "“%(category)s” is not a category of help.", "category", category=self.category
            )
        if not 1 <= self.people_needed <= MOST_PEOPLE_NEEDED:
            raise Invalid(
                "people_needed must be between 1 and %(most)s.",
                "people_needed",
                most=MOST_PEOPLE_NEEDED,
            )
        if not self.availability <= HALF_DAY_BIT.keys():
            raise Invalid("Times are half-days such as mon-am or wed-eve.", "availability")

    def days_waiting(self, today: date) -> int:
        """Whole days since it was registered; a need with no date came today."""
        if self.registered_on is None:
            return 0
        return max(0, (today - self.registered_on).days)
