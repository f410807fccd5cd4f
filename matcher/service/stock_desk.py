"""Whose stock it is: each verb asks the desk for the right, then whether it lies in its scope."""

from collections.abc import Sequence

from matcher.domain.refusals import Conflict, NotFound
from matcher.domain.roles import Right, Scope
from matcher.domain.stock import CountReason, WasteReason
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.storage.ids import new_id
from matcher.storage.reading.coordinators import charity_names
from matcher.storage.reading.drawn_areas import scope_of_charity
from matcher.storage.reading.stock import areas_of
from matcher.storage.tables import CharityRow, StockItemRow, StockPlaceRow
from matcher.storage.writing.stock import Entry, Line, write
from matcher.storage.writing.stock_items import hold_items

NO_SUCH_STOCK = "There is no such stock at your charity."
NO_SUCH_ITEM = "There is no such item at your charity."
NO_SUCH_PLACE = "There is no such place at your charity: choose one from the list."
RETIRED = "This item is not used any more: take it up again first."


def charities_with_stock(act: Act, desk: Desk) -> list[tuple[str, str]]:
    """Ids and names of the charities whose stock a desk may see, by name."""
    return charity_names(act.store, desk.require(Right.SEE_STOCK))


def charity_in_scope(act: Act, desk: Desk, charity_id: str, right: Right) -> CharityRow:
    """The charity, or NotFound where its stock is not there for this desk."""
    desk.require(right)
    charity = act.store.get(CharityRow, charity_id)
    if charity is None or not desk.covers(right, charity_id):
        raise NotFound(NO_SUCH_STOCK)
    return charity


def item_in_scope(act: Act, desk: Desk, item_id: str, right: Right) -> StockItemRow:
    """The item, or NotFound where it is not there for this desk."""
    desk.require(right)
    item = act.store.get(StockItemRow, item_id)
    if item is None or not desk.covers(right, item.charity_id):
        raise NotFound(NO_SUCH_ITEM)
    return item


def held_item(act: Act, desk: Desk, item_id: str, right: Right) -> StockItemRow:
    """The same, with nobody else moving it until this transaction is over."""
    desk.require(right)
    held = hold_items(act.store, [item_id])
    if not held or not desk.covers(right, held[0].charity_id):
        raise NotFound(NO_SUCH_ITEM)
    return held[0]


def place_of_charity(act: Act, charity_id: str, place_id: str) -> StockPlaceRow:
    """A place where this charity keeps things, or NotFound."""
    place = act.store.get(StockPlaceRow, place_id)
    if place is None or place.charity_id != charity_id:
        raise NotFound(NO_SUCH_PLACE)
    return place


def require_used(item: StockItemRow) -> None:
    """Raise Conflict for an item that is retired."""
    if item.retired_at is not None:
        raise Conflict(RETIRED)


def needs_scope(act: Act, desk: Desk, charity_id: str) -> Scope:
    """The needs that one charity's stock is for: its own, and nobody's where it works."""
    here = desk.within(Right.SEE_STOCK)
    if here.everything:
        return scope_of_charity(act.store, charity_id, areas_of(act.store, charity_id))
    return here.only(lambda one: one == charity_id)


def entered(
    act: Act,
    item: StockItemRow,
    lines: Sequence[Line],
    *,
    need_id: str | None = None,
    donation_id: str | None = None,
    waste_reason: WasteReason | None = None,
    count_reason: CountReason | None = None,
    entry_id: str | None = None,
) -> str:
    """Write an entry of the ledger and note it in the log; return its id."""
    entry = Entry(entry_id or new_id(), act.now, act.by, donation_id, waste_reason, count_reason)
    write(act.store, entry, lines)
    kind = lines[0].kind
    act.note(
        f"stock_{kind}",
        "stock_item",
        item.id,
        charity_id=item.charity_id,
        entry_id=entry.id,
        quantity=sum(line.quantity for line in lines if line.kind is kind),
        need_id=need_id,
    )
    return entry.id
