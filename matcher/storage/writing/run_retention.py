"""Runs keep nothing exact about anybody for longer than it is needed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, or_, select, update

from matcher.storage.database import Store
from matcher.storage.sealed import Sealer, run_seal, stop_seal
from matcher.storage.tables import OfferRow, RunDayRow, RunRow, StopPhotoRow, StopRow

_HALF_A_CELL_M = 500
_CELL_M = 1_000


def forget_stops_of_needs(store: Store, need_ids: Sequence[str]) -> None:
    """Leave of these needs' stops the 1 km square, and nothing that was written at their doors."""
    ids = store.scalars(select(StopRow.id).where(StopRow.need_id.in_(need_ids))).all()
    _forget(store, ids)


def forget_driver(store: Store, sealer: Sealer, volunteer_id: str) -> None:
    """Forget what a driver was called, and take back their links."""
    offers = select(OfferRow.id).where(OfferRow.volunteer_id == volunteer_id)
    for run in store.scalars(select(RunRow).where(RunRow.offer_id.in_(offers))):
        run.sealed, run.token_hash = sealer.seal({}, run_seal(run.id)), None
    store.flush()


def forget_old_stops(store: Store, sealer: Sealer, *, before: date, most: int) -> int:
    """Do the same with some stops of days long gone, whoever they were for; how many."""
    exact = or_(
        StopRow.easting % _CELL_M != _HALF_A_CELL_M, StopRow.northing % _CELL_M != _HALF_A_CELL_M
    )
    old = (
        select(StopRow)
        .join(RunDayRow, RunDayRow.id == StopRow.day_id)
        .where(RunDayRow.on_date < before, or_(exact, StopRow.noted.is_not(None)))
        .order_by(StopRow.id)
        .limit(most)
    )
    rows = store.scalars(old).all()
    for row in rows:
        if row.sealed is not None:
            row.sealed = sealer.seal({}, stop_seal(row.id))
    store.flush()
    _forget(store, [row.id for row in rows])
    return len(rows)


def forget_photos(store: Store, *, before: datetime, most: int) -> int:
    """Remove some pictures that were taken before a moment; how many."""
    old = select(StopPhotoRow.stop_id).where(StopPhotoRow.taken_at < before).limit(most)
    found = store.execute(
        delete(StopPhotoRow).where(StopPhotoRow.stop_id.in_(old)).returning(StopPhotoRow.stop_id)
    )
    return len(found.all())


def _forget(store: Store, ids: Sequence[str]) -> None:
    store.execute(
        update(StopRow)
        .where(StopRow.id.in_(ids))
        .values(
            easting=StopRow.easting - StopRow.easting % _CELL_M + _HALF_A_CELL_M,
            northing=StopRow.northing - StopRow.northing % _CELL_M + _HALF_A_CELL_M,
            noted=None,
        )
    )
    its_runs = select(StopRow.run_id).where(StopRow.id.in_(ids))
    store.execute(update(RunRow).where(RunRow.id.in_(its_runs)).values(way=None))
    store.execute(delete(StopPhotoRow).where(StopPhotoRow.stop_id.in_(ids)))
