"""A random town in the database, and what the solver says of the same town on paper."""

from collections.abc import Sequence
from dataclasses import replace

from matcher.domain.asking import given_today, provided_today
from matcher.domain.checks import Check, CheckLevel
from matcher.domain.life_cycles import VolunteerStatus
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from matcher.service.matching import Matching, match_needs_with_offers
from matcher.storage.database import Database, Store
from matcher.storage.tables import DeclinedPairRow, MatchRow, PersonRow
from tests.builders import TODAY, a_town
from tests.matcher.service.acts import a_check, reachable
from tests.matcher.storage.rows import NOW, a_stored_need, a_stored_offer, a_volunteer

Town = tuple[list[Need], list[Offer]]
Pairs = list[tuple[str, str]]


def on_paper(seed: int = 3, *, needs: int = 60, offers: int = 60) -> Town:
    """A town as the database can hold it: nobody worked lately, everybody has registered."""
    drawn, given = a_town(seed, needs=needs, offers=offers)
    known = {offer.id for offer in given}
    return (
        [
            replace(need, registered_on=need.registered_on or TODAY, avoid=need.avoid & known)
            for need in drawn
        ],
        [replace(offer, recent=0) for offer in given],
    )


def settle(database: Database, town: Town) -> None:
    """Put a town into the database: everybody can be written to."""
    needs, offers = town
    with database.begin() as store:
        for offer in offers:
            put_offer(store, offer)
        for need in needs:
            put_need(store, need)


def put_need(store: Store, need: Need) -> None:
    row = a_stored_need(
        store,
        id=need.id,
        category=need.category,
        easting=need.place.easting,
        northing=need.place.northing,
        borough=need.borough,
        people_needed=need.people_needed,
        urgency=need.urgency,
        registered_on=need.registered_on,
        languages=need.languages,
        requires=need.requires,
        availability=need.availability,
    )
    reachable(store, row.person_id)
    for offer_id in sorted(need.avoid):
        pair = {"need_id": need.id, "offer_id": offer_id}
        store.add(DeclinedPairRow(**pair, reason="too_far", at=NOW))
    store.flush()


def put_offer(store: Store, offer: Offer) -> None:
    volunteer = a_volunteer(store, person_id=named(store, f"p-{offer.id}"))
    reachable(store, volunteer.person_id)
    a_check(store, volunteer.person_id, level_of(offer))
    a_stored_offer(
        store,
        id=offer.id,
        volunteer_id=volunteer.person_id,
        categories=offer.categories,
        easting=offer.place.easting,
        northing=offer.place.northing,
        borough=offer.borough,
        radius_m=offer.radius_m,
        capacity=offer.capacity,
        languages=offer.languages,
        provides=offer.provides,
        availability=offer.availability,
        status="paused" if offer.paused else "active",
    )


def named(store: Store, id: str) -> str:
    store.add(PersonRow(id=id, created_at=NOW))
    store.flush()
    return id


def level_of(offer: Offer) -> str:
    """Who says that they have a DBS check has one; the others have given references."""
    return "basic_dbs" if "dbs" in offer.provides else "references"


def as_allowed(offer: Offer) -> Offer:
    """The offer as it may be asked today."""
    checks = [Check(CheckLevel(level_of(offer)), TODAY, "coordinator:tests")]
    return replace(
        offer,
        categories=given_today(offer.categories, VolunteerStatus.CHECKED, checks, TODAY),
        provides=provided_today(offer.provides, checks, TODAY),
    )


def answered(town: Town) -> Matching:
    """What the solver says of the town on paper."""
    needs, offers = town
    allowed = [as_allowed(offer) for offer in offers if not offer.paused]
    return match_needs_with_offers(needs, allowed, today=TODAY, params=Params())


def pairs_of(matching: Matching) -> Pairs:
    return sorted((match.need_id, match.offer_id) for match in matching.matches)


def pairs_in(database: Database, statuses: Sequence[str] = ("proposed",)) -> Pairs:
    with database.read() as store:
        rows = store.query(MatchRow).filter(MatchRow.status.in_(statuses))
        return sorted((row.need_id, row.offer_id) for row in rows)
