"""`/offers`: what volunteers can give."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from matcher.domain.life_cycles import OfferStatus
from matcher.domain.scopes import TokenScope
from matcher.service.charity_reach import (
    OfferAfar,
    OfferSummary,
    OffersWanted,
    look_at_volunteer,
    offer_seen,
    offers_seen,
)
from matcher.service.cursors import after_cursor, cursor_of
from web.api.operations import Call, Noun
from web.api.people import Contact, shown
from web.api.shapes import (
    BoroughCode,
    Category,
    Cell,
    Cursor,
    HalfDays,
    Id,
    Nothing,
    PageAsked,
    Shape,
    Words,
)

noun = Noun("offers", "What volunteers can give.")


class OffersAsked(PageAsked):
    """Which offers to list."""

    status: OfferStatus | None = None
    category: Category | None = None
    borough: BoroughCode | None = None
    ours: Annotated[bool, Field(description="Only those of the charity's own people.")] = False


class OthersOffer(Shape):
    """An offer of somebody else's people in one of the charity's boroughs."""

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
    next: Cursor | None


class OfferAnswer(Shape):
    """One offer, as the charity may see it."""

    offer: OfferShown


@noun.reads("/offers", OfferPage, TokenScope.OFFERS_READ, query=OffersAsked)
def list_offers(call: Call[OffersAsked]) -> OfferPage:
    """Offers of the charity's own people and of its boroughs, the newest first.

    Own ones (`ours`) are shown in full, others by kind, borough and cell.
    """
    asked = call.asked
    wanted = OffersWanted(asked.status, asked.category, asked.borough, asked.ours)
    after = after_cursor(call.act, "offers", asked.cursor)
    page = offers_seen(call.act, call.holder, wanted, after, asked.limit)
    return OfferPage(
        items=[_shown(one) for one in page.lines], next=cursor_of(call.act, "offers", page.next)
    )


@noun.reads("/offers/{id}", OfferAnswer, TokenScope.OFFERS_READ)
def get_offer(call: Call[Nothing]) -> OfferAnswer:
    """One offer, as the charity may see it."""
    return OfferAnswer(offer=_shown(offer_seen(call.act, call.holder, call.id)))


@noun.reads("/offers/{id}/contact", Contact, TokenScope.PEOPLE_READ, leaves_a_note=True)
def get_volunteer(call: Call[Nothing]) -> Contact:
    """How to reach the volunteer of an own offer. The look is noted, and they can see it."""
    details, postcode = look_at_volunteer(call.act, call.holder, call.id)
    return Contact(**shown(details, postcode))


def _shown(offer: OfferSummary | OfferAfar) -> OwnOffer | OthersOffer:
    if isinstance(offer, OfferAfar):
        return OthersOffer.model_validate(offer)
    return OwnOffer.model_validate(offer)
