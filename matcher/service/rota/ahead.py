"""Shifts some weeks ahead, made from their slots, with the regulars taken in.

To make them again changes nothing: a date has one shift, and who left one is not put back.
"""

from datetime import date, timedelta
from typing import NamedTuple

from matcher.domain.refusals import Refusal
from matcher.domain.rota import WEEKS_AHEAD, SignUpState
from matcher.domain.rota_times import QUARTER, ShiftTimes, Stretch
from matcher.service.acting import Act
from matcher.service.rota.dates import Dates
from matcher.service.rota.letters import tell_of_being_back
from matcher.service.rota.may_come import sign_up_as
from matcher.storage.reading.rota import ShiftLine, shifts_of_slot
from matcher.storage.reading.rota_people import regulars_of, sign_ups_on
from matcher.storage.reading.rota_slots import exceptions_of, slots_to_go_through
from matcher.storage.tables import RotaSlotRow
from matcher.storage.writing.rota import forget_old_promises
from matcher.storage.writing.rota_shifts import make_shifts

SLOTS_AT_ONCE = 20
_KEPT = timedelta(days=2)


class Gone(NamedTuple):
    """What was done of a batch; `last` is None at the end."""

    number: int
    last: str | None


class _Coming(NamedTuple):
    """The coming shifts of a slot, and how each person stands or stood on each."""

    shifts: list[ShiftLine]
    states: dict[tuple[str, str], set[SignUpState]]


def make_ahead(act: Act, *, after: str = "", most: int = SLOTS_AT_ONCE) -> Gone:
    """Make the coming shifts of so many slots, and take their regulars in."""
    ids = slots_to_go_through(act.store, after, most)
    made = 0
    for slot_id in ids:
        slot = act.store.get_one(RotaSlotRow, slot_id, with_for_update=True)
        made += make_coming(act, slot)
    return Gone(made, ids[-1] if len(ids) == most else None)


def forget_past_promises(act: Act) -> int:
    """Let go of the time that was promised to shifts which are over."""
    long_ago = act.now - _KEPT
    return forget_old_promises(act.store, int(long_ago.timestamp() // QUARTER.total_seconds()))


def make_coming(act: Act, slot: RotaSlotRow) -> int:
    """Make the coming shifts of a slot that are not there yet, and take its regulars in."""
    made = make_shifts(act.store, slot, coming_dates(act, slot), now=act.now)
    regulars = regulars_of(act.store, slot.id)
    if regulars:
        coming = _coming(act, slot.id)
        for volunteer_id in regulars:
            _take_in(act, coming, volunteer_id)
    return made


def take_in(act: Act, slot: RotaSlotRow, volunteer_id: str) -> list[date]:
    """Sign a regular up for all coming shifts on which they were not yet; the dates that went."""
    return _take_in(act, _coming(act, slot.id), volunteer_id)


def _take_in(act: Act, coming: _Coming, volunteer_id: str) -> list[date]:
    went = []
    for shift in coming.shifts:
        was = coming.states.get((shift.id, volunteer_id), set())
        if was <= {SignUpState.CALLED_OFF}:
            try:
                sign_up_as(act, shift, volunteer_id, regular=True)
            except Refusal:
                # Full, or they are elsewhere at that time: they see it on their page.
                continue
            went.append(shift.on_date)
            if was:
                tell_of_being_back(act, shift, volunteer_id)
    return went


def _coming(act: Act, slot_id: str) -> _Coming:
    shifts = [one for one in shifts_of_slot(act.store, slot_id, act.now) if not one.called_off_at]
    states: dict[tuple[str, str], set[SignUpState]] = {}
    for one in sign_ups_on(act.store, [shift.id for shift in shifts]):
        states.setdefault((one.shift_id, one.volunteer_id), set()).add(one.state)
    return _Coming(shifts, states)


def coming_dates(act: Act, slot: RotaSlotRow) -> dict[date, Stretch]:
    """The dates of a slot that have not begun, as far ahead as people can sign up."""
    dates = dates_of(act, slot).within(act.today, act.today + timedelta(weeks=WEEKS_AHEAD))
    return {day: stretch for day, stretch in dates.items() if stretch.begins > act.now}


def dates_of(act: Act, slot: RotaSlotRow) -> Dates:
    """All that decides on which dates a slot comes, as far as they are not over."""
    others = exceptions_of(act.store, slot.id, act.today - timedelta(days=1))
    return Dates(
        slot.rule,
        slot.first_on,
        ShiftTimes(slot.starts, slot.ends),
        frozenset(one.on_date for one in others if one.left_out),
        {
            one.on_date: ShiftTimes(one.starts, one.ends)
            for one in others
            if one.starts is not None and one.ends is not None
        },
        slot.stopped_on,
    )
