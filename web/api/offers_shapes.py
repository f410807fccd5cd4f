"""What is asked and answered about offers."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from matcher.domain.life_cycles import OfferStatus
from matcher.service.offers import (
    FURTHEST_M,
    MOST_AT_ONCE,
    OWN_WORD,
    OfferWords,
)
from web.api.people import Day, Place, Reachable
from web.api.shapes import (
    Asked,
    BoroughCode,
    Category,
    Cell,
    HalfDay,
    HalfDays,
    Id,
    Language,
    Next,
    PageAsked,
    Shape,
    Words,
    among,
    example,
    named,
)

_CAN_SAY = sorted(OWN_WORD)
OwnWord = Annotated[str, AfterValidator(among(_CAN_SAY)), named(_CAN_SAY)]


class OffersAsked(PageAsked):
    """Which offers to list."""

    status: OfferStatus | None = None
    category: Category | None = None
    borough: BoroughCode | None = None
    ours: Annotated[bool, Field(description="Only those of the charity's own people.")] = False


class OthersOffer(Shape):
    """An offer of somebody else's people, where the charity works."""

    ours: Literal[False] = False
    id: Id
    status: OfferStatus
    categories: Words
    borough: BoroughCode
    cell: Cell


class OwnOffer(Shape):
    """An offer of the charity's own people."""

    ours: Literal[True] = True
    id: Id
    volunteer_id: Id
    status: OfferStatus
    categories: Words
    borough: BoroughCode
    cell: Cell
    radius_m: Annotated[int, Field(description="How far it reaches, in metres.")]
    capacity: Annotated[int, Field(description="How many matches it can hold at once.")]
    held: Annotated[int, Field(description="How many it holds now.")]
    languages: Words
    provides: Words
    availability: HalfDays
    paused_until: date | None
    ends_on: date | None
    created_at: datetime
    changed_at: datetime
    ended_at: datetime | None


OfferShown = Annotated[OwnOffer | OthersOffer, Field(discriminator="ours")]


class OfferPage(Shape):
    """A page of offers, the newest first."""

    items: list[OfferShown]
    next: Next


class OfferAnswer(Shape):
    """One offer, as the charity may see it."""

    offer: OfferShown


class OfferSaid(Asked):
    """What can be said of an offer at first and later."""

    model_config = example({"radius_m": 1_500, "capacity": 2})

    categories: Annotated[list[Category] | None, Field(min_length=1, max_length=20)] = None
    place: Place | None = None
    radius_m: Annotated[
        int | None, Field(ge=1, le=FURTHEST_M, description="How far it reaches, in metres.")
    ] = None
    capacity: Annotated[
        int | None, Field(ge=1, le=MOST_AT_ONCE, description="How many people at once.")
    ] = None
    languages: Annotated[list[Language] | None, Field(min_length=1, max_length=20)] = None
    provides: Annotated[list[OwnWord] | None, Field(max_length=10, examples=[["car"]])] = None
    availability: Annotated[list[HalfDay] | None, Field(max_length=21)] = None

    def words(self) -> OfferWords:
        """The same as services know it."""
        sets = {
            name: None if value is None else frozenset(value)
            for name in ("categories", "languages", "provides", "availability")
            for value in [getattr(self, name)]
        }
        place = self.place.found() if self.place else None
        return OfferWords(place=place, radius_m=self.radius_m, capacity=self.capacity, **sets)


class NewOffer(OfferSaid):
    """An offer to make, with the volunteer whose it is."""

    model_config = example(
        {
            "categories": ["groceries", "dog_walking"],
            "place": {"postcode": "SE5 8TR"},
            "volunteer": {"name": "Val", "email": "val@example.org"},
            "born_on": "1990-04-01",
            "consent": True,
            "radius_m": 3_000,
            "languages": ["en"],
        }
    )

    categories: Annotated[list[Category], Field(min_length=1, max_length=20)]
    place: Place
    volunteer: Reachable
    born_on: Annotated[
        date, Field(description="To judge that they are 18 or over; it is not kept.")
    ]
    consent: Annotated[
        Literal[True], Field(description="The volunteer agrees that we keep this and pass it on.")
    ]
    language: Annotated[Language, Field(description="The one that the volunteer reads.")] = "en"


class OfferPause(Asked):
    """Until when nothing is asked; null until you say so."""

    model_config = example({"until": None})

    until: Day | None = None
