"""A charity with a shelf, for tests: a test says what matters to it, and no more."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher.domain.roles import Role
from matcher.domain.stock import Account, Item
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.stock_in import Receipt, receive
from matcher.service.stock_items import add_item, add_place
from matcher.service.stock_needs import Wish, reserve
from matcher.storage.reading.stock import LotLine, lots
from matcher.storage.reading.stock_ledger import unbalanced
from matcher.storage.tables import NeedRow
from matcher.storage.writing.contacts import put_need_details
from tests.matcher.service.desks import a_charity, a_desk
from tests.matcher.storage.rows import NOW, a_stored_need, units_of


@dataclass(frozen=True, slots=True)
class Shelf:
    """A charity of its own, somebody who sits there, and where it keeps things."""

    charity_id: str
    desk: Desk
    place_id: str


def an_item(**said: Any) -> Item:
    """A food parcel, of which somebody has read the labels, unless it is said otherwise."""
    usual = {
        "name": "Food parcel",
        "category": "food_parcel",
        "edible": True,
        "allergens": frozenset({"gluten"}),
    }
    sets = {name: frozenset(said[name]) for name in ("diets", "allergens") if said.get(name)}
    return Item(**usual | said | sets)


def a_shelf(act: Act, role: Role = Role.COORDINATOR) -> Shelf:
    charity_id = a_charity(act.store)
    desk = a_desk(act.store, charity_id=charity_id)
    place_id = add_place(act, desk, charity_id, "Church hall")
    at = a_desk(act.store, role, charity_id=charity_id) if role is not Role.COORDINATOR else desk
    return Shelf(charity_id, at, place_id)


def stocked(
    act: Act, shelf: Shelf, quantity: int = 0, best_before: date | None = None, **said: Any
) -> str:
    """The id of an item of which so many have come in."""
    item_id = add_item(act, shelf.desk, shelf.charity_id, an_item(**said))
    if quantity:
        receive(act, shelf.desk, Receipt(item_id, shelf.place_id, quantity, best_before))
    return item_id


def a_hungry_need(act: Act, *dietary: str, **said: Any) -> NeedRow:
    """An open need for a food parcel, of somebody who eats so."""
    need = a_stored_need(act.store, **{"category": "food_parcel"} | said)
    details = {"notes": "", "dietary": sorted(dietary)}
    put_need_details(act.store, act.sealer, need.id, details, now=NOW)
    act.store.flush()
    return need


def a_wish(act: Act, need: NeedRow, item_id: str, quantity: int = 1) -> Wish:
    return Wish(need.id, units_of(act.store, need)[0].id, item_id, quantity)


def set_aside(act: Act, shelf: Shelf, item_id: str, quantity: int = 1, **said: Any) -> NeedRow:
    """A need for which so many are set aside."""
    need = a_hungry_need(act, **said)
    reserve(act, shelf.desk, a_wish(act, need, item_id, quantity))
    return need


def only_lot(act: Act, item_id: str) -> LotLine:
    [lot] = lots(act.store, item_id)
    return lot


def stands(act: Act, item_id: str) -> dict[str, int]:
    """The accounts of an item over all its lots, without those that are nothing."""
    found = {account.value: 0 for account in Account}
    for lot in lots(act.store, item_id):
        for account in Account:
            found[account.value] += getattr(lot.balance, account)
    return {name: number for name, number in found.items() if number}


def balances(act: Act, shelf: Shelf) -> bool:
    return not unbalanced(act.store, shelf.charity_id)
