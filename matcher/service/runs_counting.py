"""Counting the parcels of a run that is back: delivered, returned, wasted, or missing.

Stop by stop where it matters which came back, so that the ledger takes exactly those. A count
that was wrong can be taken back: the ledger's lines go their way back, and the run is counted anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.domain.life_cycles import moved
from matcher.domain.refusals import Conflict
from matcher.domain.roles import Right
from matcher.domain.run_counts import Counted, Tally, Thing, alike, by_stop, shared_out, things_of
from matcher.domain.run_days import ARRIVED, RunKind
from matcher.domain.statuses import RunStatus
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import day_at
from matcher.service.runs_drivers import run_of_day
from matcher.service.runs_sending import load_of
from matcher.service.runs_stock import STOCK, Load, ParcelStock
from matcher.storage.reading.runs import StopLine, stops_of_run
from matcher.storage.reading.stock_needs import HoldingLine
from matcher.storage.tables import RunDayRow, RunRow
from matcher.storage.writing.runs import held_run, move_run

NOT_BACK = "This run is not back yet: its parcels are counted once it is."
NOT_COUNTED = "The parcels of this run are not counted, so there is no count to take back."
TOO_LATE = "This was counted more than a week ago: put it right on the shelf instead."
TAKEN_BACK_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ThingToCount:
    """One thing that a stop should have brought back; no item for parcels of none."""

    thing: Thing
    item: str | None
    best_before: date | None


@dataclass(frozen=True, slots=True)
class StopToCount:
    """A stop whose parcels were not given; `counted` once that is known of this one stop."""

    stop: StopLine
    things: tuple[ThingToCount, ...]
    counted: Counted | None


@dataclass(frozen=True, slots=True)
class ToCount:
    """A run whose parcels are to be counted, or were: what went out and what its doors took."""

    run_id: str
    out: int
    delivered: int
    stops: tuple[StopToCount, ...]
    counted: Counted | None
    may_take_back: bool

    @property
    def things(self) -> list[Thing]:
        """All that should be here."""
        return [one.thing for stop in self.stops for one in stop.things]

    @property
    def should_return(self) -> int:
        """How many that is."""
        return sum(one.quantity for one in self.things)

    @property
    def two_numbers_do(self) -> bool:
        """Whether it does not matter which of them came back."""
        return alike(self.things)

    def missing_at(self, told: Mapping[str, Tally]) -> list[tuple[StopToCount, int]]:
        """The stops of which something is missing as it was told, and how many parcels."""
        parcels = {one.stop.id: one.stop.parcels for one in self.stops}
        found = by_stop(self.things, told, parcels)
        return [
            (one, found[one.stop.id].missing)
            for one in self.stops
            if one.stop.id in found and found[one.stop.id].missing
        ]


def to_count(act: Act, desk: Desk, day_id: str, run_id: str, stock: ParcelStock = STOCK) -> ToCount:
    """How the parcels of a run stand."""
    day = day_at(act, desk, day_id)
    run = run_of_day(act, day, run_id)
    return _to_count(act, desk, day, run, stock)


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
    books = _to_count(act, desk, day, run, stock)
    each = _each(books.things, told)
    found = by_stop(books.things, each, {one.stop.id: one.stop.parcels for one in books.stops})
    returned, wasted = (sum(getattr(one, way) for one in found.values()) for way in WAYS)
    counted = Counted(books.out, books.delivered, returned, wasted)
    counted.require_balance(knowingly=knowingly)
    _close(act, run, counted)
    entries = _tell_stock(act, day, run, counted, each, stock)
    # Two numbers do not say which of several stops it was, unless all went one way.
    is_known = not isinstance(told, Tally) or len(found) == 1 or 0 in (returned, wasted)
    kept = {id: [one.returned, one.wasted] for id, one in found.items()} if is_known else {}
    run.counted = {"stops": kept, "entries": entries}
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
    desk.require(Right.PLAN_RUNS)
    day = day_at(act, desk, day_id)
    run_of_day(act, day, run_id)
    run = held_run(act.store, run_id)
    if run.status is not RunStatus.RECONCILED or run.counted is None:
        raise Conflict(NOT_COUNTED)
    if not _may_take_back(act, run):
        raise Conflict(TOO_LATE)
    stock.count_taken_back(act, _load(act, day, run), run.counted["entries"])
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


def _to_count(act: Act, desk: Desk, day: RunDayRow, run: RunRow, stock: ParcelStock) -> ToCount:
    stops = [one for one in stops_of_run(act.store, run.id) if one.status not in ARRIVED]
    held: list[HoldingLine] = []
    if run.status is RunStatus.BACK and day.kind is RunKind.DELIVER:
        units = [one.unit_id for one in stops if one.unit_id]
        held = stock.packed(act, _load(act, day, run), units)
    known = (run.counted or {}).get("stops", {})
    counted = None
    if run.status is RunStatus.RECONCILED:
        counted = Counted(
            run.parcels_out or 0,
            run.delivered_parcels or 0,
            run.returned_parcels or 0,
            run.wasted_parcels or 0,
        )
    return ToCount(
        run.id,
        run.parcels_out or 0,
        run.delivered_parcels or 0,
        tuple(_stop(stop, held, known.get(stop.id)) for stop in stops),
        counted,
        counted is not None and desk.may(Right.PLAN_RUNS) and _may_take_back(act, run),
    )


def _stop(stop: StopLine, held: Sequence[HoldingLine], known: Sequence[int] | None) -> StopToCount:
    its = {one.id: one for one in held if one.unit_id == stop.unit_id}
    packed = [(one.id, one.lot_id, one.picked) for one in its.values()]
    things = []
    for thing in things_of(stop.id, stop.parcels, packed):
        line = its.get(thing.id)
        item, best_before = (line.item, line.best_before) if line else (None, None)
        things.append(ThingToCount(thing, item, best_before))
    counted = None if known is None else Counted(stop.parcels, 0, *known)
    return StopToCount(stop, tuple(things), counted)


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
    load = _load(act, day, run)
    if day.kind is RunKind.COLLECT:
        stock.fetched(act, load, counted.delivered - counted.wasted)
        return []
    return stock.counted(act, load, told)


def _load(act: Act, day: RunDayRow, run: RunRow) -> Load:
    return load_of(day, run, stops_of_run(act.store, run.id))


def _may_take_back(act: Act, run: RunRow) -> bool:
    counted_at = run.reconciled_at
    return (
        run.counted is not None
        and counted_at is not None
        and act.now <= counted_at + TAKEN_BACK_FOR
    )
