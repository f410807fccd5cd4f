"""Which units are on somebody's run: no round pairs them, and no other day brings them."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, select

from matcher.domain.run_days import HOLDS_ITS_UNIT
from matcher.domain.statuses import StopStatus
from matcher.storage.database import Store
from matcher.storage.reading.among import among
from matcher.storage.tables import StopRow, UnitRow


def on_a_run() -> ColumnElement[bool]:
    """The condition of a unit that a run brings or has brought."""
    return exists().where(StopRow.unit_id == UnitRow.id, StopRow.status.in_(HOLDS_ITS_UNIT))


def is_coming() -> ColumnElement[bool]:
    """The condition of a unit that a run is yet to bring, whatever its own date was."""
    return exists().where(
        StopRow.unit_id == UnitRow.id, StopRow.status.in_((StopStatus.PLANNED, StopStatus.OUT))
    )


def units_on_runs(store: Store, unit_ids: Collection[str]) -> frozenset[str]:
    """Which of these units a run brings or has brought."""
    found = select(StopRow.unit_id).where(
        among(store, StopRow.unit_id, unit_ids), StopRow.status.in_(HOLDS_ITS_UNIT)
    )
    return frozenset(id for id in store.scalars(found) if id is not None)


def hold_units(store: Store, unit_ids: Collection[str]) -> None:
    """Let whoever pairs these units wait until this transaction is over."""
    found = select(UnitRow.id).where(UnitRow.id.in_(sorted(unit_ids)))
    store.execute(found.order_by(UnitRow.id).with_for_update())


def hold_units_of(store: Store, need_ids: Collection[str]) -> None:
    """The same with all units of these needs."""
    found = select(UnitRow.id).where(UnitRow.need_id.in_(sorted(need_ids)))
    store.execute(found.order_by(UnitRow.id).with_for_update())
