"""The ledger of stock: every line is written together with the accounts that it changes.

A movement is a guarded update of its lot, of what a unit holds of it where it is about one, and a
line. What the guards refuse is a `Conflict`; what they might miss, the CHECKs refuse.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, insert, select, update

from matcher.domain.refusals import Conflict
from matcher.domain.stock import (
    NEVER_BELOW_ZERO,
    NOT_ENOUGH,
    WAYS,
    Account,
    Batch,
    CountReason,
    Movement,
    WasteReason,
)
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.tables import StockHoldingRow, StockLotRow, StockMovementRow

HELD = (Account.RESERVED, Account.PICKED, Account.DELIVERED)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lines of one deed share: its id, when, by whom, and why."""

    id: str
    at: datetime
    by: str
    donation_id: str | None = None
    waste_reason: WasteReason | None = None
    count_reason: CountReason | None = None

    def written(self) -> Mapping[str, Any]:
        """By column."""
        return {
            "entry_id": self.id,
            "at": self.at,
            "by": self.by,
            "donation_id": self.donation_id,
            "waste_reason": self.waste_reason,
            "count_reason": self.count_reason,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger, to be written: `undoes` is the number of the line it takes back."""

    item_id: str
    lot_id: str
    kind: Movement
    source: Account
    target: Account
    quantity: int
    holding_id: str | None = None
    undoes: int | None = None

    @classmethod
    def of(
        cls,
        kind: Movement,
        item_id: str,
        lot_id: str,
        quantity: int,
        holding_id: str | None = None,
    ) -> "Line":
        """A movement on its own way."""
        source, target = WAYS[kind]
        return cls(item_id, lot_id, kind, source, target, quantity, holding_id)


def write(store: Store, entry: Entry, lines: Sequence[Line]) -> None:
    """Write the lines of an entry and change the accounts that they are about, or `Conflict`.

    Whoever is refused rolls back: some of the lines may have been written.
    """
    for line in sorted(lines, key=lambda one: one.lot_id):
        _change_lot(store, line)
        if line.holding_id is not None:
            _change_holding(store, line, entry.at)
        store.connection().execute(
            insert(StockMovementRow),
            [
                {
                    **entry.written(),
                    "item_id": line.item_id,
                    "lot_id": line.lot_id,
                    "kind": line.kind,
                    "source": line.source,
                    "target": line.target,
                    "quantity": line.quantity,
                    "holding_id": line.holding_id,
                    "undoes": line.undoes,
                }
            ],
        )


def _change_lot(store: Store, line: Line) -> None:
    _changed_one(store, _of_lot(line.source, line.target), line.lot_id, line.quantity)


def _change_holding(store: Store, line: Line, now: datetime) -> None:
    change = _of_holding(line.source, line.target)
    _changed_one(store, change, str(line.holding_id), line.quantity, now=now)


def _changed_one(store: Store, change: Update, id: str, quantity: int, **said: datetime) -> None:
    done = store.connection().execute(change, {"of": id, "many": quantity} | said)
    if done.rowcount != 1:
        raise Conflict(NOT_ENOUGH)


@cache
def _of_lot(source: Account, target: Account) -> Update:
    """The guarded update, made once for each way: making it takes as long as carrying it out."""
    left, right = _column(StockLotRow, source), _column(StockLotRow, target)
    change = update(StockLotRow).where(StockLotRow.id == bindparam("of"))
    if source in NEVER_BELOW_ZERO:
        change = change.where(left >= bindparam("many"))
    if target is Account.RECEIVED:
        change = change.where(right <= -bindparam("many"))
    return change.values({left: left - bindparam("many"), right: right + bindparam("many")})


@cache
def _of_holding(source: Account, target: Account) -> Update:
    change = update(StockHoldingRow).where(StockHoldingRow.id == bindparam("of"))
    values: dict[Any, Any] = {StockHoldingRow.changed_at: bindparam("now")}
    if source in HELD:
        left = _column(StockHoldingRow, source)
        change = change.where(left >= bindparam("many"))
        values[left] = left - bindparam("many")
    if target in HELD:
        right = _column(StockHoldingRow, target)
        values[right] = right + bindparam("many")
    return change.values(values)


def _column(row: type[StockLotRow] | type[StockHoldingRow], account: Account) -> Any:
    return getattr(row, account.value)


def batches(store: Store, item_id: str) -> list[Batch]:
    """The lots of an item to choose from; call it with the item held."""
    found = select(StockLotRow.id, StockLotRow.best_before, StockLotRow.free)
    return [Batch(*row) for row in store.execute(found.where(StockLotRow.item_id == item_id))]


def lot_of(
    store: Store, item_id: str, place_id: str, best_before: date | None, *, now: datetime
) -> str:
    """The id of the lot of this item, place and date, made where there is none yet.

    Call it with the item held: of two who make one at once the unique key would refuse one.
    """
    known = select(StockLotRow.id).where(
        StockLotRow.item_id == item_id,
        StockLotRow.place_id == place_id,
        StockLotRow.best_before.is_(None)
        if best_before is None
        else StockLotRow.best_before == best_before,
    )
    found = store.scalar(known)
    if found is not None:
        return found
    row = StockLotRow(
        id=new_id(), item_id=item_id, place_id=place_id, best_before=best_before, created_at=now
    )
    store.add(row)
    store.flush()
    return row.id


def holding_of(store: Store, lot_id: str, need_id: str, unit_id: str, *, now: datetime) -> str:
    """The id of what a unit holds of a lot, made where there is nothing yet."""
    known = select(StockHoldingRow.id).where(
        StockHoldingRow.unit_id == unit_id, StockHoldingRow.lot_id == lot_id
    )
    found = store.scalar(known)
    if found is not None:
        return found
    row = StockHoldingRow(
        id=new_id(), lot_id=lot_id, need_id=need_id, unit_id=unit_id, changed_at=now
    )
    store.add(row)
    store.flush()
    return row.id


def lines_of_entry(store: Store, entry_id: str) -> list[tuple[int, Line]]:
    """The lines of an entry with their numbers, in order."""
    row = StockMovementRow
    found: Select[*tuple[Any, ...]] = select(
        row.id,
        row.item_id,
        row.lot_id,
        row.kind,
        row.source,
        row.target,
        row.quantity,
        row.holding_id,
        row.undoes,
    ).where(row.entry_id == entry_id)
    return [(number, Line(*line)) for number, *line in store.execute(found.order_by(row.id))]


def is_undone(store: Store, numbers: Sequence[int]) -> bool:
    """Whether any of these lines was taken back."""
    taken_back = select(StockMovementRow.id).where(StockMovementRow.undoes.in_(numbers)).limit(1)
    return store.scalar(taken_back) is not None
