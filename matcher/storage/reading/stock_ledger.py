"""The ledger of stock, read back; and whether it adds up to what the accounts say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from matcher.domain.stock import Account, CountReason, Movement, WasteReason
from matcher.storage.database import Store
from matcher.storage.tables import (
    CoordinatorRow,
    NeedRow,
    StockHoldingRow,
    StockItemRow,
    StockLotRow,
    StockMovementRow,
    StockPlaceRow,
)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger; `undone` says that a later one took it back."""

    number: int
    entry_id: str
    at: datetime
    by: str
    name: str | None
    kind: Movement
    source: Account
    target: Account
    quantity: int
    place: str
    best_before: date | None
    reference: str | None
    need_id: str | None
    waste_reason: WasteReason | None
    count_reason: CountReason | None
    undone: bool


def ledger(store: Store, item_id: str, *, most: int) -> list[LedgerLine]:
    """The latest lines about an item, the newest first."""
    found = _lines(StockMovementRow.item_id == item_id)
    ordered = found.order_by(StockMovementRow.id.desc()).limit(most)
    return [LedgerLine(*row[1:]) for row in store.execute(ordered)]


def ledger_of_charity(store: Store, charity_id: str) -> Iterator[tuple[str, LedgerLine]]:
    """All lines about a charity's stock as they were written, each with what its item is called."""
    mine = select(StockItemRow.id).where(StockItemRow.charity_id == charity_id)
    found = _lines(StockMovementRow.item_id.in_(mine)).order_by(StockMovementRow.id)
    return ((str(row[0]), LedgerLine(*row[1:])) for row in store.execute(found))


def _lines(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    line = StockMovementRow
    back = select(line.undoes).where(line.undoes.is_not(None), which)
    columns: Select[*tuple[Any, ...]] = select(
        StockItemRow.name,
        line.id,
        line.entry_id,
        line.at,
        line.by,
        CoordinatorRow.name,
        line.kind,
        line.source,
        line.target,
        line.quantity,
        StockPlaceRow.name,
        StockLotRow.best_before,
        NeedRow.reference,
        NeedRow.id,
        line.waste_reason,
        line.count_reason,
        line.id.in_(back),
    )
    return (
        columns.join(StockItemRow, StockItemRow.id == line.item_id)
        .join(StockLotRow, StockLotRow.id == line.lot_id)
        .join(StockPlaceRow, StockPlaceRow.id == StockLotRow.place_id)
        .outerjoin(StockHoldingRow, StockHoldingRow.id == line.holding_id)
        .outerjoin(NeedRow, NeedRow.id == StockHoldingRow.need_id)
        .outerjoin(CoordinatorRow, line.by == "coordinator:" + CoordinatorRow.id)
        .where(which)
    )


def unbalanced(store: Store, charity_id: str) -> list[str]:
    """Lots whose accounts are not what the lines of the ledger add up to: there must be none."""
    sums: dict[str, dict[str, int]] = {}
    line = StockMovementRow
    mine = select(StockItemRow.id).where(StockItemRow.charity_id == charity_id)
    for account, sign in ((line.source, -1), (line.target, 1)):
        found = (
            select(line.lot_id, account, func.sum(line.quantity))
            .where(line.item_id.in_(mine))
            .group_by(line.lot_id, account)
        )
        for lot_id, name, quantity in store.execute(found):
            told = sums.setdefault(lot_id, dict.fromkeys(Account, 0))
            told[name] += sign * int(quantity)
    held = [getattr(StockLotRow, account.value) for account in Account]
    accounts = select(StockLotRow.id, *held).where(StockLotRow.item_id.in_(mine))
    return [
        lot_id
        for lot_id, *stands in store.execute(accounts)
        if stands != [sums.get(lot_id, {}).get(account, 0) for account in Account]
    ]
