"""The list of a day: units of needs, what comes every week by itself, and extra stops."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta

from matcher.domain.doorsteps import StopFailure, comes_again
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right, Scope
from matcher.domain.run_days import WEEKS_LOOKED_BACK, RunKind, windows_on
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import changed, day_at, day_to_change
from matcher.service.runs_stops import AtTheDoor, columns_of, planned_stop, require_room
from matcher.storage.ids import new_id
from matcher.storage.reading.on_runs import hold_units
from matcher.storage.reading.run_choices import UnitToBring, units_to_bring
from matcher.storage.reading.run_days import day_after
from matcher.storage.reading.run_history import (
    A_WEEK,
    Waited,
    last_stops,
    missed_lately,
    waited,
)
from matcher.storage.reading.runs import runs_of_day, stops_of_day
from matcher.storage.tables import RunDayRow, StopRow
from matcher.storage.writing.runs import held_day, next_typed, put_stops

GONE_MEANWHILE = "Some of these are not waiting any more, or somebody else was asked meanwhile."
NOTHING_CHOSEN = "Choose whom to bring something to."
FETCHES = "On this day surplus is fetched from shops: begin a day that brings parcels to doors."
# What comes by itself is asked for by charity, and by nobody's desk.
ANYWHERE = Scope(everything=True)


def to_choose_from(act: Act, desk: Desk, day_id: str) -> list[UnitToBring]:
    """Who waits for something on that day and is on no list yet."""
    day = day_at(act, desk, day_id, Right.PLAN_RUNS)
    return units_to_bring(act.store, desk.within(Right.PLAN_RUNS), day.charity_id, day.on_date)


def who_waits(act: Act, day: RunDayRow, need_ids: Sequence[str]) -> Mapping[str, Waited]:
    """How often each of these needs was served and missed in the last weeks."""
    since = day.on_date - timedelta(weeks=WEEKS_LOOKED_BACK)
    return waited(act.store, need_ids, since=since, before=day.on_date)


def add_units(act: Act, desk: Desk, day_id: str, unit_ids: Collection[str]) -> int:
    """Put units on the list; how many. `Conflict` where one is not waiting any more."""
    day = day_to_change(act, desk, day_id)
    if not unit_ids:
        raise Invalid(NOTHING_CHOSEN, "units")
    if day.kind is not RunKind.DELIVER:
        raise Conflict(FETCHES)
    hold_units(act.store, unit_ids)
    found = units_to_bring(
        act.store,
        desk.within(Right.PLAN_RUNS),
        day.charity_id,
        day.on_date,
        unit_ids=set(unit_ids),
    )
    if len(found) != len(set(unit_ids)):
        raise Conflict(GONE_MEANWHILE)
    day.left_off = [id for id in day.left_off or () if id not in set(unit_ids)] or None
    return put_units(act, day, found)


def gather_on(act: Act, desk: Desk, day_id: str) -> int:
    """Put on the list of a day what comes every week; how many."""
    return gather(act, day_to_change(act, desk, day_id))


def gather(act: Act, day: RunDayRow) -> int:
    """Put on the list what comes by itself; how many.

    That is what this charity's residents get every week on that day, and what a run has missed
    within a week and is to be tried again. What a person took off the list stays off.
    """
    if day.kind is not RunKind.DELIVER:
        return 0

    def coming() -> list[UnitToBring]:
        again = _to_try_again(act, day)
        weekly = units_to_bring(act.store, Scope(), day.charity_id, day.on_date, recurring=True)
        missed = units_to_bring(act.store, ANYWHERE, day.charity_id, day.on_date, unit_ids=again)
        left_off = set(day.left_off or ())
        found = [*weekly, *(one for one in missed if one.match_id is None)]
        return [one for one in found if one.unit_id not in left_off]

    hold_units(act.store, [one.unit_id for one in coming()])
    return put_units(act, day, coming())


def gather_missed(act: Act, day: RunDayRow) -> None:
    """A run of this day is over: what is to be tried again goes on the next list, if there is one.

    Not on one from which a run is out already; and where that list is full, somebody chooses.
    """
    if (row := day_after(act.store, day.charity_id, day.kind, day.on_date)) is None:
        return
    later = held_day(act.store, row.id)
    if any(run.status is not RunStatus.PLANNED for run in runs_of_day(act.store, later.id)):
        return
    try:
        gather(act, later)
    except Conflict:
        act.note("list_is_full", "run_day", later.id)


def _to_try_again(act: Act, day: RunDayRow) -> list[str]:
    since = day.on_date - A_WEEK
    missed = missed_lately(act.store, day.charity_id, since=since, before=day.on_date)
    return [
        unit_id
        for unit_id, (*earlier, last) in missed.items()
        if comes_again(
            last.status,
            last.failure,
            in_vain_before=int(bool(earlier) and earlier[-1].failure is StopFailure.NOT_IN),
        )
    ]


def take_off(act: Act, desk: Desk, day_id: str, stop_id: str) -> None:
    """Take a stop off the list while it is not out: others may help again."""
    day = day_to_change(act, desk, day_id)
    stop = planned_stop(act, day, stop_id)
    act.note("took_stop_off", "run_day", day.id, stop=stop_id, need=stop.need_id)
    if stop.unit_id is not None:
        day.left_off = [*(day.left_off or ()), stop.unit_id]
    act.store.delete(stop)
    act.store.flush()
    changed(day)


def drop_unwanted(act: Act, day: RunDayRow) -> int:
    """Take off the list what nobody waits for any more; how many."""
    gone = [
        stop
        for stop in stops_of_day(act.store, day.id)
        if stop.status is StopStatus.PLANNED and not stop.still_wanted
    ]
    for stop in gone:
        act.store.delete(act.store.get_one(StopRow, stop.id))
        act.note("took_stop_off", "run_day", day.id, stop=stop.id, need=stop.need_id)
    if gone:
        act.store.flush()
        changed(day)
    return len(gone)


def put_units(
    act: Act,
    day: RunDayRow,
    units: Sequence[UnitToBring],
    ids: Mapping[str, str] | None = None,
    doors: Mapping[str, Callable[[AtTheDoor], AtTheDoor]] | None = None,
) -> int:
    """Put units that wait on the list of a day that is held; how many.

    By unit, `ids` are those that their stops are to have, and `doors` what is said of a door that
    would otherwise be as it was last time.
    """
    if not units:
        return 0
    ids, doors = ids or {}, doors or {}
    require_room(act, day, len(units))
    known = last_stops(act.store, [one.need_id for one in units], before=day.on_date)
    first = next_typed(act.store, day.id)
    put_stops(
        act.store,
        [
            StopRow(
                id=ids.get(unit.unit_id) or new_id(),
                day_id=day.id,
                typed=first + number,
                unit_id=unit.unit_id,
                need_id=unit.need_id,
                match_id=unit.match_id,
                easting=unit.easting,
                northing=unit.northing,
                borough=unit.borough,
                cell=unit.cell,
                **columns_of(
                    doors.get(unit.unit_id, as_it_was)(
                        _door_of(unit, day.on_date, known.get(unit.need_id))
                    )
                ),
            )
            for number, unit in enumerate(units)
        ],
    )
    changed(day)
    act.note("added_stops", "run_day", day.id, number=len(units))
    return len(units)


def as_it_was(door: AtTheDoor) -> AtTheDoor:
    """Where nobody says otherwise."""
    return door


def _door_of(unit: UnitToBring, on_date: date, known: StopRow | None) -> AtTheDoor:
    """As it was last time, where there was one."""
    windows = windows_on(on_date, unit.availability)
    if known is None:
        return AtTheDoor(windows=windows)
    return AtTheDoor(known.parcels, known.weight_g, known.service_s, known.two_people, windows)
