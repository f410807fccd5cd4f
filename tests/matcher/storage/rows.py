"""Rows for tests: a test says what matters to it, and no more."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.tables import MatchRow, NeedRow, OfferRow, PersonRow, UnitRow, VolunteerRow
from matcher.storage.writing.proposals import Proposal
from tests.builders import HERE, LAMBETH, TODAY

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
_references = count(1)


def a_reference() -> str:
    """One that no other need has: of five random digits, some two in a thousand needs are alike."""
    return f"K7-{next(_references):05}-42"


def a_person(store: Store, **said: Any) -> PersonRow:
    return _added(store, PersonRow(**{"id": new_id(), "created_at": NOW} | said))


def a_volunteer(store: Store, **said: Any) -> VolunteerRow:
    usual = {"status": "checked", "created_at": NOW, "changed_at": NOW}
    return _added(store, VolunteerRow(**{"person_id": a_person(store).id} | usual | said))


def a_stored_need(store: Store, **said: Any) -> NeedRow:
    """An open and confirmed need for groceries, with a unit for each person needed."""
    usual = {
        "id": new_id(),
        "reference": a_reference(),
        "category": "groceries",
        "easting": HERE.easting,
        "northing": HERE.northing,
        "borough": LAMBETH,
        "cell": "TQ3175",
        "people_needed": 1,
        "registered_on": TODAY,
        "confirmed_at": NOW,
        "confirmed_by": "link",
        "created_at": NOW,
        "changed_at": NOW,
    }
    if "person_id" not in said:
        usual["person_id"] = a_person(store).id
    need = _added(store, NeedRow(**usual | said))
    for number in range(1, need.people_needed + 1):
        a_unit(store, need.id, number=number)
    return need


def a_unit(store: Store, need_id: str, **said: Any) -> UnitRow:
    return _added(store, UnitRow(**{"id": new_id(), "need_id": need_id, "number": 1} | said))


def a_stored_offer(store: Store, **said: Any) -> OfferRow:
    """An active offer of one place for groceries, of a checked volunteer."""
    usual = {
        "id": new_id(),
        "categories": frozenset({"groceries"}),
        "easting": HERE.easting,
        "northing": HERE.northing,
        "borough": LAMBETH,
        "cell": "TQ3175",
        "created_at": NOW,
        "changed_at": NOW,
    }
    if "volunteer_id" not in said:
        usual["volunteer_id"] = a_volunteer(store).person_id
    return _added(store, OfferRow(**usual | said))


def a_stored_match(store: Store, unit: UnitRow, offer: OfferRow, **said: Any) -> MatchRow:
    """A proposal; the offer's counter is left as it is, for tests of keys alone."""
    usual = {
        "id": new_id(),
        "unit_id": unit.id,
        "need_id": unit.need_id,
        "on_date": unit.on_date,
        "offer_id": offer.id,
        "cost": 0,
        "distance_m": 0,
        "proposed_at": NOW,
        "deadline": TOMORROW,
    }
    return _added(store, MatchRow(**usual | said))


def units_of(store: Store, need: NeedRow) -> list[UnitRow]:
    return list(store.query(UnitRow).filter_by(need_id=need.id).order_by(UnitRow.number))


def a_proposal(unit: UnitRow, offer: OfferRow, **said: Any) -> Proposal:
    usual = {
        "id": new_id(),
        "unit_id": unit.id,
        "need_id": unit.need_id,
        "offer_id": offer.id,
        "on_date": unit.on_date,
        "cost": 0,
        "distance_m": 0,
        "deadline": TOMORROW,
    }
    return Proposal(**usual | said)


def _added(store: Store, row: Any) -> Any:
    store.add(row)
    store.flush()
    return row
