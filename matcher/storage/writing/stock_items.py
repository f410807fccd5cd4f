"""What is kept and where: names and codes that are taken already are a `Conflict`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matcher.domain.refusals import Conflict
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.tables import StockItemRow, StockPlaceRow

SAME_PLACE = "There is a place of this name already: give this one another name."
SAME_ITEM = "There is an item of this name or with this code already: give this one another."


def add_place(store: Store, charity_id: str, name: str, *, now: datetime) -> str:
    """Add a place; return its id."""
    row = StockPlaceRow(id=new_id(), charity_id=charity_id, name=name, created_at=now)
    _added(store, row, Conflict(SAME_PLACE))
    return row.id


def add_item(store: Store, charity_id: str, columns: Mapping[str, Any], *, now: datetime) -> str:
    """Add an item; return its id."""
    row = StockItemRow(
        id=new_id(), charity_id=charity_id, created_at=now, changed_at=now, **columns
    )
    _added(store, row, Conflict(SAME_ITEM))
    return row.id


def change_item(
    store: Store, row: StockItemRow, columns: Mapping[str, Any], *, now: datetime
) -> None:
    """Say something else of an item."""
    try:
        with store.begin_nested():
            for name, value in columns.items():
                setattr(row, name, value)
            row.changed_at = now
    except IntegrityError as error:
        raise Conflict(SAME_ITEM) from error


def hold_items(store: Store, item_ids: list[str]) -> list[StockItemRow]:
    """The items, with nobody else moving them until this transaction is over.

    In the order of their ids, as everybody takes them, so that nobody waits in a circle.
    """
    found = (
        select(StockItemRow)
        .where(StockItemRow.id.in_(item_ids))
        .order_by(StockItemRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(store.scalars(found))


def _added(store: Store, row: StockPlaceRow | StockItemRow, taken: Conflict) -> None:
    try:
        with store.begin_nested():
            store.add(row)
    except IntegrityError as error:
        raise taken from error
