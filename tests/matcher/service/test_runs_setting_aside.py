"""One press sets aside for a whole list, twice does it once, and whoever goes without is named."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from matcher.domain.doorsteps import StopFailure
from matcher.domain.refusals import NotFound
from matcher.domain.roles import Role
from matcher.domain.statuses import StopStatus
from matcher.service.runs_days import open_day
from matcher.service.runs_doors import AtDoor, come_back, note_at_door
from matcher.service.runs_lists import add_units
from matcher.service.runs_setting_aside import ListStock, set_aside_for_list, stock_of_list
from matcher.service.stock_items import add_place
from matcher.service.stock_needs import Wish, release_for_nobody, reserve
from matcher.storage.database import Database
from matcher.storage.tables import StopRow, UnitRow
from matcher.storage.writing.contacts import put_need_details
from tests.builders import TODAY
from tests.matcher.service.acts import SEALER, acting, looking
from tests.matcher.service.day_of_runs import Day, a_day
from tests.matcher.service.desks import a_desk
from tests.matcher.service.stocked import Shelf, balances, stands, stocked
from tests.matcher.storage.rows import NOW


def a_shelf(day: Day, **quantities: int) -> tuple[Shelf, dict[str, str]]:
    """So many of a plain and of a halal parcel; their ids."""
    with acting(day.database) as act:
        shelf = Shelf(day.charity_id, day.desk, add_place(act, day.desk, day.charity_id, "Hall"))
        said = {"plain": {}, "halal": {"name": "Halal parcel", "diets": {"halal"}}}
        ids = {kind: stocked(act, shelf, quantities.get(kind, 0), **said[kind]) for kind in said}
    return shelf, ids


def eats_halal(day: Day, number: int) -> None:
    with day.database.begin() as store:
        told = {"notes": "", "dietary": ["halal"]}
        put_need_details(store, SEALER, day.needs[number], told, now=NOW)


def pressed(day: Day) -> int:
    with acting(day.database, by=day.desk.actor) as act:
        return set_aside_for_list(act, day.desk, day.id)


def seen(day: Day) -> ListStock:
    with looking(day.database) as act:
        return stock_of_list(act, day.desk, day.id)


def reserved(day: Day, ids: dict[str, str], shelf: Shelf) -> dict[str, int]:
    with acting(day.database) as act:
        assert balances(act, shelf)
        return {kind: stands(act, id).get("reserved", 0) for kind, id in ids.items()}


def test_all_of_a_list_get_what_they_can_eat_in_one_act(database: Database):
    day = a_day(database, needs=3)
    eats_halal(day, 1)
    shelf, ids = a_shelf(day, plain=5, halal=1)
    before = seen(day)
    assert (before.keeps_stock, before.holding, len(before.lacking)) == (True, 0, 3)
    assert before.short == ()
    assert pressed(day) == 3
    assert reserved(day, ids, shelf) == {"plain": 2, "halal": 1}
    assert seen(day) == ListStock(True, 3, (), ())
    assert pressed(day) == 0
    assert reserved(day, ids, shelf) == {"plain": 2, "halal": 1}


def test_whoever_goes_without_is_named_with_what_is_short(database: Database):
    day = a_day(database, needs=3)
    eats_halal(day, 0)
    eats_halal(day, 2)
    shelf, ids = a_shelf(day, plain=5, halal=1)
    assert pressed(day) == 2
    after = seen(day)
    [lacking] = after.lacking
    # Of the two who eat halal the first of the list had the parcel.
    halal = [stop for stop in day.stops() if stop.need_id in (day.needs[0], day.needs[2])]
    assert (lacking.stop.id, lacking.dietary) == (halal[-1].id, {"halal"})
    [short] = after.short
    assert (short.dietary, short.missing) == ({"halal"}, 1)
    assert reserved(day, ids, shelf) == {"plain": 1, "halal": 1}


def test_a_stop_gets_all_of_its_parcels_or_none_and_who_holds_something_is_left_alone(
    database: Database,
):
    day = a_day(database, needs=3)
    shelf, ids = a_shelf(day, plain=4)
    with acting(database) as act:
        for number, parcels in enumerate((3, 1, 2)):
            row = act.store.query(StopRow).filter_by(unit_id=day.units[number]).one()
            row.parcels = parcels
        reserve(act, day.desk, Wish(day.needs[0], day.units[0], ids["plain"]))
    # Three are free: the second stop takes one, the third two, and the first has its own.
    assert pressed(day) == 2
    assert reserved(day, ids, shelf) == {"plain": 4, "halal": 0}
    with acting(database) as act:
        row = act.store.query(StopRow).filter_by(unit_id=day.units[1]).one()
        assert row.status is StopStatus.PLANNED


def test_two_who_press_at_once_set_aside_once(database: Database):
    day = a_day(database, needs=2)
    shelf, ids = a_shelf(day, plain=9)
    with ThreadPoolExecutor(2) as both:
        done = [one.result() for one in [both.submit(pressed, day) for _ in range(2)]]
    assert sorted(done) == [0, 2]
    assert reserved(day, ids, shelf) == {"plain": 2, "halal": 0}


def test_what_is_missed_is_set_aside_for_a_later_list_and_stays_so(database: Database):
    day = a_day(database, needs=1)
    shelf, ids = a_shelf(day, plain=1)
    with acting(database) as act:
        act.store.get_one(UnitRow, day.units[0]).on_date = TODAY
    day.plan()
    day.send_out()
    with acting(database) as act:
        failed = AtDoor(StopStatus.FAILED, StopFailure.NOT_IN)
        note_at_door(act, day.runs[0], day.stops(0)[0].id, failed)
        come_back(act, day.runs[0])
        # The clock closes what is over.
        act.store.get_one(UnitRow, day.units[0]).closed_at = act.now
    later = NOW + timedelta(days=2)
    with acting(database, now=later, by=day.desk.actor) as act:
        day.id = open_day(act, day.desk, day.depot_id, TODAY + timedelta(days=2))
        add_units(act, day.desk, day.id, day.units)
        assert set_aside_for_list(act, day.desk, day.id) == 1
        release_for_nobody(act)
    assert reserved(day, ids, shelf) == {"plain": 1, "halal": 0}


def test_nobody_of_another_charity_sets_anything_aside(database: Database):
    day = a_day(database, needs=1)
    a_shelf(day, plain=1)
    with acting(database) as act:
        stranger = a_desk(act.store, Role.COORDINATOR)
        with pytest.raises(NotFound, match="no such day"):
            set_aside_for_list(act, stranger, day.id)
