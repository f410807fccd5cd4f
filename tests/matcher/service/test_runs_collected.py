"""Surplus is fetched from shops on a day of its own, in windows, and ends at the depot."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matcher.domain.day_times import hours
from matcher.domain.places import Point
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.run_counts import Tally
from matcher.domain.run_days import RunKind
from matcher.domain.statuses import StopStatus
from matcher.service.retention import forget_runs
from matcher.service.runs_board import day_page
from matcher.service.runs_counting import reconcile
from matcher.service.runs_days import open_day
from matcher.service.runs_doors import AtDoor, come_back, note_at_door
from matcher.service.runs_drivers import add_driver
from matcher.service.runs_lists import add_units, gather_on
from matcher.service.runs_page import drivers_page
from matcher.service.runs_sending import run_behind
from matcher.service.runs_stops import AtTheDoor, ExtraStop, GettingIn, add_extra
from matcher.storage.database import Database
from matcher.storage.tables import MatchRow, RunRow, StopRow
from tests.builders import TODAY, at
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.day_of_runs import A_PLACE, Day, a_day, a_drivers_offer, a_vehicle


def a_collection(database: Database) -> Day:
    """Two shops that have something to give today, in their own windows, and a driver."""
    day = a_day(database, needs=1, drivers=0)
    with acting(database, by=day.desk.actor) as act:
        day.id = open_day(act, day.desk, day.depot_id, TODAY, RunKind.COLLECT)
        assert gather_on(act, day.desk, day.id) == 0
        for name, east_m, window in (("Bakery", 900, "10:00"), ("Dairy", -700, "09:30")):
            shop = ExtraStop(name, replace(A_PLACE, point=at(east_m)), "020 7946 0018", "Back door")
            door = AtTheDoor(parcels=4, windows=(hours(window, "11:00"),))
            way_in = GettingIn("Ask for the manager", "99")
            add_extra(act, day.desk, day.id, shop, door, way_in)
        offer = a_drivers_offer(act.store, day.charity_id)
        vehicle = a_vehicle(from_home=True, to_home=True)
        day.runs = [add_driver(act, day.desk, day.id, offer, day.depot_id, vehicle)]
    return day


def test_a_collection_keeps_the_shops_windows_and_has_a_list_of_its_own(database: Database):
    day = a_collection(database)
    day.plan()
    with looking(database) as act:
        page = day_page(act, day.desk, day.id)
    [run] = page.runs
    assert [page.names[stop.id] for stop in run.stops] == ["Dairy", "Bakery"]
    assert all(stop.begin_s >= 9.5 * 3600 for stop in run.stops)
    with pytest.raises(Conflict), acting(database) as act:
        open_day(act, day.desk, day.depot_id, TODAY, RunKind.COLLECT)
    with pytest.raises(Conflict, match="fetched from shops"), acting(database) as act:
        add_units(act, day.desk, day.id, day.units)


def test_what_was_fetched_goes_to_the_stock_and_makes_no_match(database: Database):
    fetched: list[int] = []

    class Shelf:
        def went_out(self, act, load):
            pass

        def handed_over(self, act, load, unit_ids):
            assert list(unit_ids) == []

        def counted(self, act, load, told):
            raise AssertionError("nothing was delivered")

        def fetched(self, act, load, parcels):
            fetched.append(parcels)

    day = a_collection(database)
    day.plan()
    secret = day.send_out()
    with acting(database) as act:
        page = drivers_page(act, run_behind(act, secret))
        doors = {stop.door.name: stop.door.door_code for stop in page.stops if stop.door}
        assert doors == {"Dairy": "99", "Bakery": "99"}
    with acting(database) as act:
        note_at_door(act, day.runs[0], page.stops[0].id, AtDoor(StopStatus.DELIVERED))
        come_back(act, day.runs[0], Shelf())
    with acting(database) as act:
        reconcile(act, day.desk, day.id, day.runs[0], Tally(4, 0), stock=Shelf())
    assert fetched == [4]
    with database.read() as store:
        assert store.query(MatchRow).count() == 0
        assert store.get_one(RunRow, day.runs[0]).delivered_parcels == 4


def test_an_extra_stop_is_named_and_its_place_is_forgotten_in_time(database: Database):
    day = a_collection(database)
    with pytest.raises(Invalid), acting(database) as act:
        add_extra(act, day.desk, day.id, ExtraStop("", A_PLACE), AtTheDoor())
    with acting(database, now=act.now + timedelta(days=60)) as later:
        # The two shops, and the door of the other list of that day.
        assert forget_runs(later) == 3
        assert forget_runs(later) == 0
        rows = later.store.query(StopRow).filter_by(day_id=day.id).all()
        later.store.expire_all()
        places = {Point(row.easting % 1000, row.northing % 1000) for row in rows}
        assert places == {Point(500, 500)}
