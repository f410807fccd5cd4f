"""Places on shifts, taken and given back: guarded updates, under CHECKs and unique keys.

Whoever changes anything about a shift holds its row first, so that two who do so meet there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, true, update
from sqlalchemy.exc import IntegrityError

from matcher.domain.refusals import Conflict, NotFound
from matcher.domain.rota import LeaveReason, SignUpState, moved_sign_up
from matcher.domain.rota_times import Stretch
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.tables import RotaQuarterRow, RotaShiftRow, RotaSignUpRow
from matcher.storage.writing.many_rows import insert_rows, rows_of

NO_SUCH_SHIFT = "There is no such shift."
FULL = "All places of this shift are taken; thank you for being ready."
ONLY_TRAINED = "The places that are left are kept for people with the training for it."
OVER = "This shift has begun already: please look for a later one."
CALLED_OFF = "This shift was called off: please look for another one."
ALREADY = "You are signed up for this shift already."
ELSEWHERE = "You have promised another shift at that time: please leave that one first."


@dataclass(frozen=True, slots=True)
class NewSignUp:
    """Who signs up for which shift; `trained` says that they have its skill that day."""

    shift_id: str
    volunteer_id: str
    trained: bool = False
    regular: bool = False


def hold_shift(store: Store, shift_id: str) -> RotaShiftRow:
    """The row of a shift, which nobody else changes until this is over."""
    row = store.scalar(
        select(RotaShiftRow)
        .where(RotaShiftRow.id == shift_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(NO_SUCH_SHIFT)
    return row


def take_place(store: Store, one: NewSignUp, *, now: datetime) -> str:
    """Sign somebody up; return the id. `Conflict` says why not, and then nothing was changed."""
    with store.begin_nested():
        row = _count_in(store, one, now)
        id = new_id()
        sign_up = RotaSignUpRow(
            id=id,
            shift_id=one.shift_id,
            volunteer_id=one.volunteer_id,
            state=SignUpState.COMING,
            trained=one.trained,
            regular=one.regular,
            signed_at=now,
        )
        try:
            with store.begin_nested():
                store.add(sign_up)
        except IntegrityError as error:
            raise Conflict(ALREADY) from error
        if not promise(store, id, one.volunteer_id, Stretch(*row)):
            raise Conflict(ELSEWHERE)
    return id


def promise(store: Store, sign_up_id: str, volunteer_id: str, stretch: Stretch) -> bool:
    """Put a stretch into somebody's time; False, and nothing done, where they promised it."""
    rows = [
        {"volunteer_id": volunteer_id, "quarter": quarter, "sign_up_id": sign_up_id}
        for quarter in stretch.quarters()
    ]
    try:
        with store.begin_nested():
            insert_rows(store, rows_of(RotaQuarterRow, rows))
    except IntegrityError:
        return False
    return True


def end_sign_up(
    store: Store,
    sign_up_id: str,
    to: SignUpState,
    *,
    now: datetime,
    reason: LeaveReason | None = None,
    late: bool = False,
    only_offered: bool = False,
) -> RotaSignUpRow:
    """Give a place back, whatever for; `Conflict` where there is none to give any more."""
    row = store.get(RotaSignUpRow, sign_up_id)
    if row is None:
        raise NotFound("There is no such sign-up.")
    hold_shift(store, row.shift_id)
    store.refresh(row)
    moved_sign_up(row.state, to)
    if only_offered and row.offered_at is None:
        raise Conflict("This place is not offered any more; thank you for being ready.")
    row.state, row.reason, row.late = to, reason, late
    row.ended_at, row.offered_at = now, None
    store.flush()
    forget_promise(store, sign_up_id)
    store.execute(
        update(RotaShiftRow)
        .where(RotaShiftRow.id == row.shift_id)
        .values(
            taken=RotaShiftRow.taken - 1,
            untrained=RotaShiftRow.untrained - int(not row.trained),
        )
        .execution_options(synchronize_session=False)
    )
    return row


def forget_promise(store: Store, sign_up_id: str) -> None:
    """Free the time that somebody had promised."""
    store.execute(delete(RotaQuarterRow).where(RotaQuarterRow.sign_up_id == sign_up_id))


def forget_old_promises(store: Store, before: int) -> int:
    """Remove the quarters of an hour before this one: nobody can promise them twice any more."""
    found = store.execute(delete(RotaQuarterRow).where(RotaQuarterRow.quarter < before))
    return int(getattr(found, "rowcount", 0))


def _count_in(store: Store, one: NewSignUp, now: datetime) -> Any:
    """One more on a shift, if there is a place of that kind; from when until when it is."""
    kept = RotaShiftRow.untrained < RotaShiftRow.wanted - RotaShiftRow.trained_wanted
    row = store.execute(
        update(RotaShiftRow)
        .where(
            RotaShiftRow.id == one.shift_id,
            RotaShiftRow.called_off_at.is_(None),
            RotaShiftRow.starts_at > now,
            RotaShiftRow.taken < RotaShiftRow.wanted,
            true() if one.trained else kept,
        )
        .values(
            taken=RotaShiftRow.taken + 1,
            untrained=RotaShiftRow.untrained + int(not one.trained),
        )
        .returning(RotaShiftRow.starts_at, RotaShiftRow.ends_at)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        raise _why_not(store, one, now)
    return row


def _why_not(store: Store, one: NewSignUp, now: datetime) -> Conflict | NotFound:
    row = store.scalar(
        select(RotaShiftRow)
        .where(RotaShiftRow.id == one.shift_id)
        .execution_options(populate_existing=True)
    )
    if row is None:
        return NotFound(NO_SUCH_SHIFT)
    if row.called_off_at is not None:
        return Conflict(CALLED_OFF)
    if row.starts_at <= now:
        return Conflict(OVER)
    there = select(RotaSignUpRow.id).where(
        RotaSignUpRow.shift_id == one.shift_id,
        RotaSignUpRow.volunteer_id == one.volunteer_id,
        RotaSignUpRow.state == SignUpState.COMING,
    )
    if store.scalar(there) is not None:
        return Conflict(ALREADY)
    return Conflict(FULL if row.taken >= row.wanted else ONLY_TRAINED)
