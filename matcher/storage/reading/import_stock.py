"""A charity's stock, as rows of a sheet are held against it, and as a list hands it out."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from matcher.storage.database import Store
from matcher.storage.reading.import_people import parts
from matcher.storage.tables import StockItemRow, StockLotRow, StockPlaceRow

Lot = tuple[StockLotRow, StockItemRow, StockPlaceRow]


def items_of_charity(store: Store, charity_id: str) -> list[StockItemRow]:
    """All items that a charity ever kept, in the order of their names."""
    asked = select(StockItemRow).where(StockItemRow.charity_id == charity_id)
    return list(store.scalars(asked.order_by(StockItemRow.name)))


def lots_of_charity(store: Store, charity_id: str) -> list[Lot]:
    """All its lots with their item and place, by item and place, the first date first."""
    asked = (
        select(StockLotRow, StockItemRow, StockPlaceRow)
        .join(StockItemRow, StockItemRow.id == StockLotRow.item_id)
        .join(StockPlaceRow, StockPlaceRow.id == StockLotRow.place_id)
        .where(StockItemRow.charity_id == charity_id)
        .order_by(StockItemRow.name, StockPlaceRow.name, StockLotRow.best_before, StockLotRow.id)
        .execution_options(populate_existing=True)
    )
    return [(lot, item, place) for lot, item, place in store.execute(asked)]


def lots_whole(store: Store, lot_ids: Sequence[str]) -> Iterator[Lot]:
    """These lots with their item and place."""
    for some in parts(lot_ids):
        asked = (
            select(StockLotRow, StockItemRow, StockPlaceRow)
            .join(StockItemRow, StockItemRow.id == StockLotRow.item_id)
            .join(StockPlaceRow, StockPlaceRow.id == StockLotRow.place_id)
            .where(StockLotRow.id.in_(some))
            # The ledger writes past the session.
            .execution_options(populate_existing=True)
        )
        yield from store.execute(asked)


def lots_held(store: Store, lot_ids: Sequence[str]) -> set[str]:
    """Those of these lots of which something is set aside, or packed."""
    found: set[str] = set()
    for some in parts(lot_ids):
        held = StockLotRow.reserved + StockLotRow.picked > 0
        asked = select(StockLotRow.id).where(StockLotRow.id.in_(some), held)
        found.update(store.scalars(asked))
    return found
