"""What comes on a list by itself: every week, and once more where a run has missed it."""

from dataclasses import replace
from datetime import date, timedelta

from matcher.domain.doorsteps import StopFailure
from matcher.domain.statuses import StopStatus
from matcher.service.runs_board import day_page
from matcher.service.runs_days import open_day
from matcher.service.runs_doors import AtDoor, come_back, note_at_door
from matcher.service.runs_drivers import add_driver
from matcher.service.runs_lists import add_units, gather_on, take_off, to_choose_from
from matcher.storage.database import Database
from matcher.storage.tables import NeedRow, StopRow, UnitRow
from tests.builders import TODAY
from tests.matcher.service.acts import acting
from tests.matcher.service.day_of_runs import Day, a_day, a_drivers_offer, a_vehicle

NOT_IN = AtDoor(StopStatus.FAILED, StopFailure.NOT_IN)
THURSDAY = TODAY + timedelta(days=3)


def weekly(day: Day) -> None:
    """Its needs are wanted every week, on this day."""
    with day.database.begin() as store:
        for need_id, unit_id in zip(day.needs, day.units, strict=True):
            store.get_one(NeedRow, need_id).recurrence = "FREQ=WEEKLY"
            store.get_one(UnitRow, unit_id).on_date = TODAY


def driven(day: Day, *at_doors: AtDoor) -> list[str]:
    """The run goes out, this is noted at its first doors, and it comes back; the units in order."""
    day.plan()
    day.send_out()
    stops = day.stops(0)
    with acting(day.database, by="volunteer:dora") as act:
        for stop, at_door in zip(stops, at_doors, strict=False):
            note_at_door(act, day.runs[0], stop.id, at_door)
        come_back(act, day.runs[0])
    return [str(stop.unit_id) for stop in stops]


def begun(day: Day, on: date = THURSDAY) -> str:
    with acting(day.database, by=day.desk.actor) as act:
        day_id = open_day(act, day.desk, day.depot_id, on)
        gather_on(act, day.desk, day_id)
        return day_id


def listed(database: Database, day_id: str) -> list[str]:
    with database.read() as store:
        return sorted(str(row.unit_id) for row in store.query(StopRow).filter_by(day_id=day_id))


def test_who_was_not_in_and_where_nobody_went_come_once_more_and_the_others_do_not(
    database: Database,
):
    day = a_day(database, needs=5)
    weekly(day)
    others = [AtDoor(StopStatus.FAILED, StopFailure(why)) for why in ("refused", "unwell")]
    units = driven(day, NOT_IN, AtDoor(StopStatus.DELIVERED), *others)
    thursday = begun(day)
    assert listed(database, thursday) == sorted([units[0], units[4]])
    with acting(database) as act:
        page = day_page(act, day.desk, thursday)
        assert all(stop.tried_before for stop in page.waiting)
        waiting = {one.unit_id for one in to_choose_from(act, day.desk, thursday)}
    assert waiting == {units[2], units[3]}


def test_a_list_that_is_there_already_gets_it_when_the_run_is_back(database: Database):
    day = a_day(database, needs=1)
    weekly(day)
    thursday = begun(day)
    assert listed(database, thursday) == []
    units = driven(day, NOT_IN)
    assert listed(database, thursday) == units


def test_what_is_noted_on_a_run_that_is_out_may_be_taken_back_and_goes_nowhere_yet(
    database: Database,
):
    day = a_day(database, needs=1)
    weekly(day)
    day.plan()
    day.send_out()
    with acting(database, by="volunteer:dora") as act:
        note_at_door(act, day.runs[0], day.stops(0)[0].id, NOT_IN)
    assert listed(database, begun(day)) == []


def test_what_a_person_took_off_stays_off_until_a_person_chooses_it(database: Database):
    day = a_day(database, needs=1)
    weekly(day)
    units = driven(day, NOT_IN)
    thursday = begun(day)
    with acting(database, by=day.desk.actor) as act:
        stop = act.store.query(StopRow).filter_by(day_id=thursday).one()
        take_off(act, day.desk, thursday, stop.id)
        assert gather_on(act, day.desk, thursday) == 0
        add_units(act, day.desk, thursday, units)
    assert listed(database, thursday) == units


def test_who_was_away_twice_running_waits_for_a_coordinator(database: Database):
    day = a_day(database, needs=1)
    weekly(day)
    units = driven(day, NOT_IN)
    again = replace(day, id=begun(day, TODAY + timedelta(days=1)), runs=[])
    assert listed(database, again.id) == units
    with acting(database, by=day.desk.actor) as act:
        offer = a_drivers_offer(act.store, day.charity_id)
        run = add_driver(act, day.desk, again.id, offer, day.depot_id, a_vehicle())
        again.runs.append(run)
    driven(again, NOT_IN)
    assert listed(database, begun(day, TODAY + timedelta(days=2))) == []
