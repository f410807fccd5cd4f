"""Days, runs and stops on their way: guarded moves, so that of two who try one succeeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from matcher.domain.doorsteps import NOTED
from matcher.domain.life_cycles import how_it_stands, moved
from matcher.domain.refusals import Conflict, NotFound
from matcher.domain.run_days import PlanState
from matcher.domain.statuses import MatchStatus, RunStatus, StopStatus
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.tables import MatchRow, RunDayRow, RunRow, StopPhotoRow, StopRow, UnitRow

NO_SUCH_DAY = "There is no such day of runs on your board."
NO_SUCH_RUN = "There is no such run."
NO_SUCH_STOP = "There is no such stop on this run."
OPENED_ALREADY = "There is a list for that day already."
BROUGHT_TWICE = "This is on another day's list already: take it off there first."


def put_day(store: Store, row: RunDayRow) -> None:
    """Begin a day; `Conflict` where the charity has one of this kind on that date already."""
    try:
        with store.begin_nested():
            store.add(row)
    except IntegrityError as error:
        raise Conflict(OPENED_ALREADY) from error


def held_day(store: Store, day_id: str) -> RunDayRow:
    """A day, with nobody else changing it until this transaction is over."""
    row = store.scalar(
        select(RunDayRow)
        .where(RunDayRow.id == day_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(NO_SUCH_DAY)
    return row


def held_run(store: Store, run_id: str) -> RunRow:
    """A run, with nobody else changing it or what happens at its doors."""
    row = store.scalar(
        select(RunRow)
        .where(RunRow.id == run_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(NO_SUCH_RUN)
    return row


def run_with_token(store: Store, hashes: Sequence[str]) -> RunRow | None:
    """The run whose driver holds this link."""
    return store.scalar(select(RunRow).where(RunRow.token_hash.in_(hashes)))


def move_run(store: Store, run: RunRow, to: RunStatus, **changed: Any) -> None:
    """Move a run that is held as the table of life cycles allows."""
    run.status = moved(run.status, to)
    for name, value in changed.items():
        setattr(run, name, value)
    store.flush()


def next_typed(store: Store, day_id: str) -> int:
    """The number of the next stop that is typed in."""
    last = store.scalar(select(func.max(StopRow.typed)).where(StopRow.day_id == day_id))
    return (last or 0) + 1


def put_stops(store: Store, rows: Sequence[StopRow]) -> None:
    """Add stops to a list; `Conflict` where another day brings one of the units already."""
    try:
        with store.begin_nested():
            store.add_all(rows)
    except IntegrityError as error:
        raise Conflict(BROUGHT_TWICE) from error


def held_stop(store: Store, run_id: str, stop_id: str) -> StopRow:
    """A stop of a run that is held; `NotFound` for one of another."""
    row = store.scalar(
        select(StopRow)
        .where(StopRow.id == stop_id, StopRow.run_id == run_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(NO_SUCH_STOP)
    return row


def note_door(store: Store, stop: StopRow, to: StopStatus, **noted: Any) -> None:
    """Note what happened at a door; whoever comes second is told what was noted first."""
    stop.status = moved(stop.status, to)
    for name, value in noted.items():
        setattr(stop, name, value)
    store.flush()


def unnote_door(store: Store, stop: StopRow) -> None:
    """Take back what was noted at a door: the stop is out again."""
    if stop.status not in NOTED:
        raise Conflict(how_it_stands(stop.status))
    store.execute(delete(StopPhotoRow).where(StopPhotoRow.stop_id == stop.id))
    try:
        with store.begin_nested():
            stop.status, stop.failure = StopStatus.OUT, None
            stop.noted = stop.noted_at = stop.noted_by = None
    except IntegrityError as error:
        raise Conflict(BROUGHT_TWICE) from error


def take_day_to_plan(store: Store, *, now: datetime, until: datetime) -> RunDayRow | None:
    """Take the day that waits longest for its plan, or one whose planner was never heard of."""
    row = store.scalar(
        select(RunDayRow)
        .where(
            RunDayRow.plan_state.in_((PlanState.WAITING, PlanState.SOLVING)),
            or_(RunDayRow.taken_until.is_(None), RunDayRow.taken_until <= now),
        )
        .order_by(RunDayRow.on_date, RunDayRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is not None:
        row.plan_state, row.taken_until, row.plan_percent = PlanState.SOLVING, until, 0
        store.flush()
    return row


def tell_percent(store: Store, day_id: str, percent: int, *, changes: int) -> bool:
    """Say how far a plan is; False where nobody waits for this one any more."""
    told = store.execute(
        update(RunDayRow)
        .where(
            RunDayRow.id == day_id,
            RunDayRow.plan_state == PlanState.SOLVING,
            RunDayRow.changes == changes,
        )
        .values(plan_percent=percent)
        .returning(RunDayRow.id)
        .execution_options(synchronize_session=False)
    )
    return told.one_or_none() is not None


@dataclass(frozen=True, slots=True)
class Brought:
    """What a run has brought for a unit: enough to make the match that says so."""

    unit_id: str
    need_id: str
    offer_id: str
    run_id: str
    by: str


def record_brought(store: Store, brought: Brought, *, now: datetime) -> str | None:
    """A match for a unit that a run has brought: it is done, and takes no place of its offer.

    None where the driver brought this need another unit of that date, or somebody else is
    matched with this one: then there is nothing to add.
    """
    unit = store.scalar(select(UnitRow).where(UnitRow.id == brought.unit_id).with_for_update())
    if unit is None:
        return None
    row = MatchRow(
        id=new_id(),
        unit_id=unit.id,
        need_id=brought.need_id,
        on_date=unit.on_date,
        offer_id=brought.offer_id,
        status=MatchStatus.DONE_REPORTED,
        locked=True,
        touched_by=brought.by,
        cost=0,
        distance_m=None,
        reasons={},
        proposed_at=now,
        answered_at=now,
        done_reported_at=now,
    )
    try:
        with store.begin_nested():
            store.add(row)
    except IntegrityError:
        return None
    return row.id
