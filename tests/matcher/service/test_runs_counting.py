"""Parcels of a run that is back are counted so that the ledger takes exactly those."""

from datetime import timedelta

import pytest

from matcher.domain.doorsteps import StopFailure
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.run_counts import Tally
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.service.runs_counting import reconcile, take_count_back
from matcher.service.runs_doors import AtDoor, come_back, note_at_door
from matcher.service.runs_to_count import ToCount, to_count
from matcher.service.stock_items import add_place
from matcher.service.stock_needs import Wish, reserve
from matcher.storage.database import Database
from tests.matcher.service.acts import acting
from tests.matcher.service.day_of_runs import Day, a_day
from tests.matcher.service.stocked import Shelf, balances, stands, stocked
from tests.matcher.storage.rows import NOW

NOT_IN = AtDoor(StopStatus.FAILED, StopFailure.NOT_IN)
DELIVERED = AtDoor(StopStatus.DELIVERED)


def back(day: Day, *at_doors: AtDoor) -> None:
    """The run goes out, this is noted at its doors in order, and it comes back."""
    day.plan()
    day.send_out()
    with acting(day.database, by="volunteer:dora") as act:
        for stop, at_door in zip(day.stops(0), at_doors, strict=False):
            note_at_door(act, day.runs[0], stop.id, at_door)
        come_back(act, day.runs[0])


def two_kinds(database: Database) -> tuple[Day, Shelf, str, str]:
    """Three doors: two food parcels, one from the nearest and one from the farthest, and a halal
    parcel between; and the ids of both items."""
    day = a_day(database)
    with acting(database) as act:
        shelf = Shelf(day.charity_id, day.desk, add_place(act, day.desk, day.charity_id, "Hall"))
        food = stocked(act, shelf, 10)
        halal = stocked(act, shelf, 10, name="Halal parcel", diets={"halal"})
        for need, unit, item in zip(day.needs, day.units, (food, halal, food), strict=True):
            reserve(act, day.desk, Wish(need, unit, item))
    return day, shelf, food, halal


def books(day: Day) -> ToCount:
    with acting(day.database) as act:
        return to_count(act, day.desk, day.id, day.runs[0])


def counted(day: Day, told, **said: object):
    with acting(day.database, by=day.desk.actor) as act:
        return reconcile(act, day.desk, day.id, day.runs[0], told, **said)


def on_the_shelf(day: Day, shelf: Shelf, item: str) -> dict[str, int]:
    with acting(day.database) as act:
        assert balances(act, shelf)
        found = stands(act, item)
        return {name: found.get(name, 0) for name in ("free", "picked", "delivered", "wasted")}


def test_parcels_out_are_delivered_returned_or_wasted_or_it_says_of_which_stop_they_are_missing(
    database: Database,
):
    day = a_day(database)
    day.plan()
    day.send_out()
    with pytest.raises(Conflict, match="not back yet"):
        counted(day, Tally(2, 0))
    with acting(database, by="volunteer:dora") as act:
        note_at_door(act, day.runs[0], day.stops(0)[0].id, DELIVERED)
        come_back(act, day.runs[0])
    open_books = books(day)
    assert (open_books.out, open_books.delivered, open_books.should_return) == (3, 1, 2)
    assert open_books.two_numbers_do
    with pytest.raises(Invalid, match="each stop"):
        counted(day, Tally(1, 0), knowingly=True)
    with pytest.raises(Invalid, match="than went out"):
        counted(day, Tally(3, 0))
    first, second = open_books.things
    told = {first.id: Tally(1, 0), second.id: Tally(0, 0)}
    assert [(one.stop.id, n) for one, n in open_books.missing_at(told)] == [(second.stop_id, 1)]
    with pytest.raises(Invalid, match="missing"):
        counted(day, told)
    assert counted(day, told, knowingly=True).missing == 1
    assert [one.counted.missing for one in books(day).stops if one.counted] == [0, 1]
    with pytest.raises(Conflict, match="counted"):
        counted(day, told, knowingly=True)


def test_of_several_items_each_stop_is_asked_and_the_ledger_takes_exactly_those(
    database: Database,
):
    day, shelf, food, halal = two_kinds(database)
    back(day, NOT_IN, NOT_IN, NOT_IN)
    open_books = books(day)
    assert not open_books.two_numbers_do
    with pytest.raises(Invalid, match="each stop"):
        counted(day, Tally(2, 1))
    by_item = [(one.item, one.thing.id) for stop in open_books.stops for one in stop.things]
    assert sorted(item for item, _ in by_item) == ["Food parcel", "Food parcel", "Halal parcel"]
    told = {id: Tally(0, 1) if item == "Halal parcel" else Tally(1, 0) for item, id in by_item}
    assert counted(day, told).wasted == 1
    assert on_the_shelf(day, shelf, food) == {"free": 10, "picked": 0, "delivered": 0, "wasted": 0}
    assert on_the_shelf(day, shelf, halal) == {"free": 9, "picked": 0, "delivered": 0, "wasted": 1}


def test_what_went_all_one_way_needs_no_asking(database: Database):
    day, shelf, food, halal = two_kinds(database)
    back(day, DELIVERED, NOT_IN, NOT_IN)
    assert counted(day, Tally(2, 0)).returned == 2
    assert on_the_shelf(day, shelf, food)["free"] + on_the_shelf(day, shelf, halal)["free"] == 19


def test_a_part_of_what_one_stop_had_comes_back(database: Database):
    day = a_day(database, needs=1)
    with acting(database) as act:
        shelf = Shelf(day.charity_id, day.desk, add_place(act, day.desk, day.charity_id, "Hall"))
        food = stocked(act, shelf, 5)
        reserve(act, day.desk, Wish(day.needs[0], day.units[0], food, 3))
    back(day, NOT_IN)
    assert books(day).should_return == 3
    # Three things in one parcel, of which one is spoilt and one cannot be found.
    told = Tally(1, 1)
    with pytest.raises(Invalid, match="missing"):
        counted(day, told)
    assert counted(day, told, knowingly=True).missing == 1
    assert on_the_shelf(day, shelf, food) == {"free": 3, "picked": 1, "delivered": 0, "wasted": 1}


def test_two_totals_are_shown_stop_by_stop_as_the_ledger_took_them(database: Database):
    day = a_day(database)
    back(day, NOT_IN, NOT_IN, NOT_IN)
    counted(day, Tally(2, 1))
    found = books(day)
    assert found.shared_out
    each = [(one.counted.returned, one.counted.wasted) for one in found.stops if one.counted]
    assert each == [(1, 0), (1, 0), (0, 1)]
    # Said of each stop, it is that stop's, and nobody shared anything out.
    with acting(database, by=day.desk.actor) as act:
        take_count_back(act, day.desk, day.id, day.runs[0])
    first, second, third = books(day).things
    counted(day, {first.id: Tally(0, 1), second.id: Tally(1, 0), third.id: Tally(1, 0)})
    found = books(day)
    assert not found.shared_out
    assert [one.counted.wasted for one in found.stops if one.counted] == [1, 0, 0]


def test_of_a_parcel_of_several_things_each_is_counted_by_itself(database: Database):
    day = a_day(database, needs=1)
    with acting(database) as act:
        shelf = Shelf(day.charity_id, day.desk, add_place(act, day.desk, day.charity_id, "Hall"))
        for name in ("Bread", "Milk"):
            item = stocked(act, shelf, 5, name=name)
            reserve(act, day.desk, Wish(day.needs[0], day.units[0], item))
    back(day, NOT_IN)
    [stop] = books(day).stops
    item_of = {one.thing.id: one.item for one in stop.things}
    told = {id: Tally(0, 1) if item == "Milk" else Tally(1, 0) for id, item in item_of.items()}
    # The one parcel is spoilt as a whole; of its things one is.
    total = counted(day, told)
    assert (total.returned, total.wasted) == (0, 1)
    found = books(day)
    assert found.is_of_several_things
    each = {one.item: one.counted for one in found.stops[0].things if one.counted}
    assert {item: (one.returned, one.wasted) for item, one in each.items()} == {
        "Bread": (1, 0),
        "Milk": (0, 1),
    }


def test_a_count_is_taken_back_with_what_it_wrote_and_told_anew(database: Database):
    day, shelf, food, halal = two_kinds(database)
    back(day, NOT_IN, NOT_IN, NOT_IN)
    before = on_the_shelf(day, shelf, food), on_the_shelf(day, shelf, halal)
    counted(day, Tally(3, 0))
    with (
        pytest.raises(Conflict, match="a week ago"),
        acting(database, now=NOW + timedelta(days=8)) as act,
    ):
        take_count_back(act, day.desk, day.id, day.runs[0])
    with acting(database, by=day.desk.actor) as act:
        take_count_back(act, day.desk, day.id, day.runs[0])
    assert (on_the_shelf(day, shelf, food), on_the_shelf(day, shelf, halal)) == before
    assert (day.run().status, day.run().returned_parcels) == (RunStatus.BACK, None)
    with pytest.raises(Conflict, match="no count"), acting(database) as act:
        take_count_back(act, day.desk, day.id, day.runs[0])
    assert counted(day, Tally(0, 3)).wasted == 3
    assert on_the_shelf(day, shelf, halal)["wasted"] == 1
