"""Verbs with a fault, as somebody could write them: what the walk has to find."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import text

from matcher.domain.stock import Account, Movement
from matcher.service import stock_desk, stock_in, stock_needs, stock_shelf
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.stock_in import Receipt, Received
from matcher.storage.writing.stock import Line


def receive_twice(act: Act, desk: Desk, receipt: Receipt) -> Received:
    """As if the form had no key, and was pressed twice."""
    stock_in.receive(act, desk, receipt)
    return stock_in.receive(act, desk, receipt)


def receive_without_a_line(act: Act, desk: Desk, receipt: Receipt) -> Received:
    """The shelf says one more than the ledger does."""
    done = stock_in.receive(act, desk, receipt)
    more = "UPDATE stock_lots SET free = free + 1, received = received - 1 WHERE id ="
    line = "(SELECT lot_id FROM stock_movements WHERE entry_id = :entry)"
    act.store.execute(text(f"{more} {line}"), {"entry": done.entry_id})
    return done


def bring_back_and_forget_whose(act: Act, desk: Desk, holding_id: str) -> str:
    """The parcel is on the shelf again, and packed for somebody still."""
    kept = act.store.execute(
        text("SELECT reserved, picked FROM stock_holdings WHERE id = :id"), {"id": holding_id}
    ).one()
    done = stock_needs.bring_back(act, desk, holding_id)
    again = "UPDATE stock_holdings SET picked = :picked WHERE id = :id"
    act.store.execute(text(again), {"id": holding_id, "picked": kept.picked})
    return done


def give_out_the_newest(act: Act, desk: Desk, item_id: str, quantity: int) -> str:
    """What came last goes first, and what is old goes off."""
    item = stock_desk.held_item(act, desk, item_id, stock_desk.Right.HANDLE_STOCK)
    lots = "SELECT id FROM stock_lots WHERE item_id = :item AND free >= :many"
    newest = f"{lots} ORDER BY best_before IS NOT NULL, best_before DESC"
    lot = act.store.scalar(text(newest), {"item": item_id, "many": quantity})
    if lot is None:
        return stock_shelf.give_out(act, desk, item_id, quantity)
    line = Line.of(Movement.GIVEN, item.id, lot, quantity)
    return stock_desk.entered(act, item, [line])


def undo_again_and_again(act: Act, desk: Desk, entry_id: str) -> bool:
    """What is undone is undone once more, as often as somebody asks."""
    if stock_shelf.undo(act, desk, entry_id):
        return True
    # The CHECKs would find it before the witness does.
    act.store.execute(text("PRAGMA ignore_check_constraints = ON"))
    lines = "SELECT lot_id, source, target, quantity FROM stock_movements WHERE entry_id = :entry"
    for lot, source, target, many in act.store.execute(text(lines), {"entry": entry_id}):
        assert {source, target} <= {*Account}
        change = f"UPDATE stock_lots SET {target} = {target} - :many, {source} = {source} + :many"
        act.store.execute(text(f"{change} WHERE id = :lot"), {"lot": lot, "many": many})
    return False


def keep_it_for_nobody(act: Act) -> int:
    """What is set aside stays so, though nobody wants it any more."""
    return 0


FAULTS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "pressed twice": {"receive": receive_twice},
    "past the ledger": {"receive": receive_without_a_line},
    "whose it was": {"bring_back": bring_back_and_forget_whose},
    "last in, first out": {"give_out": give_out_the_newest},
    "undone twice": {"undo": undo_again_and_again},
    "kept for nobody": {"release_for_nobody": keep_it_for_nobody},
}
