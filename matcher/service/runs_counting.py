"""Counting the parcels of a run that is back: delivered, returned, wasted, or missing.

Stop by stop where it matters which came back, so that the ledger takes exactly those. A count
that was wrong can be taken back: the ledger's lines go their way back, and the run is counted anew.
"""

from collections.abc import Mapping, Sequence

from matcher.domain.life_cycles import moved
from matcher.domain.refusals import Conflict
from matcher.domain.roles import Right
from matcher.domain.run_counts import Counted, Tally, Thing, by_stop, shared_out
from matcher.domain.run_days import RunKind
from matcher.domain.statuses import RunStatus
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import day_at
from matcher.service.runs_drivers import run_of_day
from matcher.service.runs_stock import STOCK, ParcelStock
from matcher.service.runs_to_count import books_of, its_load, kept_of, may_take_back
from matcher.storage.tables import RunDayRow, RunRow
from matcher.storage.writing.runs import held_run, move_run

NOT_BACK = "This run is not back yet: its parcels are counted once it is."
NOT_COUNTED = "The parcels of this run are not counted, so there is no count to take back."
TOO_LATE = "This was counted more than a week ago: put it right on the shelf instead."


def reconcile(
    act: Act,
    desk: Desk,
    day_id: str,
    run_id: str,
    told: Tally | Mapping[str, Tally],
    *,
    knowingly: bool = False,
    stock: ParcelStock = STOCK,
) -> Counted:
    """Close a run's books, by two numbers or by each thing's id.

    `Invalid` where some are missing, unless that is said `knowingly`, and where two numbers do
    not say what became of which.
    """
    desk.require(Right.SEE_RUNS)
    day = day_at(act, desk, day_id)
    run_of_day(act, day, run_id)
    run = held_run(act.store, run_id)
    if run.status in (RunStatus.PLANNED, RunStatus.OUT):
        raise Conflict(NOT_BACK)
    moved(run.status, RunStatus.RECONCILED)
    books = books_of(act, desk, day, run, stock)
    each = _each(books.things, told)
    found = by_stop(books.things, each, {one.stop.id: one.stop.parcels for one in books.stops})
    returned, wasted = (sum(getattr(one, way) for one in found.values()) for way in WAYS)
    counted = Counted(books.out, books.delivered, returned, wasted)
    counted.require_balance(knowingly=knowingly)
    _close(act, run, counted)
    entries = _tell_stock(act, day, run, counted, each, stock)
    # Two numbers do not say which of several stops it was, unless all went one way.
    unsaid = isinstance(told, Tally) and len(found) > 1 and 0 not in (returned, wasted)
    run.counted = kept_of(books, each, found) | {"entries": entries, "shared_out": unsaid}
    act.store.flush()
    said = {"returned": returned, "wasted": wasted, "missing": counted.missing}
    act.note("reconciled", "run", run_id, **said)
    return counted


def take_count_back(
    act: Act, desk: Desk, day_id: str, run_id: str, stock: ParcelStock = STOCK
) -> None:
    """A count was wrong: the ledger's lines go their way back, and the run is to be counted anew.

    As at a door, that is taking back what was typed, and no move of the run.
    """
    day = day_at(act, desk, day_id, Right.PLAN_RUNS)
    run_of_day(act, day, run_id)
    run = held_run(act.store, run_id)
    if run.status is not RunStatus.RECONCILED or run.counted is None:
        raise Conflict(NOT_COUNTED)
    if not may_take_back(act, run):
        raise Conflict(TOO_LATE)
    stock.count_taken_back(act, its_load(act, day, run), run.counted["entries"])
    run.status, run.counted = RunStatus.BACK, None
    run.returned_parcels = run.wasted_parcels = run.missing_parcels = None
    run.reconciled_at = run.reconciled_by = None
    act.store.flush()
    act.note("took_count_back", "run", run_id)


WAYS = ("returned", "wasted")


def _each(things: Sequence[Thing], told: Tally | Mapping[str, Tally]) -> Mapping[str, Tally]:
    """What became of each thing; nothing of what somebody has moved meanwhile."""
    if isinstance(told, Tally):
        return shared_out(things, told)
    return {one.id: told.get(one.id, Tally()) for one in things}


def _close(act: Act, run: RunRow, counted: Counted) -> None:
    move_run(
        act.store,
        run,
        RunStatus.RECONCILED,
        returned_parcels=counted.returned,
        wasted_parcels=counted.wasted,
        missing_parcels=counted.missing,
        reconciled_at=act.now,
        reconciled_by=act.by,
        token_hash=None,
    )


def _tell_stock(
    act: Act,
    day: RunDayRow,
    run: RunRow,
    counted: Counted,
    told: Mapping[str, Tally],
    stock: ParcelStock,
) -> list[str]:
    load = its_load(act, day, run)
    if day.kind is RunKind.COLLECT:
        stock.fetched(act, load, counted.delivered - counted.wasted)
        return []
    return stock.counted(act, load, told)
