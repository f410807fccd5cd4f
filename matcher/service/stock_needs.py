"""What needs hold of the stock: set aside, packed, handed over at the door, or come back."""

from dataclasses import dataclass

from matcher.domain.life_cycles import NeedStatus, how_it_stands
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.roles import Right
from matcher.domain.stock import (
    Movement,
    WasteReason,
    first_expired_first_out,
    require_quantity,
)
from matcher.service.acting import Act
from matcher.service.desk import NO_SUCH_NEED, Desk, need_in_scope
from matcher.service.stock_desk import entered, held_item, require_used
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.reading.stock import item_value
from matcher.storage.reading.stock_for_nobody import kept_for_nobody
from matcher.storage.reading.stock_needs import (
    HoldingLine,
    held_for_unit,
    holding,
    item_of_holding,
    units_of_need,
)
from matcher.storage.tables import NeedRow, StockItemRow
from matcher.storage.writing.needs import held_need
from matcher.storage.writing.stock import Line, batches, holding_of
from matcher.storage.writing.stock_items import hold_items

BATCH = 200
NO_SUCH_UNIT = "This need has no such day or helper any more: look at it again."
NO_SUCH_HOLDING = "Nothing of your stock is set aside there: look at the pick list again."
HELD_ALREADY = (
    "Some of this item is set aside for them already: take that back first, or choose another."
)
NOT_CONFIRMED = "Nobody has confirmed this need yet: confirm it first, then set something aside."
DOES_NOT_SUIT = "This does not suit what they can eat: choose another item."
NOTHING_LEFT = "There is nothing of this left to do: look at the pick list again."


@dataclass(frozen=True, slots=True)
class Wish:
    """So many of an item, for one unit of a need."""

    need_id: str
    unit_id: str
    item_id: str
    quantity: int = 1


def reserve(act: Act, desk: Desk, wish: Wish) -> str:
    """Set things aside for a unit, the first dates first; return the entry's id.

    `Conflict` where too few are free, or some of the item is set aside for the unit already, so
    that two coordinators who do it at once do it once.
    """
    desk.require(Right.HANDLE_STOCK)
    need_in_scope(act, desk, wish.need_id)
    need = held_need(act.store, wish.need_id)
    item = held_item(act, desk, wish.item_id, Right.HANDLE_STOCK)
    require_used(item)
    require_quantity(wish.quantity)
    _require_fits(act, need, item)
    if wish.unit_id not in {one.id for one in units_of_need(act.store, need.id, act.today)}:
        raise NotFound(NO_SUCH_UNIT)
    if held_for_unit(act.store, wish.unit_id, item.id):
        raise Conflict(HELD_ALREADY)
    chosen = first_expired_first_out(batches(act.store, item.id), wish.quantity, act.today)
    lines = [
        Line.of(
            Movement.RESERVED,
            item.id,
            batch.id,
            took,
            holding_of(act.store, batch.id, need.id, wish.unit_id, now=act.now),
        )
        for batch, took in chosen
    ]
    return entered(act, item, lines, need_id=need.id)


def release(act: Act, desk: Desk, holding_id: str) -> str:
    """Put back on the shelf what was set aside and is not packed yet."""
    return _move(act, desk, holding_id, Movement.RELEASED)


def pick(act: Act, desk: Desk, holding_id: str) -> str:
    """It is packed, and has left the shelf."""
    return _move(act, desk, holding_id, Movement.PICKED)


def deliver(act: Act, desk: Desk, holding_id: str) -> str:
    """It was handed over at the door."""
    return _move(act, desk, holding_id, Movement.DELIVERED)


def bring_back(act: Act, desk: Desk, holding_id: str, quantity: int | None = None) -> str:
    """It was packed, came back, and is on the shelf again: so many of it, or all."""
    return _move(act, desk, holding_id, Movement.RETURNED, quantity=quantity)


def spoil(
    act: Act, desk: Desk, holding_id: str, reason: WasteReason, quantity: int | None = None
) -> str:
    """It was packed and cannot be given any more: so many of it, or all."""
    return _move(act, desk, holding_id, Movement.SPOILT, reason, quantity)


def release_for_nobody(act: Act, *, most: int = BATCH) -> int:
    """Put back what is set aside for needs that are closed, some at a time; return how many.

    What is packed already stays so: a person has it in hand, and says what became of it.
    """
    ids = kept_for_nobody(act.store, most)
    found = [line for line in (holding(act.store, id) for id in ids) if line is not None]
    items = {row.id: row for row in hold_items(act.store, [line.item_id for line in found])}
    for one in found:
        line = holding(act.store, one.id)
        if line is not None and line.reserved:
            item = items[line.item_id]
            entered(act, item, [_line(line, Movement.RELEASED)], need_id=line.need_id)
    return len(ids)


def _move(
    act: Act,
    desk: Desk,
    holding_id: str,
    kind: Movement,
    reason: WasteReason | None = None,
    quantity: int | None = None,
) -> str:
    desk.require(Right.HANDLE_STOCK)
    item_id = item_of_holding(act.store, holding_id)
    if item_id is None:
        raise NotFound(NO_SUCH_HOLDING)
    item = held_item(act, desk, item_id, Right.HANDLE_STOCK)
    # Read with the item held: somebody may have moved it while we waited.
    line = holding(act.store, holding_id)
    assert line is not None, "holdings are never removed"
    moved = _line(line, kind, quantity)
    return entered(act, item, [moved], need_id=line.need_id, waste_reason=reason)


def _line(held: HoldingLine, kind: Movement, quantity: int | None = None) -> Line:
    """All of what a unit holds goes this way, or so many; `Conflict` where fewer are left."""
    set_aside = kind in (Movement.RELEASED, Movement.PICKED)
    there = held.reserved if set_aside else held.picked
    if not there or there < (quantity or 0):
        raise Conflict(NOTHING_LEFT)
    return Line.of(kind, held.item_id, held.lot_id, quantity or there, held.id)


def _require_fits(act: Act, need: NeedRow, item: StockItemRow) -> None:
    """Raise unless a need is one to set this item aside for."""
    if need.charity_id not in (None, item.charity_id):
        raise NotFound(NO_SUCH_NEED)
    if need.status is not NeedStatus.OPEN:
        raise Conflict(how_it_stands(need.status))
    if need.confirmed_at is None:
        raise Conflict(NOT_CONFIRMED)
    details = need_details_of(act.store, act.sealer, need.id) or {}
    if item_value(item).unmet(frozenset(details.get("dietary", ()))):
        raise Invalid(DOES_NOT_SUIT, "item")
