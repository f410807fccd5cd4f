"""What a charity's own programs may see: its own people wholly, the others of its boroughs afar.

Of somebody else's need or offer they learn the kind of help, the borough and the 1 km cell.
Whatever lies outside is not there for them, so that nobody can find out what there is by asking.
"""

from dataclasses import dataclass
from typing import Any

from matcher.domain.life_cycles import NeedStatus, OfferStatus
from matcher.domain.refusals import NotAllowed, NotFound
from matcher.domain.urgency import Urgency
from matcher.service.acting import Act
from matcher.service.contacts import Details, details_of
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.reading.keyset import After, Page
from matcher.storage.reading.matches_pages import (
    MatchesWanted,
    MatchSummary,
    match_in_reach,
    matches_page,
)
from matcher.storage.reading.needs_pages import NeedSummary, NeedsWanted, need_in_reach, needs_page
from matcher.storage.reading.offers_pages import (
    OfferSummary,
    OffersWanted,
    offer_in_reach,
    offers_page,
)
from matcher.storage.reading.rounds import RoundSummary, round_by_id, rounds_page
from matcher.storage.reading.tokens import Holder
from matcher.storage.tables import NeedRow, OfferRow, PersonRow

__all__ = [
    "After",
    "MatchSummary",
    "MatchesWanted",
    "NeedSummary",
    "NeedsWanted",
    "OfferSummary",
    "OffersWanted",
    "Page",
    "RoundSummary",
]

NO_NEED = "There is no such need that you may see."
NO_OFFER = "There is no such offer that you may see."
NO_MATCH = "There is no such match of your people."
NO_ROUND = "There is no such round."
NOT_YOURS = "This belongs to somebody else's people: you may see it, and only they may change it."
NOT_YOUR_RESIDENT = "Only the charity of the resident can say this: that is somebody else."
NOT_YOUR_VOLUNTEER = "Only the charity of the volunteer can say this: that is somebody else."
ERASED = "What we knew of this person has been erased."


@dataclass(frozen=True, slots=True)
class NeedAfar:
    """All that others learn of a need."""

    id: str
    status: NeedStatus
    urgency: Urgency
    category: str
    borough: str
    cell: str


@dataclass(frozen=True, slots=True)
class OfferAfar:
    """All that others learn of an offer."""

    id: str
    status: OfferStatus
    categories: frozenset[str]
    borough: str
    cell: str


def needs_seen(
    act: Act, holder: Holder, wanted: NeedsWanted, after: After | None, most: int
) -> Page[NeedSummary | NeedAfar]:
    """A page of needs, each as this charity may see it."""
    page = needs_page(act.store, holder.charity_id, holder.reach, wanted, after, most)
    return Page([_need_for(holder, need) for need in page.lines], page.next)


def need_seen(act: Act, holder: Holder, need_id: str) -> NeedSummary | NeedAfar:
    """One need as this charity may see it; `NotFound` where it may not."""
    need = need_in_reach(act.store, holder.charity_id, holder.reach, need_id)
    if need is None:
        raise NotFound(NO_NEED)
    return _need_for(holder, need)


def own_need(act: Act, holder: Holder, need_id: str) -> NeedSummary:
    """A need of the charity's own people; `NotAllowed` for one that it only sees afar."""
    need = need_seen(act, holder, need_id)
    if isinstance(need, NeedAfar):
        raise NotAllowed(NOT_YOURS)
    return need


def offers_seen(
    act: Act, holder: Holder, wanted: OffersWanted, after: After | None, most: int
) -> Page[OfferSummary | OfferAfar]:
    """A page of offers, each as this charity may see it."""
    page = offers_page(act.store, holder.charity_id, holder.reach, wanted, after, most)
    return Page([_offer_for(holder, offer) for offer in page.lines], page.next)


def offer_seen(act: Act, holder: Holder, offer_id: str) -> OfferSummary | OfferAfar:
    """One offer as this charity may see it; `NotFound` where it may not."""
    offer = offer_in_reach(act.store, holder.charity_id, holder.reach, offer_id)
    if offer is None:
        raise NotFound(NO_OFFER)
    return _offer_for(holder, offer)


def own_offer(act: Act, holder: Holder, offer_id: str) -> OfferSummary:
    """An offer of the charity's own people; `NotAllowed` for one that it only sees afar."""
    offer = offer_seen(act, holder, offer_id)
    if isinstance(offer, OfferAfar):
        raise NotAllowed(NOT_YOURS)
    return offer


def matches_seen(
    act: Act, holder: Holder, wanted: MatchesWanted, after: After | None, most: int
) -> Page[MatchSummary]:
    """A page of the matches in which the charity's own people are on one side at least."""
    return matches_page(act.store, holder.charity_id, wanted, after, most)


def match_seen(act: Act, holder: Holder, match_id: str) -> MatchSummary:
    """One match of the charity's own people, `NotFound` for any other."""
    match = match_in_reach(act.store, holder.charity_id, match_id)
    if match is None:
        raise NotFound(NO_MATCH)
    return match


def match_of_own_volunteer(act: Act, holder: Holder, match_id: str) -> MatchSummary:
    """A match whose volunteer the charity may speak for; `NotAllowed` where it is another's."""
    match = match_seen(act, holder, match_id)
    if match.offer_charity_id != holder.charity_id:
        raise NotAllowed(NOT_YOUR_VOLUNTEER)
    return match


def match_of_own_resident(act: Act, holder: Holder, match_id: str) -> MatchSummary:
    """A match whose resident the charity may speak for; `NotAllowed` where it is another's."""
    match = match_seen(act, holder, match_id)
    if match.need_charity_id != holder.charity_id:
        raise NotAllowed(NOT_YOUR_RESIDENT)
    return match


def rounds_seen(act: Act, after: After | None, most: int) -> Page[RoundSummary]:
    """A page of the log of rounds: numbers of the whole town, and nobody in them."""
    return rounds_page(act.store, after, most)


def round_seen(act: Act, round_id: str) -> RoundSummary:
    """One round, `NotFound` where there is none."""
    found = round_by_id(act.store, round_id)
    if found is None:
        raise NotFound(NO_ROUND)
    return found


def look_at_resident(
    act: Act, holder: Holder, need_id: str
) -> tuple[Details, dict[str, Any], str | None]:
    """How to reach the resident of an own need, what was said of the place, and its postcode.

    The look is noted, and the resident may read that it was made.
    """
    own_need(act, holder, need_id)
    row = act.store.get_one(NeedRow, need_id)
    details = _details(act, row.person_id)
    act.note_look(row.person_id, "contact", need_id=need_id)
    return details, need_details_of(act.store, act.sealer, need_id) or {}, row.postcode


def look_at_volunteer(act: Act, holder: Holder, offer_id: str) -> tuple[Details, str | None]:
    """How to reach the volunteer of an own offer, and its postcode; the look is noted."""
    own_offer(act, holder, offer_id)
    row = act.store.get_one(OfferRow, offer_id)
    details = _details(act, row.volunteer_id)
    act.note_look(row.volunteer_id, "contact")
    return details, row.postcode


def _details(act: Act, person_id: str) -> Details:
    details = details_of(act, act.store.get_one(PersonRow, person_id))
    if details is None:
        raise NotFound(ERASED)
    return details


def _need_for(holder: Holder, need: NeedSummary) -> NeedSummary | NeedAfar:
    if need.charity_id == holder.charity_id:
        return need
    return NeedAfar(need.id, need.status, need.urgency, need.category, need.borough, need.cell)


def _offer_for(holder: Holder, offer: OfferSummary) -> OfferSummary | OfferAfar:
    if offer.charity_id == holder.charity_id:
        return offer
    return OfferAfar(offer.id, offer.status, offer.categories, offer.borough, offer.cell)
