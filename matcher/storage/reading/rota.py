"""Shifts of the rota, as pages and verbs see them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from matcher.domain.checks import CheckLevel
from matcher.domain.places import Point
from matcher.domain.roles import Scope
from matcher.domain.rota import LeaveReason, SignUpState, Skill
from matcher.domain.rota_times import Stretch
from matcher.storage.database import Store
from matcher.storage.reading.rota_slots import places_within
from matcher.storage.tables import (
    CharityRow,
    RotaPlaceRow,
    RotaShiftRow,
    RotaSignUpRow,
    RotaSlotRow,
    RotaStandbyRow,
)


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """One shift with what its slot says."""

    id: str
    slot_id: str
    title: str
    place_id: str
    place: str
    postcode: str
    borough: str
    easting: int
    northing: int
    charity_id: str
    charity: str
    on_date: date
    begins: datetime
    ends: datetime
    wanted: int
    trained_wanted: int
    taken: int
    untrained: int
    skill: Skill | None
    check_level: CheckLevel
    late_hours: int
    led_by: str | None
    called_off_at: datetime | None
    changed_at: datetime

    @property
    def stretch(self) -> Stretch:
        """From when until when."""
        return Stretch(self.begins, self.ends)

    @property
    def missing(self) -> int:
        """How many places are free."""
        return self.wanted - self.taken

    @property
    def free_untrained(self) -> int:
        """How many of them somebody without the training may have."""
        return min(self.missing, self.wanted - self.trained_wanted - self.untrained)


@dataclass(frozen=True, slots=True)
class OwnSignUp:
    """A volunteer's sign-up, with its shift."""

    id: str
    state: SignUpState
    regular: bool
    offered_at: datetime | None
    late: bool
    reason: LeaveReason | None
    minutes: int | None
    shift: ShiftLine


SHIFT = (
    RotaShiftRow.id,
    RotaShiftRow.slot_id,
    RotaSlotRow.title,
    RotaPlaceRow.id,
    RotaPlaceRow.name,
    RotaPlaceRow.postcode,
    RotaPlaceRow.borough,
    RotaPlaceRow.easting,
    RotaPlaceRow.northing,
    RotaPlaceRow.charity_id,
    CharityRow.name,
    RotaShiftRow.on_date,
    RotaShiftRow.starts_at,
    RotaShiftRow.ends_at,
    RotaShiftRow.wanted,
    RotaShiftRow.trained_wanted,
    RotaShiftRow.taken,
    RotaShiftRow.untrained,
    RotaSlotRow.skill,
    RotaSlotRow.check_level,
    RotaSlotRow.late_hours,
    RotaSlotRow.led_by,
    RotaShiftRow.called_off_at,
    RotaShiftRow.changed_at,
)
_ORDER = (RotaShiftRow.starts_at, RotaSlotRow.title, RotaShiftRow.id)


@dataclass(frozen=True, slots=True)
class Near:
    """What is near somebody: a square around their place, and slots that they have to do with."""

    place: Point | None
    radius_m: int
    slots: frozenset[str]

    @property
    def condition(self) -> ColumnElement[bool]:
        """The same for a query."""
        theirs = RotaShiftRow.slot_id.in_(sorted(self.slots))
        if self.place is None:
            return theirs
        east, north, far = self.place.easting, self.place.northing, self.radius_m
        around = and_(
            RotaPlaceRow.easting.between(east - far, east + far),
            RotaPlaceRow.northing.between(north - far, north + far),
        )
        return or_(theirs, around)


def shift_line(store: Store, shift_id: str) -> ShiftLine | None:
    """One shift."""
    row = store.execute(_shifts(RotaShiftRow.id == shift_id)).one_or_none()
    return None if row is None else ShiftLine(*row)


def shifts_within(store: Store, scope: Scope, start: datetime, end: datetime) -> list[ShiftLine]:
    """The shifts of a scope that begin from one moment until just before another."""
    when = and_(RotaShiftRow.starts_at >= start, RotaShiftRow.starts_at < end)
    return _lines(store, _shifts(places_within(scope), when))


def shifts_of_slot(store: Store, slot_id: str, since: datetime) -> list[ShiftLine]:
    """The shifts of a slot that begin after a moment."""
    return _lines(store, _shifts(RotaShiftRow.slot_id == slot_id, RotaShiftRow.starts_at > since))


def shifts_of_feed(
    store: Store, charity_id: str, place_id: str | None, start: datetime
) -> list[ShiftLine]:
    """The shifts of a charity, or of one of its places, that end after a moment."""
    here = true() if place_id is None else RotaPlaceRow.id == place_id
    return _lines(
        store,
        _shifts(RotaPlaceRow.charity_id == charity_id, here, RotaShiftRow.ends_at > start),
    )


def open_shifts_near(store: Store, near: Near, start: datetime, end: datetime) -> list[ShiftLine]:
    """The shifts near somebody, or of some slots, on which somebody is missing."""
    return _lines(
        store,
        _shifts(
            near.condition,
            RotaShiftRow.starts_at > start,
            RotaShiftRow.starts_at < end,
            RotaShiftRow.called_off_at.is_(None),
            RotaShiftRow.taken < RotaShiftRow.wanted,
        ),
    )


def offered_shifts_near(
    store: Store, near: Near, start: datetime, end: datetime
) -> list[tuple[str, str, ShiftLine]]:
    """Places near somebody that are offered to be taken over: sign-up, whose, and the shift."""
    found = (
        _joined(select(RotaSignUpRow.id, RotaSignUpRow.volunteer_id, *SHIFT))
        .join(RotaSignUpRow, RotaSignUpRow.shift_id == RotaShiftRow.id)
        .where(
            near.condition,
            RotaShiftRow.starts_at > start,
            RotaShiftRow.starts_at < end,
            RotaSignUpRow.state == SignUpState.COMING,
            RotaSignUpRow.offered_at.is_not(None),
        )
        .order_by(*_ORDER, RotaSignUpRow.offered_at)
    )
    rows = (tuple(row) for row in store.execute(found))
    return [(row[0], row[1], ShiftLine(*row[2:])) for row in rows]


def short_shifts(
    store: Store, start: datetime, end: datetime, *, after: str, most: int
) -> list[ShiftLine]:
    """Shifts between two moments on which somebody is missing and anybody steps in, by id."""
    found = _shifts(
        RotaShiftRow.id > after,
        RotaShiftRow.starts_at > start,
        RotaShiftRow.starts_at < end,
        RotaShiftRow.called_off_at.is_(None),
        RotaShiftRow.taken < RotaShiftRow.wanted,
        RotaShiftRow.slot_id.in_(select(RotaStandbyRow.slot_id)),
    )
    return _lines(store, found.order_by(None).order_by(RotaShiftRow.id).limit(most))


def _shifts(*which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return _joined(select(*SHIFT)).where(*which).order_by(*_ORDER)


def _joined(found: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        found.select_from(RotaShiftRow)
        .join(RotaSlotRow, RotaSlotRow.id == RotaShiftRow.slot_id)
        .join(RotaPlaceRow, RotaPlaceRow.id == RotaSlotRow.place_id)
        .join(CharityRow, CharityRow.id == RotaPlaceRow.charity_id)
    )


def _lines(store: Store, found: Select[*tuple[Any, ...]]) -> list[ShiftLine]:
    return [ShiftLine(*row) for row in store.execute(found)]
