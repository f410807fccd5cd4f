"""Who came and who did not, and the hours that they gave; noted by the staff of the place."""

from datetime import timedelta

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right
from matcher.domain.rota import NOTED_FOR, SignUpState, moved_sign_up
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.rota.at_desk import sign_up_of_desk
from matcher.storage.writing.rota import hold_shift

# Somebody may come early and tidy up afterwards.
_MORE = timedelta(hours=4)


def note_came(act: Act, desk: Desk, sign_up_id: str, minutes: int | None = None) -> None:
    """Note that somebody came, and for how long: the whole shift where nothing is said."""
    _note(act, desk, sign_up_id, SignUpState.CAME, minutes)


def note_no_show(act: Act, desk: Desk, sign_up_id: str) -> None:
    """Note that somebody did not come and had not said so."""
    _note(act, desk, sign_up_id, SignUpState.NO_SHOW, None)


def _note(act: Act, desk: Desk, sign_up_id: str, to: SignUpState, minutes: int | None) -> None:
    desk.require(Right.SEE_ROTA)
    row, shift = sign_up_of_desk(act, desk, sign_up_id)
    if act.now < shift.begins:
        raise Conflict("This shift has not begun yet: please note it from then on.")
    if act.now > shift.ends + NOTED_FOR:
        raise Conflict("This shift is too long ago to note who came.")
    hold_shift(act.store, shift.id)
    act.store.refresh(row)
    if to is SignUpState.CAME:
        minutes = shift.stretch.minutes if minutes is None else minutes
        most = shift.stretch.minutes + int(_MORE.total_seconds()) // 60
        if not 0 <= minutes <= most:
            raise Invalid("The time can be from 0 to %(most)s minutes.", "minutes", most=most)
    if row.state is to and row.minutes == minutes:
        return
    if row.state is not to:
        row.state = moved_sign_up(row.state, to)
    row.minutes, row.noted_by, row.offered_at = minutes, act.by, None
    row.ended_at = row.ended_at or act.now
    act.store.flush()
    act.note(
        to.value, "shift", shift.id, person_id=row.volunteer_id, sign_up=row.id, minutes=minutes
    )
