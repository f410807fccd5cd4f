"""What coordinators do by hand: pair, ask several at once, undo, keep two people apart.

What a person has paired is locked: rounds leave it alone, and only count the place it takes.
"""

from collections.abc import Sequence
from dataclasses import replace

from matcher.domain.by_hand import IN_WORDS, NEVER, Hand, set_aside, who_they_are
from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.checks import DBS
from matcher.domain.cost import pair_cost, pair_distance_m
from matcher.domain.deadlines import lapses_at
from matcher.domain.life_cycles import NeedStatus, OfferStatus, how_it_stands
from matcher.domain.offers import Offer
from matcher.domain.outcomes import HOLDS_CAPACITY, WithdrawalReason, WithdrawnBy
from matcher.domain.places import Point
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.service.acting import Act
from matcher.service.candidates import Asking, asking_for
from matcher.service.matches_withdrawn import withdraw_match
from matcher.service.proposals import Told, tell_of_proposals
from matcher.service.reasons import Reasons, cell_distance_m
from matcher.storage.ids import new_id
from matcher.storage.reading.checks import checks_of
from matcher.storage.reading.offer_alone import OfferAlone, offer_alone
from matcher.storage.reading.pairings import pairings_of_need
from matcher.storage.reading.wanted import AskedFor
from matcher.storage.writing.need_endings import hold_need
from matcher.storage.writing.pairs import asked_all_the_same, keep_apart
from matcher.storage.writing.proposals import Proposal, record_batch

NO_SUCH_OFFER = "There is no such offer."
NOBODY_CHOSEN = "Please choose whom to ask."
NOT_CONFIRMED = "This need is not confirmed yet: please confirm it first."
NOT_SO_MANY = "This need has fewer open places than that: ask several at once, or choose fewer."
ONE_PERSON_TWICE = "Two of these are offers of one volunteer: please choose one of the two."
MEANWHILE = "Something has changed at this moment; please look again."


def in_the_way(act: Act, need_id: str, offer_id: str) -> tuple[Hand, ...]:
    """All that stands between a need and an offer: those of `NEVER` cannot be set aside."""
    return _in_the_way(act, asking_for(act, need_id), _offer(act, offer_id))


def pair_by_hand(
    act: Act,
    need_id: str,
    offer_ids: Sequence[str],
    *,
    together: bool = False,
    knowingly: bool = False,
) -> list[Told]:
    """Ask these volunteers about a need, whatever a round would do; the matches are locked.

    Parameters
    ----------
    act
        By a coordinator.
    need_id
        An open and confirmed need.
    offer_ids
        Whom to ask.
    together
        Ask all of them about one place, and the first yes takes it; else a place for each.
    knowingly
        Set aside the rules that a person may set aside. Without it `Invalid`, whose field is
        `knowingly`, says which these are. Checks, people who are to be kept apart and full
        offers are `NotAllowed` all the same.
    """
    # Whoever pairs for it now is waited for: no key knows that two offers are one person's.
    hold_need(act.store, need_id)
    asking = _open_need(act, need_id)
    chosen = list(dict.fromkeys(offer_ids))
    if not chosen:
        raise Invalid(NOBODY_CHOSEN, "offer_ids")
    units = [unit for unit in asking.open_units if together or not unit.waiting]
    if len(units) < (1 if together else len(chosen)):
        raise Conflict(NOT_SO_MANY)
    offers = [_offer(act, id) for id in chosen]
    if len({offer.volunteer_id for offer in offers}) < len(offers):
        raise Invalid(ONE_PERSON_TWICE, "offer_ids")
    aside = {offer.id: _allowed(act, asking, offer, knowingly) for offer in offers}
    proposals = [
        _proposal(act, asking, offer, units[0 if together else place], together, aside[offer.id])
        for place, offer in enumerate(offers)
    ]
    with asked_all_the_same(act.store, need_id, chosen):
        recorded = record_batch(act.store, proposals, now=act.now)
    if recorded.skipped:
        raise Conflict(MEANWHILE)
    for one in proposals:
        rules = " ".join(aside[one.offer_id]) or None
        act.note("paired", "match", one.id, person_id=asking.row.resident_id, set_aside=rules)
    return tell_of_proposals(act, proposals)


def undo_match(act: Act, match_id: str) -> None:
    """Take back a match that waits for its answer or was accepted; the people are told.

    No round proposes the two to each other again, and the unit is open.
    """
    withdraw_match(act, match_id, WithdrawnBy.COORDINATOR, WithdrawalReason.UNDONE)


def avoid_pair(act: Act, need_id: str, offer_id: str) -> None:
    """Never bring these two people together again; what waits or was agreed is taken back."""
    asking, offer = asking_for(act, need_id), _offer(act, offer_id)
    resident_id = asking.row.resident_id
    if keep_apart(act.store, resident_id, offer.volunteer_id, by=act.by, now=act.now):
        act.note("kept_apart", "need", need_id, person_id=resident_id, offer=offer_id)
    for match in pairings_of_need(act.store, need_id):
        if match.volunteer_id == offer.volunteer_id and match.status in HOLDS_CAPACITY:
            withdraw_match(
                act, match.match_id, WithdrawnBy.COORDINATOR, WithdrawalReason.NOT_THIS_PERSON
            )


def _open_need(act: Act, need_id: str) -> Asking:
    asking = asking_for(act, need_id)
    if asking.row.status is not NeedStatus.OPEN:
        raise Conflict(how_it_stands(asking.row.status))
    if not asking.row.confirmed:
        raise Conflict(NOT_CONFIRMED)
    return asking


def _offer(act: Act, offer_id: str) -> OfferAlone:
    offer = offer_alone(act.store, offer_id)
    if offer is None:
        raise NotFound(NO_SUCH_OFFER)
    return offer


def _allowed(act: Act, asking: Asking, offer: OfferAlone, knowingly: bool) -> list[Hand]:
    """The rules that are set aside; raises where one must not be, or was not meant to be."""
    found = list(_in_the_way(act, asking, offer))
    never = [one for one in found if one in NEVER]
    if never:
        raise NotAllowed(IN_WORDS[never[0]])
    if found and not knowingly:
        reasons = tuple(IN_WORDS[one] for one in found)
        raise Invalid("%(reasons)s You can ask them all the same.", "knowingly", reasons=reasons)
    return found


def _in_the_way(act: Act, asking: Asking, offer: OfferAlone) -> tuple[Hand, ...]:
    checks = checks_of(act.store, offer.volunteer_id)
    who = who_they_are(asking.need, offer.volunteer_status, checks, act.today)
    free = next(iter(asking.open_units), None)
    on_date = free.on_date if free else None
    avoids_nobody = replace(asking.need, avoid=frozenset())
    first = [
        who,
        Hand.AVOIDED if offer.id in asking.barred.avoided else None,
        Hand.SERVING if (offer.id, on_date) in asking.barred.serving else None,
        Hand.FULL if offer.spare < 1 else None,
    ]
    last = Hand.DECLINED if offer.id in asking.barred.declined else None
    found = (*first, *set_aside(avoids_nobody, _value(offer)), last)
    return tuple(one for one in found if one is not None)


def _proposal(
    act: Act,
    asking: Asking,
    offer: OfferAlone,
    unit: AskedFor,
    together: bool,
    aside: Sequence[Hand],
) -> Proposal:
    need, value = asking.need, _value(offer)
    remote = CATEGORY_BY_SLUG[need.category].remote
    reasons = Reasons(
        cell_distance_m=None if remote else cell_distance_m(need.place, value.place),
        same_borough=need.borough == value.borough,
        languages=tuple(sorted(need.languages & value.languages)),
        set_aside=tuple(aside),
    )
    return Proposal(
        id=new_id(),
        unit_id=unit.id,
        need_id=need.id,
        offer_id=offer.id,
        cost=pair_cost(need, value, act.rules.params),
        distance_m=None if remote else pair_distance_m(need, value),
        deadline=lapses_at(act.now, need.urgency, act.rules.deadlines),
        on_date=unit.on_date,
        asked_together=together,
        locked=True,
        touched_by=act.by,
        reasons=reasons.kept(),
    )


def _value(offer: OfferAlone) -> Offer:
    """The offer as the volunteer made it: what their checks allow is looked at before."""
    return Offer(
        id=offer.id,
        categories=offer.categories,
        place=Point(offer.easting, offer.northing),
        borough=offer.borough,
        radius_m=offer.radius_m,
        capacity=offer.spare,
        languages=offer.languages,
        provides=offer.provides | {DBS},
        availability=offer.availability,
        paused=offer.status is not OfferStatus.ACTIVE,
    )
