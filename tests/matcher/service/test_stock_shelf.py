"""Given out, wasted, counted, carried, and undone: nothing vanishes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.domain.stock import CountReason, WasteReason
from matcher.service.stock_in import Receipt, receive
from matcher.service.stock_items import add_place
from matcher.service.stock_pages import item_page
from matcher.service.stock_shelf import carry, count, give_out, undo, waste
from matcher.storage.reading.stock import lots
from matcher.storage.tables import LogRow
from tests.builders import TODAY
from tests.matcher.service.acts import acting
from tests.matcher.service.desks import a_desk
from tests.matcher.service.stocked import (
    a_shelf,
    balances,
    only_lot,
    set_aside,
    stands,
    stocked,
)
from tests.matcher.storage.rows import NOW

SOON, LATER = TODAY + timedelta(days=2), TODAY + timedelta(days=90)


def test_what_goes_over_the_counter_is_of_the_first_date(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5, LATER)
        receive(act, shelf.desk, Receipt(item_id, shelf.place_id, 2, SOON))
        give_out(act, shelf.desk, item_id, 3)
        left = {lot.best_before: lot.balance.free for lot in lots(act.store, item_id)}
        assert left == {SOON: 0, LATER: 4}
        assert stands(act, item_id) == {"free": 4, "delivered": 3, "received": -7}


def test_no_more_goes_than_there_is_and_the_refusal_says_how_many(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 3)
        with pytest.raises(Conflict, match="Only 3 of these are free"):
            give_out(act, shelf.desk, item_id, 4)


def test_what_is_past_its_date_is_wasted_and_not_given(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 4, SOON)
    with acting(database, now=NOW + timedelta(days=3)) as act:
        with pytest.raises(Conflict, match="None of these is free"):
            give_out(act, shelf.desk, item_id, 1)
        lot = only_lot(act, item_id)
        waste(act, shelf.desk, lot.id, 4, WasteReason.PAST_ITS_DATE)
        assert stands(act, item_id) == {"wasted": 4, "received": -4}
        assert balances(act, shelf)


@pytest.mark.parametrize(
    ("found", "stood"),
    [
        (12, {"free": 10, "reserved": 2, "counted": -2, "received": -10}),
        (7, {"free": 5, "reserved": 2, "counted": 3, "received": -10}),
        (10, {"free": 8, "reserved": 2, "received": -10}),
    ],
)
def test_a_count_is_kept_as_a_difference_with_its_reason(database, found, stood):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 10)
        set_aside(act, shelf, item_id, 2)
        lot = only_lot(act, item_id)
        count(act, shelf.desk, lot.id, found, 10, CountReason.MISCOUNTED)
        assert stands(act, item_id) == stood
        assert balances(act, shelf)


def test_a_count_without_a_reason_or_of_what_is_set_aside_is_refused(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 10)
        set_aside(act, shelf, item_id, 4)
        lot = only_lot(act, item_id)
        with pytest.raises(Invalid, match="why"):
            count(act, shelf.desk, lot.id, 9, 10, None)
        with pytest.raises(Conflict, match="set aside"):
            count(act, shelf.desk, lot.id, 3, 10, CountReason.TAKEN)
        with pytest.raises(Conflict, match="once more"):
            count(act, shelf.desk, lot.id, 9, 11, CountReason.TAKEN)


def test_what_is_carried_keeps_its_date_and_is_nothing_over_all_places(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5, SOON)
        van = add_place(act, shelf.desk, shelf.charity_id, "Van")
        lot = only_lot(act, item_id)
        carry(act, shelf.desk, lot.id, van, 2)
        there = {one.place: (one.best_before, one.balance.free) for one in lots(act.store, item_id)}
        assert there == {"Church hall": (SOON, 3), "Van": (SOON, 2)}
        assert stands(act, item_id) == {"free": 5, "received": -5}
        with pytest.raises(Invalid):
            carry(act, shelf.desk, lot.id, shelf.place_id, 1)


def test_a_wrong_entry_is_taken_back_once_and_both_stay_in_the_ledger(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5)
        entry = give_out(act, shelf.desk, item_id, 2)
        assert undo(act, shelf.desk, entry)
        assert not undo(act, shelf.desk, entry)
        assert stands(act, item_id) == {"free": 5, "received": -5}
        ledger = item_page(act, shelf.desk, item_id).ledger
        assert [(str(one.kind), one.undone) for one in ledger] == [
            ("undone", False),
            ("given", True),
            ("received", False),
        ]
        with pytest.raises(Conflict, match="takes another one back"):
            undo(act, shelf.desk, ledger[0].entry_id)


def test_what_came_in_by_a_wrong_entry_and_went_out_again_cannot_be_taken_back(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf)
        done = receive(act, shelf.desk, Receipt(item_id, shelf.place_id, 5))
        give_out(act, shelf.desk, item_id, 1)
    with pytest.raises(Conflict, match="not so many"), acting(database) as act:
        undo(act, shelf.desk, done.entry_id)
    with acting(database) as act:
        assert stands(act, item_id) == {"free": 4, "delivered": 1, "received": -5}


def test_counting_wasting_and_undoing_are_for_coordinators(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5)
        lot = only_lot(act, item_id)
        intake = a_desk(act.store, Role.INTAKE, charity_id=shelf.charity_id)
        entry = give_out(act, intake, item_id, 1)
        for deed in (
            lambda: waste(act, intake, lot.id, 1, WasteReason.DAMAGED),
            lambda: count(act, intake, lot.id, 1, 1, None),
            lambda: undo(act, intake, entry),
        ):
            with pytest.raises(NotAllowed):
                deed()


def test_another_charity_moves_nothing_of_it(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5)
        entry = give_out(act, shelf.desk, item_id, 1)
        lot, stranger = only_lot(act, item_id), a_desk(act.store)
        for deed in (
            lambda: give_out(act, stranger, item_id, 1),
            lambda: waste(act, stranger, lot.id, 1, WasteReason.DAMAGED),
            lambda: count(act, stranger, lot.id, 1, 4, None),
            lambda: carry(act, stranger, lot.id, shelf.place_id, 1),
            lambda: undo(act, stranger, entry),
            lambda: item_page(act, stranger, item_id),
        ):
            with pytest.raises(NotFound):
                deed()


def test_each_deed_is_in_the_log_with_numbers_and_ids_alone(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5, date(2026, 4, 1))
        give_out(act, shelf.desk, item_id, 2)
        act.store.flush()
        kept = act.store.scalars(select(LogRow).where(LogRow.verb == "stock_given")).one()
        assert kept.about_id == item_id
        assert kept.facts["quantity"] == 2
        assert "Food parcel" not in str(kept.facts)
