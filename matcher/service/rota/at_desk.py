"""What of the rota is there for a desk: places of its charities, in its boroughs, and no others."""

from matcher.domain.refusals import NotFound
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.storage.reading.rota import ShiftLine, shift_line
from matcher.storage.reading.rota_people import is_on_the_rota_of
from matcher.storage.tables import RotaPlaceRow, RotaSignUpRow, RotaSlotRow
from matcher.storage.writing.rota import NO_SUCH_SHIFT

NO_SUCH_PLACE = "There is no such place on your rota."
NO_SUCH_SLOT = "There is no such slot on your rota."
NO_SUCH_SIGN_UP = "There is no such sign-up on your rota."
NO_SUCH_VOLUNTEER = "There is no such volunteer on your rota."


def place_of_desk(act: Act, desk: Desk, place_id: str, right: Right) -> RotaPlaceRow:
    """The place, or NotFound where it is not there for this desk."""
    desk.require(right)
    place = act.store.get(RotaPlaceRow, place_id)
    if place is None or not desk.covers(right, place.charity_id, place.borough):
        raise NotFound(NO_SUCH_PLACE)
    return place


def slot_of_desk(act: Act, desk: Desk, slot_id: str, right: Right) -> RotaSlotRow:
    """The slot, held so that nobody else changes it meanwhile; or NotFound."""
    desk.require(right)
    slot = act.store.get(RotaSlotRow, slot_id)
    if slot is None:
        raise NotFound(NO_SUCH_SLOT)
    place = act.store.get_one(RotaPlaceRow, slot.place_id)
    if not desk.covers(right, place.charity_id, place.borough):
        raise NotFound(NO_SUCH_SLOT)
    return slot


def shift_of_desk(act: Act, desk: Desk, shift_id: str, right: Right = Right.SEE_ROTA) -> ShiftLine:
    """The shift, or NotFound where it is not there for this desk."""
    desk.require(right)
    shift = shift_line(act.store, shift_id)
    if shift is None or not desk.covers(right, shift.charity_id, shift.borough):
        raise NotFound(NO_SUCH_SHIFT)
    return shift


def sign_up_of_desk(
    act: Act, desk: Desk, sign_up_id: str, right: Right = Right.SEE_ROTA
) -> tuple[RotaSignUpRow, ShiftLine]:
    """The sign-up with its shift, or NotFound where it is not there for this desk."""
    row = act.store.get(RotaSignUpRow, sign_up_id)
    if row is None:
        raise NotFound(NO_SUCH_SIGN_UP)
    return row, shift_of_desk(act, desk, row.shift_id, right)


def require_on_rota(act: Act, desk: Desk, volunteer_id: str, right: Right) -> None:
    """Raise NotFound for a volunteer who never was on the rota of this desk."""
    if not is_on_the_rota_of(act.store, volunteer_id, desk.require(right)):
        raise NotFound(NO_SUCH_VOLUNTEER)
