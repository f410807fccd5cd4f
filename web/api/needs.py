"""`/needs`: what residents ask for."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from matcher.domain.contact import ContactWay
from matcher.domain.life_cycles import NeedStatus
from matcher.domain.origins import CameBy, ConfirmedBy
from matcher.domain.outcomes import NeedEnding
from matcher.domain.scopes import TokenScope
from matcher.domain.urgency import Urgency
from matcher.service.charity_reach import (
    NeedAfar,
    NeedSummary,
    NeedsWanted,
    look_at_resident,
    need_seen,
    needs_seen,
)
from matcher.service.cursors import after_cursor, cursor_of
from web.api.operations import Call, Noun
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

noun = Noun("needs", "What residents ask for.")


class NeedsAsked(PageAsked):
    """Which needs to list."""

    status: NeedStatus | None = None
    urgency: Urgency | None = None
    category: Category | None = None
    borough: BoroughCode | None = None
    ours: Annotated[bool, Field(description="Only those of the charity's own people.")] = False


class OthersNeed(Shape):
    """A need of somebody else's people in one of the charity's boroughs."""

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
    recurrence: Annotated[str | None, Field(description="An RFC 5545 rule.")]
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
    next: Cursor | None


class NeedAnswer(Shape):
    """One need, as the charity may see it."""

    need: NeedShown


class ResidentContact(Shape):
    """How to reach the resident of a need, and what was said of the place."""

    name: str
    phone: str | None
    email: str | None
    prefers: ContactWay
    never: list[ContactWay]
    postcode: str | None
    said: Annotated[
        dict[str, str | int | bool | None], Field(description="The address and the notes.")
    ]


@noun.reads("/needs", NeedPage, TokenScope.NEEDS_READ, query=NeedsAsked)
def list_needs(call: Call[NeedsAsked]) -> NeedPage:
    """Needs of the charity's own people and of its boroughs, the newest first.

    Own ones (`ours`) are shown in full, others by kind, borough and cell.
    """
    asked = call.asked
    wanted = NeedsWanted(asked.status, asked.urgency, asked.category, asked.borough, asked.ours)
    after = after_cursor(call.act, "needs", asked.cursor)
    page = needs_seen(call.act, call.holder, wanted, after, asked.limit)
    return NeedPage(
        items=[_shown(one) for one in page.lines], next=cursor_of(call.act, "needs", page.next)
    )


@noun.reads("/needs/{id}", NeedAnswer, TokenScope.NEEDS_READ)
def get_need(call: Call[Nothing]) -> NeedAnswer:
    """One need, as the charity may see it."""
    return NeedAnswer(need=_shown(need_seen(call.act, call.holder, call.id)))


@noun.reads("/needs/{id}/contact", ResidentContact, TokenScope.PEOPLE_READ, leaves_a_note=True)
def get_resident(call: Call[Nothing]) -> ResidentContact:
    """How to reach the resident of an own need. The look is noted, and the resident can see it."""
    details, said, postcode = look_at_resident(call.act, call.holder, call.id)
    contact = details.contact
    return ResidentContact(
        name=details.name,
        phone=contact.phone.number if contact.phone else None,
        email=contact.email.address if contact.email else None,
        prefers=contact.prefers,
        never=sorted(contact.never),
        postcode=postcode,
        said={name: value for name, value in said.items() if not isinstance(value, dict | list)},
    )


def _shown(need: NeedSummary | NeedAfar) -> OwnNeed | OthersNeed:
    if isinstance(need, NeedAfar):
        return OthersNeed.model_validate(need)
    return OwnNeed.model_validate(need)
