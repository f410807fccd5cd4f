"""Stock and needs: what is asked for, what units hold, what is to be picked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select

from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.domain.roles import Scope
from matcher.domain.urgency import Urgency
from matcher.storage.database import Store
from matcher.storage.reading.on_runs import is_coming
from matcher.storage.reading.scope import needs_within
from matcher.storage.sealed import Sealer, need_seal
from matcher.storage.tables import (
    MatchRow,
    NeedDetailsRow,
    NeedRow,
    StockHoldingRow,
    StockItemRow,
    StockLotRow,
    StockPlaceRow,
    UnitRow,
)


@dataclass(frozen=True, slots=True)
class AskedUnits:
    """So many units of one need that hold nothing yet, and what whoever asked can eat."""

    need_id: str
    reference: str
    category: str
    urgency: Urgency
    wanted_on: date | None
    units: int
    dietary: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitOfNeed:
    """One unit of a need that somebody still wants."""

    id: str
    on_date: date | None


@dataclass(frozen=True, slots=True)
class HoldingLine:
    """What one unit of a need holds of one lot."""

    id: str
    need_id: str
    unit_id: str
    lot_id: str
    reference: str
    on_date: date | None
    category: str
    borough: str
    cell: str
    item_id: str
    item: str
    contents: str
    place: str
    best_before: date | None
    reserved: int
    picked: int
    delivered: int
    dietary: frozenset[str] = frozenset()


def dietary_of(sealer: Sealer, need_id: str, sealed: bytes | None) -> frozenset[str]:
    """What whoever asked can eat; nothing where it was never said or is erased."""
    if sealed is None:
        return frozenset()
    return frozenset(sealer.open(sealed, need_seal(need_id)).get("dietary", ()))


def asked_units(
    store: Store,
    sealer: Sealer,
    scope: Scope,
    categories: Iterable[str],
    *,
    today: date,
    until: date,
) -> list[AskedUnits]:
    """Units of open needs in these categories, wanted by a day, which hold nothing yet."""
    columns: Select[*tuple[Any, ...]] = select(
        NeedRow.id,
        NeedRow.reference,
        NeedRow.category,
        NeedRow.urgency,
        func.min(UnitRow.on_date),
        func.count(),
        NeedDetailsRow.sealed,
    )
    found = (
        columns.join(UnitRow, UnitRow.need_id == NeedRow.id)
        .outerjoin(NeedDetailsRow, NeedDetailsRow.need_id == NeedRow.id)
        .where(
            needs_within(scope),
            NeedRow.category.in_(sorted(categories)),
            *_wanted(today, until),
        )
        .group_by(NeedRow.id, NeedDetailsRow.need_id)
        .order_by(NeedRow.registered_on, NeedRow.id)
    )
    rows: Iterable[Any] = store.execute(found)
    return [
        replace(AskedUnits(*row), dietary=dietary_of(sealer, row[0], sealed))
        for *row, sealed in rows
    ]


def _wanted(today: date, until: date) -> list[ColumnElement[bool]]:
    """Of open needs, the units that are wanted by a day, are not done, and hold nothing."""
    confirmed = exists().where(
        MatchRow.unit_id == UnitRow.id, MatchRow.status == MatchStatus.CONFIRMED
    )
    on_hand = StockHoldingRow.reserved + StockHoldingRow.picked + StockHoldingRow.delivered
    served = exists().where(StockHoldingRow.unit_id == UnitRow.id, on_hand > 0)
    return [
        NeedRow.status == NeedStatus.OPEN,
        NeedRow.confirmed_at.is_not(None),
        UnitRow.closed_at.is_(None),
        or_(UnitRow.on_date.is_(None), UnitRow.on_date.between(today, until)),
        ~confirmed,
        ~served,
    ]


def units_of_need(store: Store, need_id: str, today: date) -> list[UnitOfNeed]:
    """The units of a need that are open and not over, or that a run brings later than its date."""
    is_open = and_(
        UnitRow.closed_at.is_(None), or_(UnitRow.on_date.is_(None), UnitRow.on_date >= today)
    )
    found = select(UnitRow.id, UnitRow.on_date).where(
        UnitRow.need_id == need_id, or_(is_open, is_coming())
    )
    ordered = found.order_by(UnitRow.on_date, UnitRow.number)
    return [UnitOfNeed(id, on_date) for id, on_date in store.execute(ordered)]


def holdings_of_need(store: Store, charity_id: str, need_id: str) -> list[HoldingLine]:
    """What the units of a need hold, or have had, of one charity's stock."""
    found = _holdings().where(
        StockItemRow.charity_id == charity_id, StockHoldingRow.need_id == need_id
    )
    return [HoldingLine(*row) for row in store.execute(found)]


def item_of_holding(store: Store, holding_id: str) -> str | None:
    """The id of the item that it is of."""
    found = (
        select(StockLotRow.item_id)
        .join(StockHoldingRow, StockHoldingRow.lot_id == StockLotRow.id)
        .where(StockHoldingRow.id == holding_id)
    )
    return store.scalar(found)


def holding(store: Store, holding_id: str) -> HoldingLine | None:
    """One of them."""
    row = store.execute(_one_holding(), {"of": holding_id}).one_or_none()
    return None if row is None else HoldingLine(*row)


def held_for_unit(store: Store, unit_id: str, item_id: str) -> int:
    """How many of an item are set aside or packed for a unit."""
    on_hand = StockHoldingRow.reserved + StockHoldingRow.picked
    found = (
        select(func.coalesce(func.sum(on_hand), 0))
        .join(StockLotRow, StockLotRow.id == StockHoldingRow.lot_id)
        .where(StockHoldingRow.unit_id == unit_id, StockLotRow.item_id == item_id)
    )
    return int(store.scalar(found) or 0)


def pick_lines(store: Store, sealer: Sealer, charity_id: str, day: date) -> list[HoldingLine]:
    """What is set aside or packed for a day, for one before it, or for none, by place and need."""
    found = (
        _holdings()
        .add_columns(NeedDetailsRow.sealed)
        .outerjoin(NeedDetailsRow, NeedDetailsRow.need_id == NeedRow.id)
        .where(
            StockItemRow.charity_id == charity_id,
            StockHoldingRow.reserved + StockHoldingRow.picked > 0,
            or_(UnitRow.on_date.is_(None), UnitRow.on_date <= day),
        )
        .order_by(None)
        .order_by(NeedRow.reference, UnitRow.on_date, StockPlaceRow.name, StockItemRow.name)
    )
    rows: Iterable[Any] = store.execute(found)
    return [
        replace(HoldingLine(*row), dietary=dietary_of(sealer, row[1], sealed))
        for *row, sealed in rows
    ]


@cache
def _one_holding() -> Select[*tuple[Any, ...]]:
    return _holdings().where(StockHoldingRow.id == bindparam("of"))


def _holdings() -> Select[*tuple[Any, ...]]:
    columns: Select[*tuple[Any, ...]] = select(
        StockHoldingRow.id,
        StockHoldingRow.need_id,
        StockHoldingRow.unit_id,
        StockHoldingRow.lot_id,
        NeedRow.reference,
        UnitRow.on_date,
        NeedRow.category,
        NeedRow.borough,
        NeedRow.cell,
        StockItemRow.id,
        StockItemRow.name,
        StockItemRow.contents,
        StockPlaceRow.name,
        StockLotRow.best_before,
        StockHoldingRow.reserved,
        StockHoldingRow.picked,
        StockHoldingRow.delivered,
    )
    return (
        columns.join(NeedRow, NeedRow.id == StockHoldingRow.need_id)
        .join(UnitRow, UnitRow.id == StockHoldingRow.unit_id)
        .join(StockLotRow, StockLotRow.id == StockHoldingRow.lot_id)
        .join(StockItemRow, StockItemRow.id == StockLotRow.item_id)
        .join(StockPlaceRow, StockPlaceRow.id == StockLotRow.place_id)
        .order_by(UnitRow.on_date, StockItemRow.name, StockHoldingRow.id)
    )
