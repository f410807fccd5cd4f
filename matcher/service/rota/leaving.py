"""Leaving a shift: in time, late with a reason and an alert, or by somebody else taking it over."""

from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.roles import Right
from matcher.domain.rota import (
    SAID_BY_VOLUNTEERS,
    LeaveReason,
    SignUpState,
    is_late,
    require_reason_if_late,
)
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.rota.at_desk import sign_up_of_desk
from matcher.service.rota.letters import alert_coordinators, tell_of_taking_over
from matcher.service.rota.may_come import sign_up_as
from matcher.service.rota.missing import ask_standbys
from matcher.service.rota.signing import (
    agree_to_names,
    drop_questions_if_full,
    require_shift,
)
from matcher.storage.reading.rota import ShiftLine
from matcher.storage.reading.rota_people import coming_of, ties_of
from matcher.storage.tables import RotaRegularRow, RotaSignUpRow, RotaStandbyRow
from matcher.storage.writing.rota import OVER, end_sign_up, hold_shift

NO_SUCH_SIGN_UP = "There is no such shift among yours."


def leave(act: Act, volunteer_id: str, sign_up_id: str, reason: LeaveReason | None = None) -> bool:
    """Give one's place back; return whether it was late.

    Late needs a reason. Then the coordinator is told, and those who step in are asked at once.
    A regular skips only this date by it.
    """
    row, shift = own_sign_up(act, volunteer_id, sign_up_id)
    if reason is not None and reason not in SAID_BY_VOLUNTEERS:
        raise Invalid("Choose from the reasons on the page.", "reason")
    if shift.begins <= act.now:
        raise Conflict("This shift has begun already: please ring us if you cannot come.")
    late = is_late(shift.begins, shift.late_hours, act.now)
    require_reason_if_late(late, reason)
    _end(act, row, shift, SignUpState.LEFT, reason, late=late)
    return late


def offer_place(act: Act, volunteer_id: str, sign_up_id: str, *, offered: bool = True) -> None:
    """Let somebody else take one's place over, and stay promised until they do; or no more.

    Those who step in are asked.
    """
    row, shift = own_sign_up(act, volunteer_id, sign_up_id)
    hold_shift(act.store, shift.id)
    act.store.refresh(row)
    if row.state is not SignUpState.COMING or shift.begins <= act.now:
        raise Conflict(OVER)
    if offered is (row.offered_at is not None):
        return
    row.offered_at = act.now if offered else None
    act.store.flush()
    act.note(
        "offered_place" if offered else "keeps_place",
        "shift",
        shift.id,
        person_id=volunteer_id,
        sign_up=sign_up_id,
    )
    if offered:
        room = shift.wanted - shift.trained_wanted - shift.untrained
        anybody = not row.trained or room > 0
        ask_standbys(act, shift, places=shift.missing + 1, for_anybody=anybody)


def take_over(act: Act, volunteer_id: str, sign_up_id: str) -> str:
    """Take over a place that somebody offers; return the id of the new sign-up.

    Of two who take it at once the first has it. Whoever may not have that kind of place changes
    nothing.
    """
    row = act.store.get(RotaSignUpRow, sign_up_id)
    if row is None:
        raise NotFound(NO_SUCH_SIGN_UP)
    if row.volunteer_id == volunteer_id:
        raise Conflict("This place is your own: you can keep it.")
    shift = require_shift(act, row.shift_id)
    if shift.begins <= act.now:
        raise Conflict(OVER)
    giver = row.volunteer_id
    with act.store.begin_nested():
        end_sign_up(act.store, sign_up_id, SignUpState.TAKEN_OVER, now=act.now, only_offered=True)
        id = sign_up_as(act, shift, volunteer_id)
    act.note("took_over", "shift", shift.id, person_id=giver, sign_up=sign_up_id)
    tell_of_taking_over(act, shift, giver, sign_up_id)
    drop_questions_if_full(act, shift.id)
    return id


def take_off(act: Act, desk: Desk, sign_up_id: str) -> None:
    """A coordinator takes somebody off a shift, as when they rang to say that they cannot come."""
    row, shift = sign_up_of_desk(act, desk, sign_up_id, Right.RUN_ROTA)
    late = is_late(shift.begins, shift.late_hours, act.now)
    _end(act, row, shift, SignUpState.LEFT, LeaveReason.TAKEN_OFF, late=late, alert=False)


def leave_all(act: Act, volunteer_id: str, reason: LeaveReason) -> int:
    """Take somebody who is erased or suspended off all coming shifts; return how many those were.

    The machine does it, so it is no mark against anybody; who is erased comes no more.
    """
    left = 0
    for row in coming_of(act.store, volunteer_id):
        shift = require_shift(act, row.shift_id)
        if shift.begins > act.now:
            late = is_late(shift.begins, shift.late_hours, act.now)
            _end(act, row, shift, SignUpState.LEFT, reason, late=False, alert=late)
            left += 1
    if reason is LeaveReason.ERASED:
        for ties, table in zip(
            ties_of(act.store, volunteer_id), (RotaRegularRow, RotaStandbyRow), strict=True
        ):
            for slot_id in ties:
                act.store.delete(act.store.get_one(table, (slot_id, volunteer_id)))
        act.store.flush()
        agree_to_names(act, volunteer_id, agreed=False)
    return left


def own_sign_up(act: Act, volunteer_id: str, sign_up_id: str) -> tuple[RotaSignUpRow, ShiftLine]:
    """A volunteer's own sign-up with its shift; NotFound for somebody else's."""
    row = act.store.get(RotaSignUpRow, sign_up_id)
    if row is None or row.volunteer_id != volunteer_id:
        raise NotFound(NO_SUCH_SIGN_UP)
    return row, require_shift(act, row.shift_id)


def _end(
    act: Act,
    row: RotaSignUpRow,
    shift: ShiftLine,
    to: SignUpState,
    reason: LeaveReason | None,
    *,
    late: bool,
    alert: bool | None = None,
) -> None:
    end_sign_up(act.store, row.id, to, now=act.now, reason=reason, late=late)
    act.note(
        "left_shift",
        "shift",
        shift.id,
        person_id=row.volunteer_id,
        reason=reason,
        late=late,
        sign_up=row.id,
    )
    if alert is None:
        alert = late
    if alert:
        alert_coordinators(act, shift, row.id)
    if late or alert:
        now = require_shift(act, shift.id)
        ask_standbys(act, now, places=now.missing)
