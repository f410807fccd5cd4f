"""`/offers`: what volunteers can give."""

from matcher.domain.life_cycles import OfferStatus
from matcher.domain.scopes import TokenScope
from matcher.service.charity_reach import (
    OfferAfar,
    OfferSummary,
    OffersWanted,
    look_at_volunteer,
    offer_seen,
    offers_seen,
    own_offer,
)
from matcher.service.charity_volunteers import bring_volunteer
from matcher.service.cursors import after_cursor, cursor_of
from matcher.service.offers import (
    change_offer,
    end_offer,
    pause_offer,
    take_up_offer,
)
from matcher.service.volunteers import Joined
from web.api.offers_shapes import (
    NewOffer,
    OfferAnswer,
    OfferPage,
    OfferPause,
    OfferSaid,
    OffersAsked,
    OthersOffer,
    OwnOffer,
)
from web.api.operations import Call, Noun
from web.api.people import Contact, shown
from web.api.shapes import (
    Nothing,
    Receipt,
)

noun = Noun("offers", "What volunteers can give.")


@noun.reads("/offers", OfferPage, TokenScope.OFFERS_READ, query=OffersAsked)
def list_offers(call: Call[OffersAsked]) -> OfferPage:
    """Offers of the charity's own people and of where it works, the newest first.

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


@noun.does("/offers", Receipt, TokenScope.OFFERS_WRITE, body=NewOffer, status=201)
def make_an_offer(call: Call[NewOffer]) -> Receipt:
    """Sign up an own volunteer with what they offer. They are written to, so that they prove it.

    Nobody is asked before they have shown that they can be reached. Who helps already through
    somebody else cannot be added for them.
    """
    new = call.asked
    joined = Joined(new.volunteer.details(), new.born_on, language=new.language)
    offer_id = bring_volunteer(call.act, call.holder, joined, new.words())
    return Receipt(id=offer_id, status=OfferStatus.ACTIVE)


@noun.does("/offers/{id}", Receipt, TokenScope.OFFERS_WRITE, body=OfferSaid, method="PATCH")
def change_an_offer(call: Call[OfferSaid]) -> Receipt:
    """Change what is said of an own offer. What is left out or null stays as it is.

    What was promised already stands.
    """
    status = own_offer(call.act, call.holder, call.id).status
    change_offer(call.act, call.id, call.asked.words())
    return Receipt(id=call.id, status=status)


@noun.does("/offers/{id}/pause", Receipt, TokenScope.OFFERS_WRITE, body=OfferPause)
def pause_an_offer(call: Call[OfferPause]) -> Receipt:
    """Let nothing be asked of an own offer, until a day or until it is taken up."""
    own_offer(call.act, call.holder, call.id)
    pause_offer(call.act, call.id, call.asked.until)
    return Receipt(id=call.id, status=OfferStatus.PAUSED)


@noun.does("/offers/{id}/take-up", Receipt, TokenScope.OFFERS_WRITE)
def take_up_an_offer(call: Call[Nothing]) -> Receipt:
    """Let an own offer that is paused be asked again."""
    own_offer(call.act, call.holder, call.id)
    take_up_offer(call.act, call.id)
    return Receipt(id=call.id, status=OfferStatus.ACTIVE)


@noun.does("/offers/{id}/end", Receipt, TokenScope.OFFERS_WRITE)
def end_an_offer(call: Call[Nothing]) -> Receipt:
    """End an own offer. What was promised is taken back, and the residents are told."""
    own_offer(call.act, call.holder, call.id)
    end_offer(call.act, call.id)
    return Receipt(id=call.id, status=OfferStatus.ENDED)


def _shown(offer: OfferSummary | OfferAfar) -> OwnOffer | OthersOffer:
    if isinstance(offer, OfferAfar):
        return OthersOffer.model_validate(offer)
    return OwnOffer.model_validate(offer)
