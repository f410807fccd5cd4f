"""`/needs`: what residents ask for."""

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.origins import CameBy, ConfirmedBy
from matcher.domain.scopes import TokenScope
from matcher.service.charity_reach import (
    NeedAfar,
    NeedSummary,
    NeedsWanted,
    look_at_resident,
    need_seen,
    needs_seen,
    own_need,
)
from matcher.service.cursors import after_cursor, cursor_of
from matcher.service.needs import register_need
from matcher.service.needs_asked import AskedNeed
from matcher.service.needs_changing import NeedChange, change_need
from matcher.service.needs_confirming import confirm_need
from matcher.service.needs_resting import pause_need, reopen_need, withdraw_need
from web.api.needs_shapes import (
    NeedAnswer,
    NeedPage,
    NeedPause,
    NeedReceipt,
    NeedSaid,
    NeedsAsked,
    NewNeed,
    OthersNeed,
    OwnNeed,
    ResidentContact,
    SaidOfPlace,
)
from web.api.operations import Call, Noun
from web.api.people import shown
from web.api.shapes import Nothing, Receipt

noun = Noun("needs", "What residents ask for.")


@noun.reads("/needs", NeedPage, TokenScope.NEEDS_READ, query=NeedsAsked)
def list_needs(call: Call[NeedsAsked]) -> NeedPage:
    """Needs of the charity's own people and of where it works, the newest first.

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
    return ResidentContact(
        said=SaidOfPlace.model_validate(
            {name: said[name] for name in SaidOfPlace.model_fields if said.get(name)}
        ),
        **shown(details, postcode),
    )


@noun.does("/needs", NeedReceipt, TokenScope.NEEDS_WRITE, body=NewNeed, status=201)
def register_a_need(call: Call[NewNeed]) -> NeedReceipt:
    """Register a need of an own resident. They are written to, so that they confirm it.

    It is matched once it is confirmed: by them, or by you with `vouched` or later.
    """
    new = call.asked
    weekly = new.weekly(call.act.today)
    asked = AskedNeed(
        category=new.category,
        place=new.place.found(),
        person=new.resident.details(),
        wanted_on=None if weekly else new.wanted_on,
        weekly=weekly,
        came_by=CameBy.API,
        language=new.language,
        **new.words(),
    )
    registered = register_need(
        call.act,
        asked,
        charity_id=call.holder.charity_id,
        confirmed_by=ConfirmedBy.COORDINATOR if new.vouched else None,
    )
    return NeedReceipt(
        id=registered.need_id, status=NeedStatus.OPEN, reference=registered.reference
    )


@noun.does("/needs/{id}", Receipt, TokenScope.NEEDS_WRITE, body=NeedSaid, method="PATCH")
def change_a_need(call: Call[NeedSaid]) -> Receipt:
    """Change what is said of an own need. What is left out or null stays as it is.

    Whoever said yes to another time or place is told that it is off, and we look again.
    """
    status = own_need(call.act, call.holder, call.id).status
    asked = call.asked
    weekly = asked.weekly(call.act.today)
    change_need(
        call.act,
        call.id,
        NeedChange(
            place=asked.place.found() if asked.place else None,
            on_day=None if weekly else asked.wanted_on,
            weekly=weekly,
            **asked.words(),
        ),
    )
    return Receipt(id=call.id, status=status)


@noun.does("/needs/{id}/confirm", Receipt, TokenScope.NEEDS_WRITE)
def confirm_a_need(call: Call[Nothing]) -> Receipt:
    """Vouch for an own need, so that it is matched."""
    status = own_need(call.act, call.holder, call.id).status
    confirm_need(call.act, call.id, ConfirmedBy.COORDINATOR)
    return Receipt(id=call.id, status=status)


@noun.does("/needs/{id}/pause", Receipt, TokenScope.NEEDS_WRITE, body=NeedPause)
def pause_a_need(call: Call[NeedPause]) -> Receipt:
    """Let nobody be asked for an own need, until a day or until it is reopened."""
    own_need(call.act, call.holder, call.id)
    pause_need(call.act, call.id, call.asked.until)
    return Receipt(id=call.id, status=NeedStatus.PAUSED)


@noun.does("/needs/{id}/reopen", Receipt, TokenScope.NEEDS_WRITE)
def reopen_a_need(call: Call[Nothing]) -> Receipt:
    """Look for somebody again for an own need that is paused."""
    own_need(call.act, call.holder, call.id)
    reopen_need(call.act, call.id)
    return Receipt(id=call.id, status=NeedStatus.OPEN)


@noun.does("/needs/{id}/withdraw", Receipt, TokenScope.NEEDS_WRITE)
def withdraw_a_need(call: Call[Nothing]) -> Receipt:
    """Close an own need that is not wanted any more. Whoever was asked or said yes is told."""
    own_need(call.act, call.holder, call.id)
    withdraw_need(call.act, call.id)
    return Receipt(id=call.id, status=NeedStatus.CLOSED)


def _shown(need: NeedSummary | NeedAfar) -> OwnNeed | OthersNeed:
    if isinstance(need, NeedAfar):
        return OthersNeed.model_validate(need)
    return OwnNeed.model_validate(need)
