"""The list of a day: units of needs, what comes every week by itself, and extra stops."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right, Scope
from matcher.domain.run_days import WEEKS_LOOKED_BACK, RunKind, windows_on
from matcher.domain.statuses import StopStatus
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import changed, day_at, day_to_change
from matcher.service.runs_stops import AtTheDoor, columns_of, planned_stop, require_room
from matcher.storage.ids import new_id
from matcher.storage.reading.on_runs import hold_units
from matcher.storage.reading.run_choices import UnitToBring, units_to_bring
from matcher.storage.reading.run_history import Waited, last_stops, waited
from matcher.storage.reading.runs import stops_of_day
from matcher.storage.tables import RunDayRow, StopRow
from matcher.storage.writing.runs import next_typed, put_stops

GONE_MEANWHILE = "Some of these are not waiting any more, or somebody else was asked meanwhile."
NOTHING_CHOSEN = "Choose whom to bring something to."


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
    return _put(act, day, found)


def gather_on(act: Act, desk: Desk, day_id: str) -> int:
    """Put on the list of a day what comes every week; how many."""
    return gather(act, day_to_change(act, desk, day_id))


def gather(act: Act, day: RunDayRow) -> int:
    """Put on the list what this charity's residents get every week on that day; how many."""
    if day.kind is not RunKind.DELIVER:
        return 0
    weekly = partial(
        units_to_bring, act.store, Scope(), day.charity_id, day.on_date, recurring=True
    )
    hold_units(act.store, [one.unit_id for one in weekly()])
    return _put(act, day, weekly())


def take_off(act: Act, desk: Desk, day_id: str, stop_id: str) -> None:
    """Take a stop off the list while it is not out: others may help again."""
    day = day_to_change(act, desk, day_id)
    stop = planned_stop(act, day, stop_id)
    act.note("took_stop_off", "run_day", day.id, stop=stop_id, need=stop.need_id)
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


def _put(act: Act, day: RunDayRow, units: Sequence[UnitToBring]) -> int:
    if not units:
        return 0
    require_room(act, day, len(units))
    known = last_stops(act.store, [one.need_id for one in units], before=day.on_date)
    first = next_typed(act.store, day.id)
    put_stops(
        act.store,
        [
            StopRow(
                id=new_id(),
                day_id=day.id,
                typed=first + number,
                unit_id=unit.unit_id,
                need_id=unit.need_id,
                match_id=unit.match_id,
                easting=unit.easting,
                northing=unit.northing,
                borough=unit.borough,
                cell=unit.cell,
                **_door_of(unit, day.on_date, known.get(unit.need_id)),
            )
            for number, unit in enumerate(units)
        ],
    )
    changed(day)
    act.note("added_stops", "run_day", day.id, number=len(units))
    return len(units)


def _door_of(unit: UnitToBring, on_date: date, known: StopRow | None) -> dict[str, Any]:
    """As it was last time, where there was one."""
    windows = windows_on(on_date, unit.availability)
    if known is None:
        return columns_of(AtTheDoor(windows=windows))
    return {
        "parcels": known.parcels,
        "weight_g": known.weight_g,
        "service_s": known.service_s,
        "two_people": known.two_people,
        "windows": [[one.start_s, one.end_s] for one in windows],
    }
