"""Imports are idempotent and can be undone; exports come back the same. On random sheets."""

from random import Random
from typing import Any

import pytest

from matcher.domain.imports import SheetKind
from matcher.service.gazetteer import Gazetteer
from matcher.service.imports.exporting import Format, a_list, note_handed_out
from matcher.service.imports.ground import Ground
from matcher.storage.database import Database
from matcher.storage.reading.contacts import contact_of, need_details_of
from matcher.storage.tables import (
    ContactRow,
    LinkRow,
    NeedDetailsRow,
    NeedRow,
    OfferRow,
    OutboxRow,
    PersonRow,
    ResidentRow,
    UnitRow,
    VolunteerRow,
)
from tests.builders import TODAY
from tests.matcher.service.acts import SEALER, acting, looking
from tests.matcher.service.imports.importing import Office, an_office, as_csv

TABLES = (PersonRow, VolunteerRow, OfferRow, NeedRow, UnitRow, ResidentRow, LinkRow, OutboxRow)
POSTCODES = ("SW2 1RW", "SW9 8QH", "SE5 8TS", "se5 8ts", "SW21RW")
# What spreadsheet programs would work out, and what a ' before it must not be lost from.
NAMES = ("Ada Bell", "=1+1 Ann", "@Sam Cook", "-Bo Dyer", "'Tis Eve", "+Fay Gill", "Zoë O’Neill")
KINDS = [SheetKind.VOLUNTEERS, SheetKind.NEEDS, SheetKind.RESIDENTS]


def a_row(chance: Random, kind: SheetKind, number: int) -> dict[str, str]:
    """A row of anything, now and then wrong, twice, or of somebody with the same number."""
    row = {
        "name": chance.choice(NAMES) if chance.random() < 0.3 else f"{name(chance)} {name(chance)}",
        "phone": f"07700 900{chance.randrange(300):03}" if chance.random() < 0.7 else "",
        "email": f"p{number}@example.org" if chance.random() < 0.5 else "",
        "postcode": chance.choice(POSTCODES) if chance.random() < 0.95 else "ZZ9 9ZZ",
        "languages": chance.choice(("", "Bengali", "en; pl")),
        "times": chance.choice(("", "mon-am", "Tuesday evening, wed-pm")),
    }
    if kind is SheetKind.VOLUNTEERS:
        more = {
            "help": chance.choice(("groceries", "Phone call; visit", "groceries,garden")),
            "capacity": chance.choice(("", "2", "many")),
            "provides": chance.choice(("", "car", "car;lifting")),
        }
    elif kind is SheetKind.NEEDS:
        more = {
            "category": chance.choice(("groceries", "food parcel", "visit")),
            "urgency": chance.choice(("", "urgent", "low")),
            "repeats": chance.choice(("", "", "thu", "mon and fri")),
            "day": chance.choice(("", "", "2026-03-20", "soon")),
            "people_needed": chance.choice(("", "2")),
            "address": chance.choice(("", "Flat 1", "=HYPERLINK(1)")),
            "notes": chance.choice(("", "Rings twice\nand waits", "-5 steps")),
            "dietary": chance.choice(("", "halal")),
            "step_free": chance.choice(("", "yes", "n")),
        }
    else:
        more = {"address": chance.choice(("", "Flat 9"))}
        row = {name: row[name] for name in ("name", "phone", "email", "postcode")}
    return row | more


def name(chance: Random) -> str:
    return "".join(chance.choice(("la", "mi", "no", "per", "sta")) for _ in range(3)).title()


def a_sheet(seed: str, kind: SheetKind, rows: int = 25) -> str:
    chance = Random(seed)
    made = [a_row(chance, kind, number) for number in range(rows)]
    return as_csv(made + [chance.choice(made) for _ in range(3)])


def seen(database: Database) -> dict[str, Any]:
    """All that anybody can see of people, with what is sealed opened."""
    with looking(database) as act:
        rows = {
            table.__tablename__: sorted(
                tuple(str(getattr(row, c.key)) for c in table.__table__.columns)
                for row in act.store.query(table)
            )
            for table in TABLES
        }
        people = [row.person_id for row in act.store.query(ContactRow)]
        needs = [row.need_id for row in act.store.query(NeedDetailsRow)]
        return rows | {
            "contacts": {id: contact_of(act.store, SEALER, id) for id in people},
            "details": {id: need_details_of(act.store, SEALER, id) for id in needs},
        }


@pytest.mark.parametrize("kind", KINDS)
def test_undone_is_as_before_and_twice_is_once(database: Database, london: Gazetteer, kind):
    office = an_office(database, london)
    office.agreed(office.brought(kind, a_sheet("first", kind)))
    before = seen(database)
    assert before["people"]
    # Some of its rows are changed, some are new, some are likely duplicates of those there.
    first = a_sheet("first", kind).replace("SE5 8TS", "SW9 8QH").replace("Flat 9", "Flat 8")
    changed = first + "".join(a_sheet("second", kind).splitlines(keepends=True)[1:])
    second = office.agreed(office.brought(kind, changed))
    after = seen(database)
    assert after != before
    assert {"made", "changed"} <= {*office.fates(second)}
    again = office.brought(kind, changed)
    assert not {*office.verdicts(again)} & {"new", "changed"}, office.verdicts(again)
    office.agreed(again)
    assert seen(database) == after
    office.undone(second)
    assert office.status(second) == "undone", office.fates(second)
    assert seen(database) == before


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_handed_out_comes_back_the_same(database: Database, london: Gazetteer, kind, form):
    office = an_office(database, london)
    office.agreed(office.brought(kind, a_sheet("out", kind)))
    content = handed_out(office, kind, form)
    if form is Format.CSV:
        assert not any(line.startswith(b"=") or b",=" in line for line in content.splitlines())
    back = office.brought(kind, content, name=f"list.{form}")
    assert {*office.verdicts(back)} == {"same"}, [
        (line.line, told.no, told.texts, told.before) for line, told in office.lines(back)
    ]


def test_a_sheet_of_offers_changes_what_is_given_and_comes_back_the_same(
    database: Database, london: Gazetteer
):
    office = an_office(database, london)
    kind = SheetKind.VOLUNTEERS
    office.agreed(office.brought(kind, a_sheet("offers", kind)))
    before = seen(database)
    content = handed_out(office, SheetKind.OFFERS, Format.CSV)
    assert {*office.verdicts(office.brought(SheetKind.OFFERS, content))} == {"same"}
    changed = content.replace(b",2000,", b",3500,")
    second = office.agreed(office.brought(SheetKind.OFFERS, changed))
    assert {*office.fates(second)} == {"changed"}
    office.undone(second)
    assert seen(database) == before


def handed_out(office: Office, kind: SheetKind, form: Format) -> bytes:
    ground = Ground(office.shop.gazetteer, TODAY)
    with acting(office.database, by=office.desk.actor) as act:
        found = a_list(act, office.desk, kind, office.charity_id, ground)
        note_handed_out(act, office.desk, found, form)
    assert found.rows
    return found.written(form)
