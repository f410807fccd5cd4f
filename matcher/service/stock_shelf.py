"""What happens to stock that nobody holds: given out, wasted, counted, carried; and undoing."""

from collections.abc import Sequence

from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.roles import Right
from matcher.domain.stock import (
    CountReason,
    Movement,
    WasteReason,
    first_expired_first_out,
    only_so_many,
    require_quantity,
)
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.stock_desk import (
    NO_SUCH_ITEM,
    entered,
    held_item,
    place_of_charity,
)
from matcher.storage.reading.stock import LotLine, lots
from matcher.storage.tables import StockItemRow, StockLotRow
from matcher.storage.writing.stock import (
    Line,
    batches,
    is_undone,
    lines_of_entry,
    lot_of,
)

SAME_PLACE = "It is there already: choose another place."
SHELF_MOVED = "Somebody has moved some of it while you counted: please count once more."
SAY_WHY = "Say why the count differs from what is written down."
ONLY_FREE_GO = (
    "More are set aside for people than you found: take some of them back from the pick list first."
)
UNDONE_LINE = "This line takes another one back and stays: enter what is right as a new one."
NO_SUCH_ENTRY = "There is no such entry in your charity’s ledger."


def give_out(act: Act, desk: Desk, item_id: str, quantity: int) -> str:
    """Hand so many over the counter, the first dates first; return the entry's id."""
    item = held_item(act, desk, item_id, Right.HANDLE_STOCK)
    require_quantity(quantity)
    chosen = first_expired_first_out(batches(act.store, item.id), quantity, act.today)
    lines = [Line.of(Movement.GIVEN, item.id, batch.id, took) for batch, took in chosen]
    return entered(act, item, lines)


def waste(act: Act, desk: Desk, lot_id: str, quantity: int, reason: WasteReason) -> str:
    """Throw so many of a lot away that nobody holds; return the entry's id."""
    item, lot = _held_lot(act, desk, lot_id, Right.STEER_STOCK)
    require_quantity(quantity)
    _require_free(lot, quantity)
    line = Line.of(Movement.WASTED, item.id, lot_id, quantity)
    return entered(act, item, [line], waste_reason=reason)


def count(
    act: Act, desk: Desk, lot_id: str, found: int, expected: int, reason: CountReason | None
) -> str | None:
    """Note what somebody counted of a lot on its shelf, set aside ones with it, packed ones not.

    `expected` is what the page said when they began: where it is another number by now, the
    difference would be none of theirs. None is returned where the count agrees.
    """
    item, lot = _held_lot(act, desk, lot_id, Right.STEER_STOCK)
    if lot.on_shelf != expected:
        raise Conflict(SHELF_MOVED)
    if found != 0:
        require_quantity(found, "found")
    if found == expected:
        act.note("counted", "stock_item", item.id, charity_id=item.charity_id, lot_id=lot_id)
        return None
    if reason is None:
        raise Invalid(SAY_WHY, "reason")
    difference = found - expected
    if -difference > lot.balance.free:
        raise Conflict(ONLY_FREE_GO)
    kind = Movement.FOUND if difference > 0 else Movement.MISSING
    line = Line.of(kind, item.id, lot_id, abs(difference))
    return entered(act, item, [line], count_reason=reason)


def carry(act: Act, desk: Desk, lot_id: str, place_id: str, quantity: int) -> str:
    """Carry so many free ones of a lot to another place of the charity; return the entry's id."""
    item, lot = _held_lot(act, desk, lot_id, Right.HANDLE_STOCK)
    require_quantity(quantity)
    place_of_charity(act, item.charity_id, place_id)
    if place_id == lot.place_id:
        raise Invalid(SAME_PLACE, "place")
    _require_free(lot, quantity)
    there = lot_of(act.store, item.id, place_id, lot.best_before, now=act.now)
    lines = [
        Line.of(Movement.SENT, item.id, lot_id, quantity),
        Line.of(Movement.ARRIVED, item.id, there, quantity),
    ]
    return entered(act, item, lines)


def undo(act: Act, desk: Desk, entry_id: str) -> bool:
    """Take a wrong entry back, all its lines; False where that was done before.

    Nothing is removed: each line is answered by one that goes the way back. `Conflict` where what
    came in by it is not there any more.
    """
    written = lines_of_entry(act.store, entry_id)
    if not written:
        raise NotFound(NO_SUCH_ENTRY)
    item = held_item(act, desk, written[0][1].item_id, Right.STEER_STOCK)
    if any(line.undoes for _, line in written):
        raise Conflict(UNDONE_LINE)
    if is_undone(act.store, [number for number, _ in written]):
        return False
    entered(act, item, way_back(written))
    return True


def way_back(written: Sequence[tuple[int, Line]]) -> list[Line]:
    """The lines that take an entry back, whose own are given with their numbers."""
    return [
        Line(
            line.item_id,
            line.lot_id,
            Movement.UNDONE,
            line.target,
            line.source,
            line.quantity,
            line.holding_id,
            number,
        )
        for number, line in reversed(written)
    ]


def _held_lot(act: Act, desk: Desk, lot_id: str, right: Right) -> tuple[StockItemRow, LotLine]:
    desk.require(right)
    lot = act.store.get(StockLotRow, lot_id)
    if lot is None:
        raise NotFound(NO_SUCH_ITEM)
    item = held_item(act, desk, lot.item_id, right)
    return item, next(one for one in lots(act.store, item.id) if one.id == lot_id)


def _require_free(lot: LotLine, quantity: int) -> None:
    if lot.balance.free < quantity:
        raise only_so_many(lot.balance.free)
