"""What the pages of the stock show: the shelf, an item, what is short, the pick list."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.domain.refusals import NotFound
from matcher.domain.roles import Right
from matcher.domain.stock import is_code
from matcher.domain.stock_short import Asked, OnShelf, Short, what_is_short
from matcher.service.acting import Act
from matcher.service.desk import NO_SUCH_NEED, Desk, need_in_scope
from matcher.service.stock_desk import (
    NO_SUCH_ITEM,
    charities_with_stock,
    charity_in_scope,
    item_in_scope,
    needs_scope,
)
from matcher.storage.reading import stock as reading
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.reading.stock import ItemLine, LotLine
from matcher.storage.reading.stock_ledger import LedgerLine, ledger
from matcher.storage.reading.stock_needs import (
    AskedUnits,
    HoldingLine,
    UnitOfNeed,
    asked_units,
    holdings_of_need,
    pick_lines,
    units_of_need,
)

A_WEEK = timedelta(days=6)
EXPIRES_SOON = timedelta(days=14)
LINES_OF_A_LEDGER = 100


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """One charity's shelf. `asking` are needs that hold nothing yet, those that wait first."""

    charity_id: str
    charity: str
    places: tuple[tuple[str, str], ...]
    items: tuple[ItemLine, ...]
    short: tuple[Short, ...]
    expiring: tuple[LotLine, ...]
    asking: tuple[AskedUnits, ...]


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item: its lots with something in them, and the ledger."""

    line: ItemLine
    charity: str
    lots: tuple[LotLine, ...]
    ledger: tuple[LedgerLine, ...]
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LotPage:
    """One lot, and the other places of the charity."""

    charity_id: str
    lot: LotLine
    elsewhere: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PickPage:
    """What is to be packed and handed out on a day, by need."""

    charity_id: str
    charity: str
    day: date
    lines: tuple[HoldingLine, ...]


@dataclass(frozen=True, slots=True)
class NeedStock:
    """A need beside the shelf: its open units, what they hold, and what would suit."""

    charity_id: str
    charity: str
    need_id: str
    reference: str
    category: str
    units: tuple[UnitOfNeed, ...]
    dietary: frozenset[str]
    holdings: tuple[HoldingLine, ...]
    suits: tuple[ItemLine, ...]
    does_not: tuple[ItemLine, ...]


def shelf(act: Act, desk: Desk, charity_id: str, right: Right = Right.SEE_STOCK) -> ShelfPage:
    """All that a charity keeps, what is short this week, and what is best used soon."""
    charity = charity_in_scope(act, desk, charity_id, right)
    lines = reading.items(act.store, charity_id, act.today)
    asking = _asking(act, desk, charity_id, lines)
    kinds = Counter[tuple[str, frozenset[str]]]()
    for one in asking:
        kinds[one.category, one.dietary] += one.units
    asked = [Asked(category, dietary, units) for (category, dietary), units in kinds.items()]
    return ShelfPage(
        charity_id,
        charity.name,
        tuple(reading.places(act.store, charity_id)),
        tuple(lines),
        tuple(what_is_short(asked, [OnShelf(line.item, line.free) for line in lines])),
        tuple(reading.expiring(act.store, charity_id, act.today + EXPIRES_SOON)),
        tuple(asking),
    )


def item_page(act: Act, desk: Desk, item_id: str, right: Right = Right.SEE_STOCK) -> ItemPage:
    """One item with its ledger, the newest line first."""
    row = item_in_scope(act, desk, item_id, right)
    charity = charity_in_scope(act, desk, row.charity_id, Right.SEE_STOCK)
    line = reading.item(act.store, item_id, act.today)
    assert line is not None, "it was there a line ago"
    lots = [one for one in reading.lots(act.store, item_id) if one.on_shelf or one.balance.picked]
    return ItemPage(
        line,
        charity.name,
        tuple(lots),
        tuple(ledger(act.store, item_id, most=LINES_OF_A_LEDGER)),
        tuple(reading.places(act.store, row.charity_id)),
    )


def lot_page(act: Act, desk: Desk, lot_id: str) -> LotPage:
    """One lot, and where it can be carried."""
    lot = reading.lot(act.store, lot_id)
    if lot is None:
        raise NotFound(NO_SUCH_ITEM)
    row = item_in_scope(act, desk, lot.item_id, Right.SEE_STOCK)
    places = reading.places(act.store, row.charity_id)
    return LotPage(row.charity_id, lot, tuple(one for one in places if one[0] != lot.place_id))


def find_item(act: Act, desk: Desk, charity_id: str, code: str) -> str | None:
    """The id of the item with this barcode or label; None where the charity has none."""
    charity_in_scope(act, desk, charity_id, Right.SEE_STOCK)
    code = code.strip()
    return reading.item_by_code(act.store, charity_id, code) if is_code(code) else None


def pick_list(act: Act, desk: Desk, charity_id: str, day: date) -> PickPage:
    """What is set aside or packed for a day or before it, and for no day in particular."""
    charity = charity_in_scope(act, desk, charity_id, Right.SEE_STOCK)
    lines = pick_lines(act.store, act.sealer, charity_id, day)
    return PickPage(charity_id, charity.name, day, tuple(lines))


def shelf_for(act: Act, desk: Desk, need_id: str) -> str | None:
    """Whose stock a need can be given from: its charity's, or for nobody's need the first."""
    if not desk.may(Right.HANDLE_STOCK):
        return None
    charity_id = need_in_scope(act, desk, need_id, Right.HANDLE_STOCK).charity_id
    return charity_id or next((id for id, _ in charities_with_stock(act, desk)), None)


def stock_for_need(act: Act, desk: Desk, charity_id: str, need_id: str) -> NeedStock:
    """What a need holds, and which items of the shelf would suit it, its own category first."""
    charity = charity_in_scope(act, desk, charity_id, Right.SEE_STOCK)
    need = need_in_scope(act, desk, need_id, Right.SEE_STOCK)
    if need.charity_id not in (None, charity_id):
        raise NotFound(NO_SUCH_NEED)
    details = need_details_of(act.store, act.sealer, need_id) or {}
    dietary = frozenset(details.get("dietary", ()))
    lines = reading.items(act.store, charity_id, act.today)
    lines.sort(key=lambda line: (line.item.category != need.category, line.item.name))
    return NeedStock(
        charity_id,
        charity.name,
        need.id,
        need.reference,
        need.category,
        tuple(units_of_need(act.store, need_id, act.today)),
        dietary,
        tuple(holdings_of_need(act.store, charity_id, need_id)),
        tuple(line for line in lines if line.free and not line.item.unmet(dietary)),
        tuple(line for line in lines if line.item.unmet(dietary)),
    )


def _asking(act: Act, desk: Desk, charity_id: str, lines: list[ItemLine]) -> list[AskedUnits]:
    """Needs of this week in the kinds of help that the charity keeps something for."""
    return asked_units(
        act.store,
        act.sealer,
        needs_scope(act, desk, charity_id),
        {line.item.category for line in lines},
        today=act.today,
        until=act.today + A_WEEK,
    )
