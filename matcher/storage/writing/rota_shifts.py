"""Shifts as their slot wants them: made, given other times or sizes, called off."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select

from matcher.domain.rota import LeaveReason, SignUpState
from matcher.domain.rota_times import Stretch
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.tables import (
    RotaQuarterRow,
    RotaShiftRow,
    RotaSignUpRow,
    RotaSlotRow,
)
from matcher.storage.writing.many_rows import insert_rows, rows_of
from matcher.storage.writing.rota import end_sign_up, hold_shift, promise


def make_shifts(
    store: Store, slot: RotaSlotRow, dates: Mapping[date, Stretch], *, now: datetime
) -> int:
    """Make the shifts of these dates that are not there yet; return how many."""
    rows = [
        {
            "id": new_id(),
            "slot_id": slot.id,
            "on_date": day,
            "starts_at": stretch.begins,
            "ends_at": stretch.ends,
            "wanted": slot.wanted,
            "trained_wanted": slot.trained_wanted,
            "taken": 0,
            "untrained": 0,
            "called_off_at": None,
            "created_at": now,
            "changed_at": now,
        }
        for day, stretch in dates.items()
    ]
    return insert_rows(store, rows_of(RotaShiftRow, rows), skip_known=True) if rows else 0


def resize(store: Store, shift_id: str, *, wanted: int, trained_wanted: int, now: datetime) -> None:
    """Want so many people; nobody who holds a place loses it, so a fuller shift stays fuller."""
    row = hold_shift(store, shift_id)
    people = max(wanted, row.taken)
    trained = min(trained_wanted, people - row.untrained)
    if (people, trained) != (row.wanted, row.trained_wanted):
        row.wanted, row.trained_wanted, row.changed_at = people, trained, now
        store.flush()


def retime(store: Store, shift_id: str, stretch: Stretch, *, now: datetime) -> list[str]:
    """Give a shift other times; return the volunteers who are on it, or were until now.

    Who has promised another shift at the new time is taken off this one.
    """
    row = hold_shift(store, shift_id)
    if Stretch(row.starts_at, row.ends_at) == stretch:
        return []
    row.starts_at, row.ends_at, row.changed_at = stretch.begins, stretch.ends, now
    store.flush()
    coming = coming_on(store, shift_id)
    store.execute(
        delete(RotaQuarterRow).where(RotaQuarterRow.sign_up_id.in_([id for id, _ in coming]))
    )
    for sign_up_id, volunteer_id in coming:
        if not promise(store, sign_up_id, volunteer_id, stretch):
            end_sign_up(
                store,
                sign_up_id,
                SignUpState.LEFT,
                now=now,
                reason=LeaveReason.TIMES_CHANGED,
            )
    return [volunteer_id for _, volunteer_id in coming]


def call_off(store: Store, shift_id: str, *, now: datetime) -> list[str]:
    """Call a shift off; return the volunteers who had promised to come."""
    row = hold_shift(store, shift_id)
    if row.called_off_at is not None:
        return []
    coming = coming_on(store, shift_id)
    for sign_up_id, _ in coming:
        end_sign_up(store, sign_up_id, SignUpState.CALLED_OFF, now=now)
    store.refresh(row)
    row.called_off_at = row.changed_at = now
    store.flush()
    return [volunteer_id for _, volunteer_id in coming]


def call_on(store: Store, shift_id: str, *, now: datetime) -> None:
    """Let a shift that was called off be there again, with nobody on it."""
    row = hold_shift(store, shift_id)
    row.called_off_at, row.changed_at = None, now
    store.flush()


def coming_on(store: Store, shift_id: str) -> list[tuple[str, str]]:
    """The sign-ups of those who promised to come, with whose they are, in the order of ids."""
    found = (
        select(RotaSignUpRow.id, RotaSignUpRow.volunteer_id)
        .where(
            RotaSignUpRow.shift_id == shift_id,
            RotaSignUpRow.state == SignUpState.COMING,
        )
        .order_by(RotaSignUpRow.id)
    )
    return [(id, volunteer_id) for id, volunteer_id in store.execute(found)]
