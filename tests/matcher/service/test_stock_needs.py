"""What needs hold of the stock, until the door and back."""

from datetime import timedelta

import pytest

from matcher.domain.outcomes import NeedEnding
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.stock import WasteReason
from matcher.service.board_deeds import close_need
from matcher.service.stock_needs import (
    Wish,
    bring_back,
    deliver,
    pick,
    release,
    release_for_nobody,
    reserve,
    spoil,
)
from matcher.service.stock_pages import pick_list, stock_for_need
from matcher.service.stock_pages import shelf as shelf_page
from matcher.service.stock_shelf import undo
from matcher.storage.reading.stock_needs import holdings_of_need
from tests.builders import SOUTHWARK, TODAY
from tests.matcher.service.acts import acting
from tests.matcher.service.stocked import (
    Shelf,
    a_hungry_need,
    a_shelf,
    a_wish,
    balances,
    set_aside,
    stands,
    stocked,
)
from tests.matcher.storage.rows import a_unit

HALAL = "halal"


def only_holding(act, shelf: Shelf, need) -> str:
    [held] = holdings_of_need(act.store, shelf.charity_id, need.id)
    return held.id


def test_a_parcel_is_set_aside_packed_and_handed_over(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5)
        need = set_aside(act, shelf, item_id, 2)
        held = only_holding(act, shelf, need)
        assert stands(act, item_id) == {"free": 3, "reserved": 2, "received": -5}
        pick(act, shelf.desk, held)
        assert stands(act, item_id) == {"free": 3, "picked": 2, "received": -5}
        deliver(act, shelf.desk, held)
        assert stands(act, item_id) == {"free": 3, "delivered": 2, "received": -5}
        with pytest.raises(Conflict, match="nothing of this left"):
            deliver(act, shelf.desk, held)
        assert balances(act, shelf)


@pytest.mark.parametrize(
    ("end", "stood"),
    [
        (lambda act, desk, held: bring_back(act, desk, held), {"free": 5, "received": -5}),
        (
            lambda act, desk, held: spoil(act, desk, held, WasteReason.DAMAGED),
            {"free": 4, "wasted": 1, "received": -5},
        ),
    ],
)
def test_what_is_packed_and_not_handed_over_comes_back_or_is_wasted(database, end, stood):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5)
        need = set_aside(act, shelf, item_id)
        held = only_holding(act, shelf, need)
        pick(act, shelf.desk, held)
        end(act, shelf.desk, held)
        assert stands(act, item_id) == stood
        # It holds nothing any more, so it can be given something again.
        reserve(act, shelf.desk, a_wish(act, need, item_id))
        assert balances(act, shelf)


def test_what_was_set_aside_goes_back_with_a_press(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5)
        need = set_aside(act, shelf, item_id, 3)
        held = only_holding(act, shelf, need)
        release(act, shelf.desk, held)
        with pytest.raises(Conflict):
            release(act, shelf.desk, held)
        assert stands(act, item_id) == {"free": 5, "received": -5}


def test_undoing_a_delivery_puts_it_back_into_the_packers_hands(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 1)
        need = set_aside(act, shelf, item_id)
        held = only_holding(act, shelf, need)
        pick(act, shelf.desk, held)
        undo(act, shelf.desk, deliver(act, shelf.desk, held))
        assert stands(act, item_id) == {"picked": 1, "received": -1}
        [line] = holdings_of_need(act.store, shelf.charity_id, need.id)
        assert (line.picked, line.delivered) == (1, 0)


def test_what_somebody_cannot_eat_is_not_set_aside_for_them(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act)
        plain = stocked(act, shelf, 5)
        halal = stocked(act, shelf, 5, name="Halal parcel", diets={HALAL})
        need = a_hungry_need(act, HALAL)
        with pytest.raises(Invalid, match="does not suit"):
            reserve(act, shelf.desk, a_wish(act, need, plain))
        seen = stock_for_need(act, shelf.desk, shelf.charity_id, need.id)
        assert [line.id for line in seen.suits] == [halal]
        assert [line.id for line in seen.does_not] == [plain]
        reserve(act, shelf.desk, a_wish(act, need, halal))


def test_one_unit_holds_an_item_once_and_only_its_own(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5)
        need = set_aside(act, shelf, item_id)
        with pytest.raises(Conflict, match="already"):
            reserve(act, shelf.desk, a_wish(act, need, item_id))
        other = a_hungry_need(act)
        wrong = Wish(other.id, a_wish(act, need, item_id).unit_id, item_id)
        with pytest.raises(NotFound, match="day or helper"):
            reserve(act, shelf.desk, wrong)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"confirmed_at": None, "confirmed_by": None}, "confirmed"),
        ({"status": "paused"}, "paused"),
        ({"borough": SOUTHWARK}, "no such need"),
    ],
)
def test_a_need_that_is_not_open_for_it_holds_nothing(empty_sqlite, said, why):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5)
        need = a_hungry_need(act, **said)
        with pytest.raises((Conflict, NotFound), match=why):
            reserve(act, shelf.desk, a_wish(act, need, item_id))


def test_another_charitys_need_or_holding_is_not_there(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf, other = a_shelf(act), a_shelf(act)
        item_id = stocked(act, shelf, 5)
        theirs = a_hungry_need(act, charity_id=other.charity_id)
        with pytest.raises(NotFound):
            reserve(act, shelf.desk, a_wish(act, theirs, item_id))
        need = set_aside(act, shelf, item_id)
        for deed in (pick, release, deliver, bring_back):
            with pytest.raises(NotFound):
                deed(act, other.desk, only_holding(act, shelf, need))
        with pytest.raises(NotFound):
            pick_list(act, other.desk, shelf.charity_id, TODAY)
        with pytest.raises(NotFound):
            stock_for_need(act, other.desk, shelf.charity_id, need.id)


def test_when_a_need_is_closed_the_clock_puts_back_what_was_set_aside(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5)
        need, packed = set_aside(act, shelf, item_id, 2), set_aside(act, shelf, item_id)
        pick(act, shelf.desk, only_holding(act, shelf, packed))
        assert release_for_nobody(act) == 0
        for one in (need, packed):
            close_need(act, shelf.desk, one.id, NeedEnding.REFERRED)
        assert release_for_nobody(act) == 1
        assert release_for_nobody(act) == 0
        # What is packed already is in somebody's hands: they say what became of it.
        assert stands(act, item_id) == {"free": 4, "picked": 1, "received": -5}


def test_the_pick_list_has_what_is_due_and_what_somebody_eats(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 9, diets={HALAL})
        need = a_hungry_need(act, HALAL)
        for days in (0, 1, 7):
            day = TODAY + timedelta(days=days)
            unit = a_unit(act.store, need.id, number=days + 2, on_date=day)
            reserve(act, shelf.desk, Wish(need.id, unit.id, item_id))
        page = pick_list(act, shelf.desk, shelf.charity_id, TODAY + timedelta(days=1))
        assert [line.on_date for line in page.lines] == [TODAY, TODAY + timedelta(days=1)]
        assert {line.dietary for line in page.lines} == {frozenset({HALAL})}


def test_what_is_short_is_what_this_week_asks_and_the_shelf_does_not_give(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        plain = stocked(act, shelf, 3)
        stocked(act, shelf, 1, name="Halal parcel", diets={HALAL})
        stocked(act, shelf, 1, TODAY, name="Coat", category="clothing")
        for _ in range(2):
            a_hungry_need(act, HALAL)
        for _ in range(2):
            a_hungry_need(act)
        # None of these asks for anything now, or not of this charity.
        set_aside(act, shelf, plain)
        a_hungry_need(act, category="visit")
        a_hungry_need(act, borough=SOUTHWARK)
        a_hungry_need(act, confirmed_at=None, confirmed_by=None)
        a_hungry_need(act, charity_id=a_shelf(act).charity_id)
        later = a_hungry_need(act)
        for unit in stock_for_need(act, shelf.desk, shelf.charity_id, later.id).units:
            reserve(act, shelf.desk, Wish(later.id, unit.id, plain))
        a_unit(act.store, later.id, number=9, on_date=TODAY + timedelta(days=7))
        page = shelf_page(act, shelf.desk, shelf.charity_id)
        found = {(one.category, one.dietary): (one.asked, one.missing) for one in page.short}
        assert found == {
            ("food_parcel", frozenset({HALAL})): (2, 1),
            ("food_parcel", frozenset()): (2, 1),
        }
        assert len(page.asking) == 4


def test_a_shelf_says_what_is_few_and_what_is_best_used_soon(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        low = stocked(act, shelf, 3, TODAY + timedelta(days=14), low_at=3)
        stocked(act, shelf, 3, TODAY + timedelta(days=15), name="Coat", low_at=2)
        page = shelf_page(act, shelf.desk, shelf.charity_id)
        assert [line.id for line in page.items if line.low] == [low]
        assert [lot.item_id for lot in page.expiring] == [low]
