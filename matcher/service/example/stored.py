"""The example town in the database: residents and volunteers who can be written to, and history.

For demonstrations and measurements. Numbers are those that Ofcom keeps for films: nobody's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from matcher.domain.contact import ContactWay
from matcher.domain.life_cycles import MatchStatus, VolunteerStatus
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.origins import ConfirmedBy
from matcher.service.example.town import ExampleTown
from matcher.storage.database import Database
from matcher.storage.ids import new_id
from matcher.storage.sealed import Sealer, contact_seal
from matcher.storage.tables import (
    CheckRow,
    ContactRow,
    DeclinedPairRow,
    MatchRow,
    NeedRow,
    OfferRow,
    PersonRow,
    UnitRow,
    VolunteerRow,
)
from matcher.storage.writing.bulk import put_rows

PHONE = "+447700900000"
SEEN_BY = "coordinator:example"
# Units of help that was given before are numbered from here, to stay clear of those wanted now.
GIVEN_FROM = 1_000
Rows = Iterator[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Town:
    """Values with the ids that they get, and all that is drawn beside them."""

    needs: list[tuple[str, str, Need]]  # id, resident's id, value
    offers: list[tuple[str, str, Offer]]  # id, volunteer's id, value
    chance: Random
    now: datetime


def store_example_town(
    database: Database, sealer: Sealer, town: ExampleTown, *, now: datetime, seed: int = 1
) -> None:
    """Put a town into an empty database, in one transaction.

    Some volunteers have quiet hours, and limits on messages or matches in a week; what offers did
    lately stands there as help that was given and confirmed.
    """
    stored = _Town(
        [(new_id(), new_id(), need) for need in town.need_values()],
        [(new_id(), new_id(), offer) for offer in town.offer_values()],
        Random(seed),
        now,
    )
    people = [id for _, id, _ in (*stored.needs, *stored.offers)]
    given = list(_given(stored))
    with database.begin() as store:
        put_rows(store, PersonRow, _people(people, now))
        put_rows(store, ContactRow, _contacts(people, sealer, now))
        put_rows(store, VolunteerRow, _volunteers(stored))
        put_rows(store, CheckRow, _checks(stored))
        put_rows(store, OfferRow, _offers(stored))
        put_rows(store, NeedRow, _needs(stored))
        put_rows(store, UnitRow, _units(stored))
        put_rows(store, UnitRow, _units_given(given, now))
        put_rows(store, MatchRow, _matches_given(given, now))
        put_rows(store, DeclinedPairRow, _declined(stored))


def _people(ids: list[str], now: datetime) -> Rows:
    for id in ids:
        yield {"id": id, "language": "en", "contact_way": ContactWay.TEXT, "created_at": now}


def _contacts(ids: list[str], sealer: Sealer, now: datetime) -> Rows:
    phone_hash = sealer.search_hash(f"phone:{PHONE}")
    details = {"name": "Example", "never": [], "phone": PHONE}
    for id in ids:
        sealed = sealer.seal(details, contact_seal(id))
        yield {"person_id": id, "sealed": sealed, "phone_hash": phone_hash, "changed_at": now}


def _volunteers(town: _Town) -> Rows:
    chance = town.chance
    for _, id, _ in town.offers:
        quiet = chance.random() < 0.3
        yield {
            "person_id": id,
            "status": VolunteerStatus.CHECKED,
            "quiet_from": time(21) if quiet else None,
            "quiet_until": time(8) if quiet else None,
            "messages_per_week": chance.choice((None, None, None, 3, 7)),
            "matches_per_week": chance.choice((None, None, None, None, 2)),
            "urgent_at_any_hour": chance.random() < 0.1,
            "created_at": town.now,
            "changed_at": town.now,
        }


def _checks(town: _Town) -> Rows:
    for _, id, _ in town.offers:
        yield {
            "id": new_id(),
            "volunteer_id": id,
            "level": town.chance.choice(("references", "basic_dbs", "enhanced_dbs")),
            "seen_on": town.now.date() - timedelta(days=30),
            "seen_by": SEEN_BY,
            "review_on": town.now.date() + timedelta(days=300),
            "created_at": town.now,
        }


def _offers(town: _Town) -> Rows:
    for id, volunteer_id, offer in town.offers:
        yield {
            "id": id,
            "volunteer_id": volunteer_id,
            "categories": offer.categories,
            "radius_m": offer.radius_m,
            "capacity": offer.capacity,
            "held": 0,
            "languages": offer.languages,
            "provides": offer.provides,
            "availability": offer.availability,
            "status": "paused" if offer.paused else "active",
            **_place(offer),
            "created_at": town.now,
            "changed_at": town.now,
        }


def _needs(town: _Town) -> Rows:
    for number, (id, person_id, need) in enumerate(town.needs):
        yield {
            "id": id,
            "reference": f"X{number}",
            "person_id": person_id,
            "category": need.category,
            "people_needed": need.people_needed,
            "urgency": need.urgency,
            "registered_on": need.registered_on,
            "languages": need.languages,
            "requires": need.requires,
            "availability": need.availability,
            "status": "open",
            **_place(need),
            "confirmed_at": town.now,
            "confirmed_by": ConfirmedBy.LINK,
            "created_at": town.now,
            "changed_at": town.now,
        }


def _place(one: Need | Offer) -> dict[str, Any]:
    # A square's label is made by the map, which we are not handed: its corner says as much.
    east, north = one.place.easting, one.place.northing
    return {
        "easting": east,
        "northing": north,
        "borough": one.borough,
        "cell": f"{east // 1_000:03}{north // 1_000:04}",
    }


def _units(town: _Town) -> Rows:
    for need_id, _, need in town.needs:
        for number in range(1, need.people_needed + 1):
            yield {"id": new_id(), "need_id": need_id, "number": number, "closed_at": None}


def _given(town: _Town) -> Iterator[tuple[str, str, str, int]]:
    """Help of the last weeks, by unit, need, offer and number."""
    number = GIVEN_FROM
    if not town.needs:
        return
    for offer_id, _, offer in town.offers:
        for _ in range(offer.recent):
            need_id, _, _ = town.chance.choice(town.needs)
            number += 1
            yield new_id(), need_id, offer_id, number


def _units_given(given: list[tuple[str, str, str, int]], now: datetime) -> Rows:
    for unit_id, need_id, _, number in given:
        yield {"id": unit_id, "need_id": need_id, "number": number, "closed_at": now}


def _matches_given(given: list[tuple[str, str, str, int]], now: datetime) -> Rows:
    then = now - timedelta(days=14)
    for unit_id, need_id, offer_id, number in given:
        yield {
            "id": new_id(),
            "unit_id": unit_id,
            "need_id": need_id,
            # A day of its own, so that nobody is kept from helping the same person now.
            "on_date": then.date() - timedelta(days=number % 14),
            "offer_id": offer_id,
            "status": MatchStatus.CONFIRMED,
            "asked_together": False,
            "locked": True,
            "cost": 0,
            "reasons": {},
            "proposed_at": then,
            "answered_at": then,
            "done_reported_at": then,
            "confirmed_at": then,
            "ended_at": then,
        }


def _declined(town: _Town) -> Rows:
    id_of = {offer.id: id for id, _, offer in town.offers}
    for need_id, _, need in town.needs:
        for offer_id in sorted(need.avoid & id_of.keys()):
            pair = {"need_id": need_id, "offer_id": id_of[offer_id]}
            yield pair | {"reason": "other", "at": town.now}
