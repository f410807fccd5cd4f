"""What is asked and answered about needs."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from matcher.domain.diets import DIETARY
from matcher.domain.life_cycles import NeedStatus
from matcher.domain.origins import CameBy, ConfirmedBy
from matcher.domain.outcomes import NeedEnding
from matcher.domain.recurring import Weekly, read_rule
from matcher.domain.urgency import Urgency
from matcher.service.needs_asked import REQUIRABLE
from web.api.people import Contact, Day, Place, Reachable
from web.api.shapes import (
    Asked,
    BoroughCode,
    Category,
    Cell,
    HalfDay,
    HalfDays,
    Id,
    Language,
    Line,
    Next,
    Notes,
    PageAsked,
    Receipt,
    Shape,
    Words,
    among,
    example,
    named,
)

_CAN_REQUIRE, _CAN_EAT = sorted(REQUIRABLE), sorted(DIETARY)
Requirable = Annotated[str, AfterValidator(among(_CAN_REQUIRE)), named(_CAN_REQUIRE)]
Dietary = Annotated[str, AfterValidator(among(_CAN_EAT)), named(_CAN_EAT)]


class NeedsAsked(PageAsked):
    """Which needs to list."""

    status: NeedStatus | None = None
    urgency: Urgency | None = None
    category: Category | None = None
    borough: BoroughCode | None = None
    ours: Annotated[bool, Field(description="Only those of the charity's own people.")] = False


class OthersNeed(Shape):
    """A need of somebody else's people, where the charity works."""

    ours: Literal[False] = False
    id: Id
    status: NeedStatus
    urgency: Urgency
    category: Category
    borough: BoroughCode
    cell: Cell


class OwnNeed(Shape):
    """A need of the charity's own people."""

    ours: Literal[True] = True
    id: Id
    reference: Annotated[
        str, Field(description="Its name on the telephone.", examples=["K7-RAVEN-42"])
    ]
    status: NeedStatus
    ending: NeedEnding | None
    urgency: Urgency
    category: Category
    borough: BoroughCode
    cell: Cell
    people_needed: int
    people_found: Annotated[int, Field(description="Those who said yes and did not hand it back.")]
    registered_on: date
    wanted_on: date | None
    expires_on: date | None
    paused_until: date | None
    languages: Words
    requires: Words
    availability: HalfDays
    recurrence: Annotated[
        str | None,
        Field(description="An RFC 5545 rule; dates that are left out (EXDATE) in a second line."),
    ]
    asks_first: bool
    came_by: CameBy
    confirmed_by: ConfirmedBy | None
    confirmed_at: datetime | None
    created_at: datetime
    changed_at: datetime
    closed_at: datetime | None


NeedShown = Annotated[OwnNeed | OthersNeed, Field(discriminator="ours")]


class NeedPage(Shape):
    """A page of needs, the newest first."""

    items: list[NeedShown]
    next: Next


class NeedAnswer(Shape):
    """One need, as the charity may see it."""

    need: NeedShown


class SaidOfPlace(Shape):
    """What whoever comes, or packs, has to know. Empty once the need is long over."""

    address: str = ""
    street: str = ""
    step_free: Annotated[bool, Field(description="They need a way without steps.")] = False
    dietary: Words = Field(default_factory=list)
    notes: str = ""


class ResidentContact(Contact):
    """How to reach the resident of a need, and what was said of it."""

    said: SaidOfPlace


class NeedSaid(Asked):
    """What can be said of a need at first and later."""

    model_config = example({"urgency": "urgent", "notes": "The bell is broken: please knock."})

    urgency: Urgency | None = None
    wanted_on: Annotated[
        Day | None, Field(description="The day it is for, or from which a rule counts.")
    ] = None
    recurrence: Annotated[
        Line | None,
        Field(description="A weekly RFC 5545 rule.", examples=["FREQ=WEEKLY;BYDAY=TU"]),
    ] = None
    availability: Annotated[list[HalfDay] | None, Field(max_length=21)] = None
    languages: Annotated[list[Language] | None, Field(max_length=20)] = None
    requires: Annotated[
        list[Requirable] | None,
        Field(max_length=10, description="What the volunteer must have.", examples=[["car"]]),
    ] = None
    people_needed: Annotated[int | None, Field(ge=1, le=1_000)] = None
    asks_first: Annotated[
        bool | None, Field(description="The resident agrees before somebody sees who they are.")
    ] = None
    step_free: bool | None = None
    dietary: Annotated[
        list[Dietary] | None,
        Field(max_length=20, description="What they eat.", examples=[["halal", "no_milk"]]),
    ] = None
    address: Annotated[Line | None, Field(max_length=150)] = None
    notes: Annotated[Notes | None, Field(max_length=400)] = None
    place: Place | None = None

    def weekly(self, today: date) -> Weekly | None:
        """The weekly rule, read; `Invalid` where it says more than we understand."""
        return read_rule(self.recurrence, self.wanted_on or today) if self.recurrence else None

    def words(self) -> dict[str, Any]:
        """What was said and needs no more reading, by the names that services know it by."""
        names = ("urgency", "people_needed", "asks_first", "step_free", "address", "notes")
        said = {name: getattr(self, name) for name in names}
        for name in ("availability", "languages", "requires", "dietary"):
            value = getattr(self, name)
            said[name] = None if value is None else frozenset(value)
        return {name: value for name, value in said.items() if value is not None}


class NewNeed(NeedSaid):
    """A need to register, with the resident whose it is."""

    model_config = example(
        {
            "category": "groceries",
            "place": {"postcode": "SE15 4QN"},
            "resident": {"name": "Rosa", "phone": "07700 900123"},
            "consent": True,
            "urgency": "soon",
            "languages": ["en", "bn"],
            "availability": ["tue-am", "tue-pm"],
            "notes": "Two flights of stairs, no lift.",
        }
    )

    category: Category
    place: Place
    resident: Reachable
    consent: Annotated[
        Literal[True], Field(description="The resident agrees that we keep this and pass it on.")
    ]
    vouched: Annotated[
        bool,
        Field(
            description="You have spoken with them, and it is so: it is confirmed at once, and "
            "nothing is sent to ask."
        ),
    ] = False
    language: Annotated[Language, Field(description="The one that the resident reads.")] = "en"


class NeedPause(Asked):
    """Until when nobody is asked; null until you say so."""

    model_config = example({"until": None})

    until: Day | None = None


class NeedReceipt(Receipt):
    """A need that was registered, with its name on the telephone."""

    reference: Annotated[str, Field(examples=["K7-RAVEN-42"])]
