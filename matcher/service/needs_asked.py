"""What somebody asks for, as one value that has checked itself before anything is kept."""

from dataclasses import dataclass, field
from datetime import date

from matcher.domain.availability import HALF_DAY_BIT
from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.checks import DBS
from matcher.domain.diets import DIETARY
from matcher.domain.needs import MOST_PEOPLE_NEEDED
from matcher.domain.origins import CameBy
from matcher.domain.recurring import Weekly
from matcher.domain.refusals import Invalid
from matcher.domain.urgency import Urgency
from matcher.service.contacts import Details
from matcher.service.whereabouts import Whereabouts

# The words of consent that residents agree to on the page that asks; a new wording, a new name.
CONSENT = "residents-1"
WOMAN = "woman"
REQUIRABLE = frozenset({WOMAN, DBS, "car", "lifting"})
LONGEST_NAME = 60
LONGEST_ADDRESS = 150
LONGEST_NOTES = 400
# A year ahead is a plan; further ahead is a slip of the keyboard.
MOST_DAYS_AHEAD = 366


@dataclass(frozen=True, slots=True)
class AskedNeed:
    """One need as it was asked for.

    `requires` are words that a volunteer's offer must provide (`woman`, `dbs`, …); `step_free`,
    `dietary` and `notes` are for the eyes of whoever said yes, and `dietary` also of whoever
    packs. `weekly` is the rule of a need that comes again, and `wanted_on` the day of one that
    comes once. `language` is the one that the resident reads. "Please ring, don't text" is `TEXT`
    among the contact's `never`.
    """

    category: str
    place: Whereabouts
    person: Details
    consent: str = CONSENT
    urgency: Urgency = Urgency.ROUTINE
    wanted_on: date | None = None
    weekly: Weekly | None = None
    availability: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    requires: frozenset[str] = frozenset()
    people_needed: int = 1
    asks_first: bool = False
    step_free: bool = False
    dietary: frozenset[str] = frozenset()
    address: str = field(default="", repr=False)
    notes: str = field(default="", repr=False)
    came_by: CameBy = CameBy.WEB
    language: str = "en"

    def __post_init__(self) -> None:
        if self.category not in CATEGORY_BY_SLUG:
            raise Invalid("Please choose what kind of help you would like.", "category")
        if not 1 <= self.people_needed <= MOST_PEOPLE_NEEDED:
            raise Invalid(
                "It can be 1 to %(most)s people at once.", "people_needed", most=MOST_PEOPLE_NEEDED
            )
        if not self.availability <= HALF_DAY_BIT.keys():
            raise Invalid("Times are half-days such as mon-am or wed-eve.", "availability")
        check_requires(self.requires)
        check_dietary(self.dietary)
        if not all(one.isalpha() and 2 <= len(one) <= 3 for one in self.languages):
            raise Invalid("Languages are codes such as en or bn.", "languages")
        if self.weekly is not None and self.wanted_on is not None:
            raise Invalid("It is for one day, or it comes every week, not both.", "wanted_on")
        if not self.consent:
            raise Invalid("We need your yes before we may keep what you told us.", "consent")
        check_length("name", self.person.name, LONGEST_NAME)
        check_length("address", self.address, LONGEST_ADDRESS)
        check_length("notes", self.notes, LONGEST_NOTES)

    @property
    def first_on(self) -> date | None:
        """The day it is for, or the first from which a weekly rule counts."""
        return self.weekly.first_on if self.weekly else self.wanted_on

    @property
    def last_on(self) -> date | None:
        """The day after which nobody is wanted any more, None where there is no such day."""
        return last_date(self.weekly) if self.weekly else self.wanted_on

    def require_ahead(self, today: date) -> None:
        """Raise Invalid for days that are over, or too far ahead to be meant."""
        check_ahead(self.first_on, self.last_on, today)
        if self.weekly is not None:
            check_some_date(self.weekly, today)


def last_date(weekly: Weekly) -> date | None:
    """The last date of a weekly rule, None where it never ends."""
    if weekly.times is not None:
        # Were all of them left out, there would be no last one.
        return [*weekly.whole().dates()][-1]
    return weekly.until


def check_ahead(first_on: date | None, last_on: date | None, today: date) -> None:
    """Raise Invalid for a last day that is over, or a first one too far ahead to be meant."""
    if last_on is not None and last_on < today:
        raise Invalid("That day is over: please choose today or a later day.", "wanted_on")
    if first_on is not None and (first_on - today).days > MOST_DAYS_AHEAD:
        raise Invalid("That day is more than a year ahead: please look again.", "wanted_on")


def check_requires(requires: frozenset[str]) -> None:
    """Raise Invalid for what no volunteer can provide: such a need would wait for ever."""
    if not requires <= REQUIRABLE:
        choices = ", ".join(sorted(REQUIRABLE))
        raise Invalid("It can require: %(choices)s.", "requires", choices=choices)


def check_some_date(weekly: Weekly, today: date) -> None:
    """Raise Invalid for a rule without a date from today on: nobody would ever be asked."""
    if next((day for day in weekly.whole().dates() if day >= today), None) is None:
        raise Invalid("No such day comes before then: choose a later end, or another day.", "until")


def check_dietary(dietary: frozenset[str]) -> None:
    """Raise Invalid for what is no diet and no allergen that we know."""
    if not dietary <= DIETARY:
        raise Invalid("Choose diets and allergens from the list.", "dietary")


def check_length(field_name: str, text: str, most: int) -> None:
    """Raise Invalid for a text with more letters than we keep."""
    if len(text) > most:
        raise Invalid("Please use at most %(most)s letters.", field_name, most=most)
