"""The rota of a desk: a week as a list, one shift with who is on it, and how somebody stands.

Names are nowhere until somebody presses for them. Then each look is noted, and whoever was looked
at can read it, as everywhere on the board.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from matcher.domain.london_time import moment_at
from matcher.domain.roles import Right
from matcher.domain.rota import HOLDS_PLACE, SignUpState, Skill, SlotWords
from matcher.domain.rota_times import ShiftTimes
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.rota.at_desk import shift_of_desk, sign_up_of_desk, slot_of_desk
from matcher.service.rota.own import first_name
from matcher.service.rota.trainings import require_known
from matcher.storage.reading.coordinators import charity_names
from matcher.storage.reading.rota import ShiftLine, shifts_of_slot, shifts_within
from matcher.storage.reading.rota_people import (
    Record,
    SignUpLine,
    record_of,
    regulars_of,
    sign_ups_on,
)
from matcher.storage.reading.rota_slots import PlaceLine, exceptions_of, places_of, slots_of
from matcher.storage.reading.rota_trainings import TrainingLine, trainings_of
from matcher.storage.tables import RotaExceptionRow, RotaPlaceRow, RotaSlotRow
from matcher.storage.writing.rota_feeds import open_feeds

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ShiftPeople:
    """One shift with who holds a place on it, and who gave theirs back."""

    shift: ShiftLine
    on: tuple[SignUpLine, ...]
    left: tuple[SignUpLine, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a desk's rota, from a Monday on; `missing` counts the free places to come."""

    monday: date
    shifts: tuple[ShiftPeople, ...]
    missing: int
    has_slots: bool


@dataclass(frozen=True, slots=True)
class SlotPage:
    """One slot: what it says, what is otherwise, and its coming shifts."""

    slot: RotaSlotRow
    words: SlotWords
    place: RotaPlaceRow
    others: tuple[RotaExceptionRow, ...]
    shifts: tuple[ShiftLine, ...]
    regulars: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class PersonOnRota:
    """How a volunteer stands on the rota of a desk."""

    volunteer_id: str
    trainings: tuple[TrainingLine, ...]
    record: Record
    charities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SetUp:
    """Places, slots, charities, and which calendar addresses there are."""

    places: tuple[PlaceLine, ...]
    slots: tuple[tuple[RotaSlotRow, str], ...]
    charities: tuple[tuple[str, str], ...]
    feeds: frozenset[tuple[str, str | None]]


def week_of(act: Act, desk: Desk, day: date) -> Week:
    """The week that a day lies in."""
    here = desk.require(Right.SEE_ROTA)
    monday = day - timedelta(days=day.weekday())
    start, end = (moment_at(one, time()) for one in (monday, monday + A_WEEK))
    shifts = shifts_within(act.store, here, start, end)
    people = _with_people(act, shifts)
    return Week(
        monday,
        people,
        sum(one.missing for one in shifts if one.begins > act.now and not one.called_off_at),
        bool(shifts) or bool(slots_of(act.store, here)),
    )


def shift_page(act: Act, desk: Desk, shift_id: str) -> ShiftPeople:
    """One shift of a desk with who is on it."""
    [people] = _with_people(act, [shift_of_desk(act, desk, shift_id)])
    return people


def names_in(act: Act, desk: Desk, people: tuple[ShiftPeople, ...]) -> Mapping[str, str]:
    """The first names of those on some shifts; each look is noted, and they can read it."""
    desk.require(Right.SEE_ROTA)
    ids = {one.volunteer_id for shift in people for one in shift.on}
    for volunteer_id in sorted(ids):
        act.note_look(volunteer_id, "rota")
    return {id: first_name(act, id) for id in ids}


def shift_of_sign_up(act: Act, desk: Desk, sign_up_id: str) -> str:
    """The id of the shift that a sign-up of a desk is for."""
    return sign_up_of_desk(act, desk, sign_up_id)[1].id


def slot_page(act: Act, desk: Desk, slot_id: str) -> SlotPage:
    """One slot of a desk."""
    slot = slot_of_desk(act, desk, slot_id, Right.RUN_ROTA)
    return SlotPage(
        slot,
        words_of(slot),
        act.store.get_one(RotaPlaceRow, slot.place_id),
        tuple(exceptions_of(act.store, slot_id, act.today)),
        tuple(shifts_of_slot(act.store, slot_id, act.now)),
        len(regulars_of(act.store, slot_id)),
        slot.led_by == desk.coordinator_id,
    )


def set_up(act: Act, desk: Desk) -> SetUp:
    """What a desk's rota is made of."""
    here = desk.require(Right.RUN_ROTA)
    charities = tuple(charity_names(act.store, here))
    return SetUp(
        tuple(places_of(act.store, here)),
        tuple(slots_of(act.store, here)),
        charities,
        open_feeds(act.store, [id for id, _ in charities]),
    )


def person_on_rota(act: Act, desk: Desk, volunteer_id: str) -> PersonOnRota:
    """What a volunteer was trained in, and what their shifts at this desk's places came to."""
    here = desk.require(Right.SEE_VOLUNTEERS)
    require_known(act, desk, volunteer_id, Right.SEE_VOLUNTEERS)
    return PersonOnRota(
        volunteer_id,
        tuple(
            one
            for one in trainings_of(act.store, volunteer_id)
            if one.skill is not Skill.LEADING or here.everything or one.charity_id in here.charities
        ),
        record_of(act.store, volunteer_id, here),
        tuple(charity_names(act.store, here)),
    )


def words_of(slot: RotaSlotRow) -> SlotWords:
    """What a slot says."""
    return SlotWords(
        title=slot.title,
        rule=slot.rule,
        first_on=slot.first_on,
        times=ShiftTimes(slot.starts, slot.ends),
        wanted=slot.wanted,
        trained_wanted=slot.trained_wanted,
        skill=slot.skill,
        check_level=slot.check_level,
        late_hours=slot.late_hours,
    )


def _with_people(act: Act, shifts: list[ShiftLine]) -> tuple[ShiftPeople, ...]:
    lines = sign_ups_on(act.store, [one.id for one in shifts])
    of: dict[str, list[SignUpLine]] = {}
    for line in lines:
        of.setdefault(line.shift_id, []).append(line)
    return tuple(
        ShiftPeople(
            one,
            tuple(line for line in of.get(one.id, ()) if line.state in HOLDS_PLACE),
            tuple(line for line in of.get(one.id, ()) if line.state is SignUpState.LEFT),
        )
        for one in shifts
    )
