"""Counting the parcels of a run that is back: delivered, returned, wasted, or missing."""

from dataclasses import dataclass

from matcher.domain.refusals import Conflict
from matcher.domain.roles import Right
from matcher.domain.run_days import ARRIVED, Counted, RunKind
from matcher.domain.statuses import RunStatus
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import day_at
from matcher.service.runs_drivers import run_of_day
from matcher.service.runs_sending import load_of
from matcher.service.runs_stock import STOCK, ParcelStock
from matcher.storage.reading.runs import stops_of_run
from matcher.storage.tables import RunDayRow, RunRow
from matcher.storage.writing.runs import held_run, move_run

NOT_BACK = "This run is not back yet: its parcels are counted once it is."


@dataclass(frozen=True, slots=True)
class ToCount:
    """A run whose parcels are to be counted, or were: what went out and what its doors took."""

    run_id: str
    out: int
    delivered: int
    should_return: int
    counted: Counted | None


def to_count(act: Act, desk: Desk, day_id: str, run_id: str) -> ToCount:
    """How the parcels of a run stand."""
    day = day_at(act, desk, day_id)
    run = run_of_day(act, day, run_id)
    out, delivered = run.parcels_out or 0, run.delivered_parcels or 0
    counted = None
    if run.status is RunStatus.RECONCILED:
        counted = Counted(out, delivered, run.returned_parcels or 0, run.wasted_parcels or 0)
    return ToCount(run_id, out, delivered, out - delivered, counted)


def reconcile(
    act: Act,
    desk: Desk,
    day_id: str,
    run_id: str,
    *,
    returned: int,
    wasted: int,
    knowingly: bool = False,
    stock: ParcelStock = STOCK,
) -> Counted:
    """Close a run's books. `Invalid` where some are missing, unless that is said `knowingly`."""
    desk.require(Right.SEE_RUNS)
    day = day_at(act, desk, day_id)
    run_of_day(act, day, run_id)
    run = held_run(act.store, run_id)
    if run.status in (RunStatus.PLANNED, RunStatus.OUT):
        raise Conflict(NOT_BACK)
    counted = Counted(run.parcels_out or 0, run.delivered_parcels or 0, returned, wasted)
    counted.require_balance(knowingly=knowingly)
    move_run(
        act.store,
        run,
        RunStatus.RECONCILED,
        returned_parcels=returned,
        wasted_parcels=wasted,
        missing_parcels=counted.missing,
        reconciled_at=act.now,
        reconciled_by=act.by,
        token_hash=None,
    )
    _tell_stock(act, day, run, counted, stock)
    act.note(
        "reconciled",
        "run",
        run_id,
        returned=returned,
        wasted=wasted,
        missing=counted.missing,
    )
    return counted


def _tell_stock(
    act: Act, day: RunDayRow, run: RunRow, counted: Counted, stock: ParcelStock
) -> None:
    stops = stops_of_run(act.store, run.id)
    load = load_of(day, run, stops)
    if day.kind is RunKind.COLLECT:
        stock.fetched(act, load, counted.delivered - counted.wasted)
        return
    back = [one.unit_id for one in stops if one.unit_id and one.status not in ARRIVED]
    stock.counted(act, load, back, counted.returned, counted.wasted)
