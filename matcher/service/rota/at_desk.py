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


def place_of_desk(act: Act, desk: Desk, place_id: str) -> RotaPlaceRow:
    """The place, or NotFound where it is not there for this desk."""
    place = act.store.get(RotaPlaceRow, place_id)
    if place is None or not desk.scope.covers(place.charity_id, place.borough):
        raise NotFound(NO_SUCH_PLACE)
    return place


def slot_of_desk(act: Act, desk: Desk, slot_id: str) -> RotaSlotRow:
    """The slot, held so that nobody else changes it meanwhile; or NotFound."""
    slot = act.store.get(RotaSlotRow, slot_id)
    if slot is None:
        raise NotFound(NO_SUCH_SLOT)
    place = act.store.get_one(RotaPlaceRow, slot.place_id)
    if not desk.scope.covers(place.charity_id, place.borough):
        raise NotFound(NO_SUCH_SLOT)
    return slot


def shift_of_desk(act: Act, desk: Desk, shift_id: str) -> ShiftLine:
    """The shift, or NotFound where it is not there for this desk."""
    desk.require(Right.SEE_ROTA)
    shift = shift_line(act.store, shift_id)
    if shift is None or not desk.scope.covers(shift.charity_id, shift.borough):
        raise NotFound(NO_SUCH_SHIFT)
    return shift


def sign_up_of_desk(act: Act, desk: Desk, sign_up_id: str) -> tuple[RotaSignUpRow, ShiftLine]:
    """The sign-up with its shift, or NotFound where it is not there for this desk."""
    row = act.store.get(RotaSignUpRow, sign_up_id)
    if row is None:
        raise NotFound(NO_SUCH_SIGN_UP)
    return row, shift_of_desk(act, desk, row.shift_id)


def require_on_rota(act: Act, desk: Desk, volunteer_id: str) -> None:
    """Raise NotFound for a volunteer who never was on the rota of this desk."""
    desk.require(Right.SEE_ROTA)
    if not is_on_the_rota_of(act.store, volunteer_id, desk.scope):
        raise NotFound(NO_SUCH_VOLUNTEER)
