"""What the stops of a list hold of the shelf, and what whoever they are for can eat."""

from collections.abc import Collection

from sqlalchemy import func, select

from matcher.storage.database import Store
from matcher.storage.reading.among import among
from matcher.storage.reading.stock_needs import dietary_of
from matcher.storage.sealed import Sealer
from matcher.storage.tables import NeedDetailsRow, StockHoldingRow, StockItemRow, StockLotRow


def held_by_units(store: Store, unit_ids: Collection[str]) -> dict[str, int]:
    """How many things are set aside or packed for each of these units; none left out."""
    on_hand = StockHoldingRow.reserved + StockHoldingRow.picked
    found = (
        select(StockHoldingRow.unit_id, func.sum(on_hand))
        .where(among(store, StockHoldingRow.unit_id, unit_ids), on_hand > 0)
        .group_by(StockHoldingRow.unit_id)
    )
    return {unit_id: int(many) for unit_id, many in store.execute(found)}


def things_of_units(
    store: Store, charity_id: str, unit_ids: Collection[str]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """What a charity has set aside or packed for these units: items by name, and how many."""
    on_hand = func.sum(StockHoldingRow.reserved + StockHoldingRow.picked)
    asked = (
        select(StockHoldingRow.unit_id, StockItemRow.name, on_hand)
        .join(StockLotRow, StockLotRow.id == StockHoldingRow.lot_id)
        .join(StockItemRow, StockItemRow.id == StockLotRow.item_id)
        .where(
            StockItemRow.charity_id == charity_id, among(store, StockHoldingRow.unit_id, unit_ids)
        )
        .group_by(StockHoldingRow.unit_id, StockItemRow.name)
        .having(on_hand > 0)
        .order_by(StockItemRow.name)
    )
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for unit_id, name, many in store.execute(asked):
        found[unit_id] = (*found.get(unit_id, ()), (name, int(many)))
    return found


def diets_of(store: Store, sealer: Sealer, need_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """What people can eat, by their needs; nothing of those who never said or are erased."""
    found = select(NeedDetailsRow.need_id, NeedDetailsRow.sealed).where(
        among(store, NeedDetailsRow.need_id, need_ids)
    )
    return {id: dietary_of(sealer, id, sealed) for id, sealed in store.execute(found)}


def names_of_items(store: Store, item_ids: Collection[str]) -> dict[str, str]:
    """What these items are called now, by their ids."""
    found = select(StockItemRow.id, StockItemRow.name).where(
        among(store, StockItemRow.id, item_ids)
    )
    return {row.id: row.name for row in store.execute(found)}
