"""Places and slots of the rota: made, changed and stopped; what is otherwise on one date."""

from datetime import date

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right
from matcher.domain.rota import LONGEST_TITLE, SlotWords
from matcher.domain.rota_times import ShiftTimes
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.rota.ahead import coming_dates, dates_of, make_coming
from matcher.service.rota.at_desk import place_of_desk, slot_of_desk
from matcher.service.rota.dates import Dates, first_date
from matcher.service.rota.letters import tell_of_calling_off, tell_of_change
from matcher.service.whereabouts import Whereabouts
from matcher.storage.ids import new_id
from matcher.storage.reading.rota import shifts_of_slot
from matcher.storage.reading.rota_slots import PlaceLine, places_of
from matcher.storage.tables import RotaExceptionRow, RotaPlaceRow, RotaSlotRow
from matcher.storage.writing.rota_shifts import call_off, call_on, resize, retime

MOST_DAYS_BACK = 366


def places(act: Act, desk: Desk) -> list[PlaceLine]:
    """The places of a desk."""
    return places_of(act.store, desk.require(Right.SEE_ROTA))


def add_place(act: Act, desk: Desk, charity_id: str, name: str, where: Whereabouts) -> str:
    """Keep a place of a charity's; return its id. The same name twice is the same place."""
    here = desk.require(Right.RUN_ROTA)
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_TITLE:
        raise Invalid(
            "Give the place a name of at most %(most)s letters.", "name", most=LONGEST_TITLE
        )
    if where.postcode is None:
        raise Invalid("A place of the rota has a whole postcode.", "postcode")
    if not here.covers(charity_id, where.borough):
        raise Invalid("That postcode lies outside the boroughs that you work in.", "postcode")
    known = act.store.query(RotaPlaceRow).filter_by(charity_id=charity_id, name=name).first()
    if known is not None:
        return known.id
    row = RotaPlaceRow(
        id=new_id(),
        charity_id=charity_id,
        name=name,
        postcode=where.postcode,
        easting=where.point.easting,
        northing=where.point.northing,
        borough=where.borough,
        cell=where.cell,
        created_at=act.now,
    )
    act.store.add(row)
    act.store.flush()
    act.note("rota_place_made", "rota_place", row.id)
    return row.id


def make_slot(act: Act, desk: Desk, place_id: str, words: SlotWords) -> str:
    """Make a slot and its coming shifts; whoever makes it is told when somebody leaves late."""
    place = place_of_desk(act, desk, place_id, Right.RUN_ROTA)
    _require_dates(act, words)
    row = RotaSlotRow(
        id=new_id(),
        place_id=place.id,
        led_by=desk.coordinator_id,
        created_by=act.by,
        created_at=act.now,
        changed_at=act.now,
        **_columns(words),
    )
    act.store.add(row)
    act.store.flush()
    make_coming(act, row)
    act.note("slot_made", "slot", row.id, rule=words.rule)
    return row.id


def change_slot(act: Act, desk: Desk, slot_id: str, words: SlotWords) -> None:
    """Change a slot from now on: its coming shifts follow, and who had promised one is told.

    A date with times of its own keeps them. Nobody loses a place because fewer are wanted.
    """
    slot = _held(act, desk, slot_id)
    _require_dates(act, words)
    for name, value in _columns(words).items():
        setattr(slot, name, value)
    slot.changed_at = act.now
    act.store.flush()
    follow(act, slot)
    act.note("slot_changed", "slot", slot_id, rule=words.rule)


def lead_slot(act: Act, desk: Desk, slot_id: str) -> None:
    """Let whoever sits here be told from now on when somebody leaves late."""
    slot = _held(act, desk, slot_id)
    slot.led_by, slot.changed_at = desk.coordinator_id, act.now
    act.note("slot_led", "slot", slot_id)


def stop_slot(act: Act, desk: Desk, slot_id: str, last_on: date | None = None) -> None:
    """Let a slot come no more after a day, which is today where none is said.

    Later shifts are called off.
    """
    slot = _held(act, desk, slot_id)
    last_on = last_on or act.today
    if last_on < act.today:
        raise Invalid("The last day cannot be over already.", "last_on")
    slot.stopped_on, slot.changed_at = date.fromordinal(last_on.toordinal() + 1), act.now
    act.store.flush()
    follow(act, slot)
    act.note("slot_stopped", "slot", slot_id, last_on=last_on.isoformat())


def leave_out(act: Act, desk: Desk, slot_id: str, day: date) -> None:
    """Call one date off, as on a bank holiday; who had promised to come is told."""
    _except(act, desk, slot_id, day, None)


def set_times_of(act: Act, desk: Desk, slot_id: str, day: date, times: ShiftTimes) -> None:
    """Give one date times of its own; a date that the rule does not name comes in with it."""
    _except(act, desk, slot_id, day, times)


def as_usual(act: Act, desk: Desk, slot_id: str, day: date) -> None:
    """Take back what was otherwise on one date."""
    slot = _held(act, desk, slot_id)
    row = act.store.get(RotaExceptionRow, (slot.id, day))
    if row is not None:
        act.store.delete(row)
        act.store.flush()
        follow(act, slot)
        act.note("date_as_usual", "slot", slot.id, day=day.isoformat())


def follow(act: Act, slot: RotaSlotRow) -> None:
    """Let the coming shifts follow their slot: call off, take up again, move, make."""
    dates = coming_dates(act, slot)
    for shift in shifts_of_slot(act.store, slot.id, act.now):
        stretch = dates.get(shift.on_date)
        if stretch is None:
            tell_of_calling_off(act, shift, call_off(act.store, shift.id, now=act.now))
            continue
        if shift.called_off_at is not None:
            call_on(act.store, shift.id, now=act.now)
        told = retime(act.store, shift.id, stretch, now=act.now)
        resize(
            act.store,
            shift.id,
            wanted=slot.wanted,
            trained_wanted=slot.trained_wanted,
            now=act.now,
        )
        tell_of_change(act, shift, stretch, told)
    make_coming(act, slot)


def _except(act: Act, desk: Desk, slot_id: str, day: date, times: ShiftTimes | None) -> None:
    slot = _held(act, desk, slot_id)
    if day < act.today:
        raise Invalid("That day is over already.", "day")
    if times is not None and times.on(day).begins <= act.now:
        raise Invalid("That time is over already.", "starts")
    if times is None and day not in dates_of(act, slot).within(day, day):
        raise Invalid("It does not come on that day.", "day")
    act.store.merge(
        RotaExceptionRow(
            slot_id=slot.id,
            on_date=day,
            left_out=times is None,
            starts=times.starts if times else None,
            ends=times.ends if times else None,
            by=act.by,
            at=act.now,
        )
    )
    act.store.flush()
    follow(act, slot)
    verb = "date_left_out" if times is None else "date_timed"
    act.note(verb, "slot", slot.id, day=day.isoformat())


def _held(act: Act, desk: Desk, slot_id: str) -> RotaSlotRow:
    slot = slot_of_desk(act, desk, slot_id, Right.RUN_ROTA)
    act.store.refresh(slot, with_for_update=True)
    if slot.stopped_on is not None and slot.stopped_on <= act.today:
        raise Conflict("This slot has stopped: please make a new one.")
    return slot


def _require_dates(act: Act, words: SlotWords) -> None:
    if (act.today - words.first_on).days > MOST_DAYS_BACK:
        raise Invalid("The first day can be a year ago at most.", "first_on")
    try:
        first_date(Dates(words.rule, words.first_on, words.times))
    except Invalid as no:
        no.field = "rule"
        raise


def _columns(words: SlotWords) -> dict[str, object]:
    return {
        "title": words.title,
        "rule": words.rule,
        "first_on": words.first_on,
        "starts": words.times.starts,
        "ends": words.times.ends,
        "wanted": words.wanted,
        "trained_wanted": words.trained_wanted,
        "skill": words.skill,
        "check_level": words.check_level,
        "late_hours": words.late_hours,
    }
