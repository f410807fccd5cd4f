"""The shelf: items with what there is of each, their lots, and the ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from matcher.domain.stock import (
    Account,
    Balance,
    Item,
    is_low,
    is_past,
)
from matcher.storage.database import Store
from matcher.storage.tables import (
    AreaRow,
    StockItemRow,
    StockLotRow,
    StockPlaceRow,
)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item on the shelf: how many are free and good, set aside, packed, and past their date."""

    id: str
    charity_id: str
    item: Item
    free: int
    reserved: int
    picked: int
    past: int
    first_date: date | None
    retired: bool

    @property
    def low(self) -> bool:
        """Whether so many are few."""
        return not self.retired and is_low(self.free, self.item.low_at)


@dataclass(frozen=True, slots=True)
class LotLine:
    """A batch of an item at a place."""

    id: str
    item_id: str
    item_name: str
    place_id: str
    place: str
    best_before: date | None
    balance: Balance

    @property
    def on_shelf(self) -> int:
        """What somebody who counts the shelf would find: packed ones stand apart."""
        return self.balance.free + self.balance.reserved

    def past(self, today: date) -> bool:
        """Whether it is past its date."""
        return is_past(self.best_before, today)


def places(store: Store, charity_id: str) -> list[tuple[str, str]]:
    """Ids and names of the places where a charity keeps things, by name."""
    found = select(StockPlaceRow.id, StockPlaceRow.name).where(
        StockPlaceRow.charity_id == charity_id
    )
    return [(id, name) for id, name in store.execute(found.order_by(StockPlaceRow.name))]


def items(store: Store, charity_id: str, today: date, *, retired: bool = False) -> list[ItemLine]:
    """The items of a charity, by name."""
    found = _item_lines(today).where(StockItemRow.charity_id == charity_id)
    if not retired:
        found = found.where(StockItemRow.retired_at.is_(None))
    return [_item_line(row) for row in store.execute(found.order_by(StockItemRow.name))]


def item(store: Store, item_id: str, today: date) -> ItemLine | None:
    """One item, whosever it is."""
    row = store.execute(_item_lines(today).where(StockItemRow.id == item_id)).one_or_none()
    return None if row is None else _item_line(row)


def item_by_code(store: Store, charity_id: str, code: str) -> str | None:
    """The id of the charity's item with this barcode or label."""
    return store.scalar(
        select(StockItemRow.id).where(
            StockItemRow.charity_id == charity_id, StockItemRow.code == code
        )
    )


def lots(store: Store, item_id: str) -> list[LotLine]:
    """The lots of an item, the first date first."""
    return _lots(store, StockLotRow.item_id == item_id)


def lot(store: Store, lot_id: str) -> LotLine | None:
    """One lot, whosever it is."""
    found = _lots(store, StockLotRow.id == lot_id)
    return found[0] if found else None


def expiring(store: Store, charity_id: str, until: date) -> list[LotLine]:
    """Lots with something on the shelf whose date comes by a day, or has gone."""
    return _lots(
        store,
        StockItemRow.charity_id == charity_id,
        StockLotRow.best_before <= until,
        StockLotRow.free + StockLotRow.reserved > 0,
    )


def has_anything_on_hand(store: Store, item_id: str) -> bool:
    """Whether any of an item is with the charity still."""
    on_hand = StockLotRow.free + StockLotRow.reserved + StockLotRow.picked
    found = exists().where(StockLotRow.item_id == item_id, on_hand > 0)
    return bool(store.scalar(select(found)))


def areas_of(store: Store, charity_id: str) -> list[str]:
    """The codes of the boroughs that a charity covers."""
    return list(store.scalars(select(AreaRow.borough).where(AreaRow.charity_id == charity_id)))


def _item_lines(today: date) -> Select[*tuple[Any, ...]]:
    good = or_(StockLotRow.best_before.is_(None), StockLotRow.best_before >= today)
    dated = case((good & (StockLotRow.free > 0), StockLotRow.best_before))
    return (
        select(
            StockItemRow,
            func.coalesce(func.sum(case((good, StockLotRow.free), else_=0)), 0),
            func.coalesce(func.sum(StockLotRow.reserved), 0),
            func.coalesce(func.sum(StockLotRow.picked), 0),
            func.coalesce(func.sum(case((~good, StockLotRow.free), else_=0)), 0),
            func.min(dated),
        )
        .outerjoin(StockLotRow, StockLotRow.item_id == StockItemRow.id)
        .group_by(StockItemRow.id)
    )


def _item_line(row: Any) -> ItemLine:
    kept, free, reserved, picked, past, first_date = row
    return ItemLine(
        kept.id,
        kept.charity_id,
        item_value(kept),
        int(free),
        int(reserved),
        int(picked),
        int(past),
        first_date,
        kept.retired_at is not None,
    )


def item_value(row: StockItemRow) -> Item:
    """An item's row as the domain knows it."""
    return Item(
        name=row.name,
        category=row.category,
        contents=row.contents,
        edible=row.edible,
        diets=row.diets,
        allergens=row.allergens if row.allergens_read else None,
        weight_g=row.weight_g,
        volume_ml=row.volume_ml,
        code=row.code,
        low_at=row.low_at,
    )


def item_columns(item: Item) -> Mapping[str, Any]:
    """The same by column, to be written."""
    return {
        "name": item.name.strip(),
        "category": item.category,
        "contents": item.contents.strip(),
        "edible": item.edible,
        "diets": item.diets,
        "allergens": item.allergens or frozenset(),
        "allergens_read": item.allergens is not None,
        "weight_g": item.weight_g,
        "volume_ml": item.volume_ml,
        "code": item.code,
        "low_at": item.low_at,
    }


def _lots(store: Store, *conditions: ColumnElement[bool]) -> list[LotLine]:
    accounts = [getattr(StockLotRow, account.value) for account in Account]
    columns: Select[*tuple[Any, ...]] = select(
        StockLotRow.id,
        StockLotRow.item_id,
        StockItemRow.name,
        StockLotRow.place_id,
        StockPlaceRow.name,
        StockLotRow.best_before,
        *accounts,
    )
    found = (
        columns.join(StockItemRow, StockItemRow.id == StockLotRow.item_id)
        .join(StockPlaceRow, StockPlaceRow.id == StockLotRow.place_id)
        .where(*conditions)
        .order_by(
            StockLotRow.best_before.is_(None),
            StockLotRow.best_before,
            StockItemRow.name,
            StockLotRow.id,
        )
    )
    rows: Iterable[Any] = store.execute(found)
    return [_lot_line(*row) for row in rows]


def _lot_line(
    id: str,
    item_id: str,
    item: str,
    place_id: str,
    place: str,
    best_before: date | None,
    *accounts: int,
) -> LotLine:
    return LotLine(id, item_id, item, place_id, place, best_before, Balance(*accounts))
