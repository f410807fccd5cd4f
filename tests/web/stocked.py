"""A charity with a shelf, for the pages of the stock: one of each that a page is about."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from matcher.bootstrap import Tools
from matcher.service.stock_in import Receipt, receive
from matcher.service.stock_needs import Wish, reserve
from matcher.service.typed_contact import typed_contact
from tests.matcher.service.stocked import a_hungry_need, a_shelf, only_lot, stocked
from tests.matcher.storage.rows import units_of

HOLDINGS = text("SELECT id FROM stock_holdings WHERE need_id = :need")
CODE = "5000157024671"


@dataclass(frozen=True, slots=True)
class Stocked:
    """Ids of one of each that a page is about."""

    charity_id: str
    place_id: str
    item_id: str
    lot_id: str
    entry_id: str
    need_id: str
    unit_id: str
    other_need_id: str
    other_unit_id: str
    holding_id: str
    donation_id: str


def a_stocked_charity(tools: Tools) -> Stocked:
    """Eight halal parcels, of which two are set aside; and two people who hold nothing yet."""
    with tools.acting("coordinator:tests") as act:
        shelf = a_shelf(act)
        item_id = stocked(
            act, shelf, diets={"halal"}, code=CODE, low_at=9, weight_g=6_500, contents="1 2 3"
        )
        soon = act.today + timedelta(days=5)
        donor = typed_contact("", "donor@example.org")
        came = receive(act, shelf.desk, Receipt(item_id, shelf.place_id, 8, soon), donor)
        needs = [
            a_hungry_need(act, *eats, reference=f"K7-{item_id[:5].upper()}-{n}2")
            for n, eats in enumerate([("halal",), ("halal",), ("halal", "no_gluten")])
        ]
        units = [units_of(act.store, need)[0].id for need in needs]
        reserve(act, shelf.desk, Wish(needs[0].id, units[0], item_id, 2))
        holding = act.store.execute(HOLDINGS, {"need": needs[0].id}).scalar_one()
        return Stocked(
            shelf.charity_id,
            shelf.place_id,
            item_id,
            only_lot(act, item_id).id,
            came.entry_id,
            needs[0].id,
            units[0],
            needs[1].id,
            units[1],
            holding,
            str(came.donation_id),
        )
