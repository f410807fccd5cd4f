"""What comes in by the hundred is what the verbs for one would have left, column by column."""

from datetime import date
from typing import Any

from matcher.domain.imports import SheetKind
from matcher.domain.origins import CameBy, ConfirmedBy
from matcher.domain.recurring import Weekly
from matcher.service.contacts import Details
from matcher.service.gazetteer import Gazetteer
from matcher.service.imports.ground import CONSENT
from matcher.service.needs import register_need
from matcher.service.needs_asked import AskedNeed
from matcher.service.offers import OfferWords, make_offer
from matcher.service.typed_contact import typed_contact
from matcher.service.volunteers import Joined, prove_contact, sign_up
from matcher.service.whereabouts import place_of_postcode
from matcher.storage.database import Database
from matcher.storage.reading.contacts import contact_of, need_details_of
from matcher.storage.tables import NeedRow, OfferRow, PersonRow, UnitRow, VolunteerRow
from tests.matcher.service.acts import SEALER, acting
from tests.matcher.service.imports.importing import an_office

DRAWN = {"id", "person_id", "volunteer_id", "need_id", "reference"}


def columns(row: Any) -> dict[str, Any]:
    return {c.key: getattr(row, c.key) for c in row.__table__.columns if c.key not in DRAWN}


def test_a_need_from_a_sheet_is_a_need_as_registered(database: Database, london: Gazetteer):
    office = an_office(database, london)
    sheet = (
        "Name,Phone,Postcode,Address,Category,Urgency,Every,Day,Languages,Needed,Notes,Step free,"
        "Diet\n"
        "Rosa,020 7946 0101,SW2 1RW,Flat 3,food parcel,urgent,thu,2026-03-05,bn,2,halal,yes,halal\n"
    ).replace("Needed", "people_needed")
    office.agreed(office.brought(SheetKind.NEEDS, sheet))
    with acting(database, by=office.desk.actor) as act:
        first = act.store.query(NeedRow).one()
        asked = AskedNeed(
            category="food_parcel",
            place=place_of_postcode(london, "SW2 1RW"),
            person=Details("Rosa", typed_contact("020 7946 0101", "")),
            consent=CONSENT,
            urgency=first.urgency,
            weekly=Weekly(date(2026, 3, 5), frozenset({"thu"})),
            languages=frozenset({"bn"}),
            people_needed=2,
            dietary=frozenset({"halal"}),
            step_free=True,
            address="Flat 3",
            notes="halal",
            came_by=CameBy.PAPER,
        )
        done = register_need(
            act, asked, charity_id=office.charity_id, confirmed_by=ConfirmedBy.COORDINATOR
        )
        act.store.expire_all()
        second = act.store.get_one(NeedRow, done.need_id)
        assert columns(first) == columns(second)
        assert units(act.store, first.id) == units(act.store, second.id)
        people = [act.store.get_one(PersonRow, one.person_id) for one in (first, second)]
        assert columns(people[0]) == columns(people[1])
        opened = [contact_of(act.store, SEALER, one.id) for one in people]
        assert opened[0] == opened[1]
        details = [need_details_of(act.store, SEALER, one.id) for one in (first, second)]
        assert details[0] == details[1]


def units(store: Any, need_id: str) -> list[tuple[int, date | None]]:
    rows = store.query(UnitRow).filter_by(need_id=need_id).order_by(UnitRow.number)
    return [(row.number, row.on_date) for row in rows]


def test_a_volunteer_from_a_sheet_is_one_who_signed_up(database: Database, london: Gazetteer):
    office = an_office(database, london)
    sheet = (
        "Name,Phone,Email,Postcode,Help,How far,Speaks,Has,Times\n"
        "Ada,07700 900001,ada@example.org,SW2 1RW,groceries;visit,3 km,en;bn,car,mon-am\n"
    )
    office.agreed(office.brought(SheetKind.VOLUNTEERS, sheet))
    with acting(database, by=office.desk.actor) as act:
        first = act.store.query(VolunteerRow).one()
        # Another charity's: for its own the two would be one.
        details = Details("Ada", typed_contact("07700 900002", "ada2@example.org"))
        id = sign_up(act, Joined(details, date(1990, 1, 1), CONSENT), charity_id=office.charity_id)
        prove_contact(act, id)
        words = OfferWords(
            frozenset({"groceries", "visit"}),
            place_of_postcode(london, "SW2 1RW"),
            3_000,
            1,
            frozenset({"en", "bn"}),
            frozenset({"car"}),
            frozenset({"mon-am"}),
        )
        make_offer(act, id, words)
        act.store.expire_all()
        assert columns(first) == columns(act.store.get_one(VolunteerRow, id))
        offers = [
            columns(act.store.query(OfferRow).filter_by(volunteer_id=one).one())
            for one in (first.person_id, id)
        ]
        assert offers[0] == offers[1]
        people = [columns(act.store.get_one(PersonRow, one)) for one in (first.person_id, id)]
        assert people[0] == people[1]
        opened = contact_of(act.store, SEALER, first.person_id)
        assert opened == contact_of(act.store, SEALER, id) | {
            "phone": "+447700900001",
            "email": "ada@example.org",
        }
