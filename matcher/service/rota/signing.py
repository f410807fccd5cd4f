"""What a volunteer does on the rota themselves: sign up, come again, step in."""

from matcher.domain.refusals import Conflict, NotFound
from matcher.service.acting import Act
from matcher.service.rota.ahead import make_coming, take_in
from matcher.service.rota.letters import take_news_back, take_questions_back
from matcher.service.rota.may_come import require_may_come, sign_up_as
from matcher.storage.reading.rota import ShiftLine, shift_line, shifts_of_slot
from matcher.storage.reading.rota_people import coming_of
from matcher.storage.tables import (
    RotaNameRow,
    RotaRegularRow,
    RotaSlotRow,
    RotaStandbyRow,
)
from matcher.storage.writing.rota import NO_SUCH_SHIFT

NO_SUCH_SLOT = "There is no such slot any more: please look at what is open now."


def sign_up(act: Act, volunteer_id: str, shift_id: str) -> str:
    """Promise to come to one shift; return the id of the sign-up."""
    id = sign_up_as(act, require_shift(act, shift_id), volunteer_id)
    take_news_back(act, shift_id, volunteer_id)
    drop_questions_if_full(act, shift_id)
    return id


def be_regular(act: Act, volunteer_id: str, slot_id: str) -> int:
    """Come to every date of a slot from now on; return how many dates they were taken in for.

    `Conflict` where all coming dates are full, or they are elsewhere each time.
    """
    slot = _slot(act, slot_id)
    if act.store.get(RotaRegularRow, (slot_id, volunteer_id)) is not None:
        return 0
    shifts = shifts_of_slot(act.store, slot_id, act.now)
    for shift in shifts[:1]:
        require_may_come(act, shift, volunteer_id)
    make_coming(act, slot)
    went = take_in(act, slot, volunteer_id)
    there = {one.on_date for one in shifts if one.called_off_at is None}
    if there and not went and not _is_on_all(act, volunteer_id, slot_id):
        raise Conflict(
            "All places of the coming weeks are taken. Please say “ask me”, and we write to you"
            " when somebody is missing."
        )
    act.store.add(RotaRegularRow(slot_id=slot_id, volunteer_id=volunteer_id, since=act.now))
    act.store.flush()
    for shift in shifts:
        drop_questions_if_full(act, shift.id)
    act.note("regular", "slot", slot_id, person_id=volunteer_id, dates=len(went))
    return len(went)


def stop_being_regular(act: Act, volunteer_id: str, slot_id: str) -> None:
    """Be taken in for no more dates; those that are promised stay promised."""
    row = act.store.get(RotaRegularRow, (slot_id, volunteer_id))
    if row is not None:
        act.store.delete(row)
        act.store.flush()
        act.note("regular_no_more", "slot", slot_id, person_id=volunteer_id)


def stand_by(act: Act, volunteer_id: str, slot_id: str, *, wanted: bool) -> None:
    """Be asked when somebody is missing at a slot, or no more."""
    _slot(act, slot_id)
    row = act.store.get(RotaStandbyRow, (slot_id, volunteer_id))
    if wanted and row is None:
        act.store.add(RotaStandbyRow(slot_id=slot_id, volunteer_id=volunteer_id, since=act.now))
    elif not wanted and row is not None:
        act.store.delete(row)
    else:
        return
    act.store.flush()
    verb = "steps_in" if wanted else "steps_in_no_more"
    act.note(verb, "slot", slot_id, person_id=volunteer_id)


def agree_to_names(act: Act, volunteer_id: str, *, agreed: bool) -> None:
    """Let those on the same shift see one's first name, and see theirs; or no more."""
    row = act.store.get(RotaNameRow, volunteer_id)
    if agreed and row is None:
        act.store.add(RotaNameRow(volunteer_id=volunteer_id, agreed_at=act.now))
    elif not agreed and row is not None:
        act.store.delete(row)
    else:
        return
    act.store.flush()
    verb = "agreed_to_names" if agreed else "hid_name"
    act.note(verb, "volunteer", volunteer_id, person_id=volunteer_id)


def require_shift(act: Act, shift_id: str) -> ShiftLine:
    """The shift, or NotFound."""
    shift = shift_line(act.store, shift_id)
    if shift is None:
        raise NotFound(NO_SUCH_SHIFT)
    return shift


def drop_questions_if_full(act: Act, shift_id: str) -> None:
    """Ask nobody any more about a shift on which all places are taken."""
    if require_shift(act, shift_id).missing == 0:
        take_questions_back(act, shift_id)


def _is_on_all(act: Act, volunteer_id: str, slot_id: str) -> bool:
    on = {one.shift_id for one in coming_of(act.store, volunteer_id)}
    shifts = shifts_of_slot(act.store, slot_id, act.now)
    return all(one.id in on for one in shifts if one.called_off_at is None)


def _slot(act: Act, slot_id: str) -> RotaSlotRow:
    slot = act.store.get(RotaSlotRow, slot_id, with_for_update=True)
    if slot is None or (slot.stopped_on is not None and slot.stopped_on <= act.today):
        raise NotFound(NO_SUCH_SLOT)
    return slot
