"""Stock in a sheet: taken in or counted by lines of the ledger, which balances whatever happens."""

from random import Random

import pytest

from matcher.domain.imports import SheetKind
from matcher.domain.stock import Movement
from matcher.service.gazetteer import Gazetteer
from matcher.service.imports.exporting import Format
from matcher.service.imports.ground import Ground
from matcher.service.imports.pages import what_is_in_the_way
from matcher.service.stock_needs import Wish, reserve
from matcher.storage.database import Database
from matcher.storage.reading.import_stock import lots_of_charity
from matcher.storage.reading.stock_ledger import unbalanced
from matcher.storage.tables import LookRow, StockItemRow, StockMovementRow
from tests.builders import TODAY
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.imports.importing import Office, an_office, as_csv
from tests.matcher.service.imports.test_as_before import handed_out
from tests.matcher.storage.rows import a_stored_need, units_of

STOCK = """Product,Barcode,Kind of help,Where,Use by,Qty,Food,Allergens,Weight
Food parcel,50001234,food parcel,Church hall,2026-12-01,12,yes,gluten;milk,8000
Food parcel,,,Church hall,,5,,,
Food parcel,,,The shed,,3,,,
School coat 8-9,,clothing,The shed,,4,no,,700
School coat 10-11,,clothing,The shed,,0,no,,700
=Nappies,,toys and baby,The shed,,30,no,,
"""


def shelf(office: Office) -> dict[tuple[str, str, str], int]:
    """What lies where, by item, place and date; and nothing out of balance."""
    with looking(office.database) as act:
        assert unbalanced(act.store, office.charity_id) == []
        return {
            (item.name, place.name, str(lot.best_before)): lot.free + lot.reserved
            for lot, item, place in lots_of_charity(act.store, office.charity_id)
            if lot.free + lot.reserved
        }


def test_what_is_new_is_taken_in_and_goes_the_same_way_back(database: Database, london: Gazetteer):
    office = an_office(database, london)
    first = office.brought(SheetKind.STOCK, STOCK)
    assert office.verdicts(first) == ["new", "new", "new", "new", "wrong", "new"], office.lines(
        first
    )
    assert shelf(office) == {}
    office.agreed(first)
    there = shelf(office)
    assert there["Food parcel", "Church hall", "2026-12-01"] == 12
    assert sum(there.values()) == 54
    again = office.brought(SheetKind.STOCK, STOCK)
    assert not {*office.verdicts(again)} & {"new", "changed"}
    office.agreed(again)
    assert shelf(office) == there
    office.undone(first)
    assert (office.status(first), shelf(office)) == ("undone", {})
    with looking(database) as act:
        kinds = [row.kind for row in act.store.query(StockMovementRow)]
        assert kinds.count(Movement.RECEIVED) == kinds.count(Movement.UNDONE) == 5
        assert all(item.retired_at for item in act.store.query(StockItemRow))
    # Brought in once more after all, it is there again.
    office.agreed(office.brought(SheetKind.STOCK, STOCK))
    assert shelf(office) == there


def test_another_number_is_a_count_and_an_item_stays_what_it_is(
    database: Database, london: Gazetteer
):
    office = an_office(database, london)
    office.agreed(office.brought(SheetKind.STOCK, STOCK))
    before = shelf(office)
    counted = STOCK.replace(",12,yes", ",9,yes").replace(",,30,no", ",,31,no")
    counted = counted.replace("clothing,The shed,,4,no,,700", "clothing,The shed,,4,no,,900")
    second = office.brought(SheetKind.STOCK, counted)
    assert office.verdicts(second) == ["changed", "same", "same", "wrong", "wrong", "changed"]
    office.agreed(second)
    with looking(database) as act:
        rows = act.store.query(StockMovementRow).order_by(StockMovementRow.id).all()
        found = [(row.kind, row.quantity, row.count_reason) for row in rows[-2:]]
    assert sorted(found) == [("found", 1, "not_written_down"), ("missing", 3, "unknown")]
    office.undone(second)
    assert shelf(office) == before


def test_nearly_the_same_name_is_perhaps_the_same_thing_but_not_another_size(
    database: Database, london: Gazetteer
):
    office = an_office(database, london)
    office.agreed(office.brought(SheetKind.STOCK, STOCK))
    alike = (
        "Item,Code,Kind,Place,Quantity\n"
        "Food parcels,,food parcel,The shed,2\n"
        "School coat 9-10,,clothing,The shed,2\n"
        "Parcel for food,50001234,food parcel,Upstairs,2\n"
    )
    found = office.brought(SheetKind.STOCK, alike)
    said = [(str(line.verdict), str(line.why)) for line, _ in office.lines(found)]
    # A code tells an item; that the row calls it something else is to be mended.
    assert said == [("duplicate", "name"), ("new", "None"), ("wrong", "None")]


def test_what_was_set_aside_or_went_out_since_stands_in_the_way(
    database: Database, london: Gazetteer
):
    office = an_office(database, london)
    first = office.agreed(office.brought(SheetKind.STOCK, STOCK))
    with acting(database, by=office.desk.actor) as act:
        need = a_stored_need(act.store, charity_id=office.charity_id, category="food_parcel")
        unit = units_of(act.store, need)[0]
        item = act.store.query(StockItemRow).filter_by(name="Food parcel").one()
        reserve(act, office.desk, Wish(need.id, unit.id, item.id, 2))
    with looking(database) as act:
        _, named = what_is_in_the_way(act, office.desk, first, Ground(london, TODAY))
        assert [one.why for one in named] == ["set_aside"]
    office.undone(first)
    assert (office.status(first), shelf(office)) == (
        "done",
        {("Food parcel", "Church hall", "2026-12-01"): 12},
    )


@pytest.mark.parametrize("form", Format)
def test_the_shelf_comes_back_the_same_and_nobody_was_looked_at(
    database: Database, london: Gazetteer, form: Format
):
    office = an_office(database, london)
    office.agreed(office.brought(SheetKind.STOCK, STOCK))
    content = handed_out(office, SheetKind.STOCK, form)
    back = office.brought(SheetKind.STOCK, content, name=f"list.{form}")
    assert office.verdicts(back) == ["same"] * 5, office.lines(back)
    with looking(database) as act:
        assert act.store.query(LookRow).count() == 0


def test_on_random_shelves_twice_is_once_and_undone_is_as_before(
    database: Database, london: Gazetteer
):
    for seed in range(3):
        chance = Random(seed)
        office = an_office(database, london)
        office.agreed(office.brought(SheetKind.STOCK, a_sheet(chance)))
        before = shelf(office)
        changed = a_sheet(chance)
        second = office.agreed(office.brought(SheetKind.STOCK, changed))
        after = shelf(office)
        assert after != before
        again = office.brought(SheetKind.STOCK, changed)
        assert not {*office.verdicts(again)} & {"new", "changed"}, office.verdicts(again)
        office.undone(second)
        assert (office.status(second), shelf(office)) == ("undone", before)


def a_sheet(chance: Random) -> str:
    rows = [
        {
            "item": chance.choice(("Parcel", "Coat 1", "Coat 2", "Tins", "Nappies", "Parcels")),
            "category": "food_parcel",
            "place": chance.choice(("Hall", "hall ", "Shed")),
            "best_before": chance.choice(("", "2026-12-01", "01/02/2027", "2020-01-01")),
            "quantity": chance.choice(("1", "7", "0", "300", "many")),
            "low_at": chance.choice(("", "", "3")),
        }
        for _ in range(20)
    ]
    return as_csv(rows)
