"""A volunteer's own sign-ups: every page of a volunteer asks for them, so it is made once."""

from datetime import datetime

from sqlalchemy import bindparam, select

from matcher.storage.asking import ask
from matcher.storage.database import Store
from matcher.storage.reading.rota import SHIFT, OwnSignUp, ShiftLine
from matcher.storage.tables import (
    CharityRow,
    RotaPlaceRow,
    RotaShiftRow,
    RotaSignUpRow,
    RotaSlotRow,
    table_of,
)

_SHIFTS, _SLOTS, _PLACES = map(table_of, (RotaShiftRow, RotaSlotRow, RotaPlaceRow))
_CHARITIES, _SIGN_UPS = map(table_of, (CharityRow, RotaSignUpRow))
_OF_SIGN_UP = ("id", "state", "regular", "offered_at", "late", "reason", "minutes")
_OWN = (
    select(
        *(_SIGN_UPS.c[name] for name in _OF_SIGN_UP),
        *(column.class_.__table__.c[column.key] for column in SHIFT),
    )
    .select_from(_SIGN_UPS)
    .join(_SHIFTS, _SHIFTS.c.id == _SIGN_UPS.c.shift_id)
    .join(_SLOTS, _SLOTS.c.id == _SHIFTS.c.slot_id)
    .join(_PLACES, _PLACES.c.id == _SLOTS.c.place_id)
    .join(_CHARITIES, _CHARITIES.c.id == _PLACES.c.charity_id)
    .where(
        _SIGN_UPS.c.volunteer_id == bindparam("volunteer"), _SHIFTS.c.ends_at > bindparam("since")
    )
    .order_by(_SHIFTS.c.starts_at, _SLOTS.c.title, _SHIFTS.c.id, _SIGN_UPS.c.signed_at)
)


def own_sign_ups(store: Store, volunteer_id: str, since: datetime) -> list[OwnSignUp]:
    """A volunteer's sign-ups for shifts that end after a moment, the earliest first."""
    found = ask(store, _OWN, volunteer=volunteer_id, since=since)
    own = len(_OF_SIGN_UP)
    return [OwnSignUp(*(*row[:own], ShiftLine(*row[own:]))) for row in found]
