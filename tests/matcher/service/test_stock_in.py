"""What comes in, and who is thanked for it."""

from datetime import date, timedelta

import pytest

from matcher.domain.contact import ContactWay
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.service.post import opened_letter
from matcher.service.retention import forget_residents
from matcher.service.stock_in import Receipt, gift, receive
from matcher.service.stock_items import add_item, add_place, retire_item
from matcher.service.stock_shelf import undo
from matcher.service.typed_contact import typed_contact
from matcher.storage.tables import DonationRow, OutboxRow
from tests.builders import TODAY
from tests.matcher.service.acts import SEALER, acting, has_details, kinds_posted
from tests.matcher.service.desks import a_desk
from tests.matcher.service.stocked import a_shelf, an_item, balances, only_lot, stands, stocked
from tests.matcher.storage.rows import NOW

DONOR = typed_contact("", "grace@example.org")


def test_what_comes_in_is_on_the_shelf_and_owed_to_whoever_gave_it(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf)
        intake = a_desk(act.store, Role.INTAKE, charity_id=shelf.charity_id)
        for _ in range(2):
            receive(act, intake, Receipt(item_id, shelf.place_id, 20, date(2026, 5, 1)))
        assert stands(act, item_id) == {"free": 40, "received": -40}
        assert only_lot(act, item_id).best_before == date(2026, 5, 1)
        assert balances(act, shelf)


def test_each_date_and_place_is_a_lot_of_its_own(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf)
        cellar = add_place(act, shelf.desk, shelf.charity_id, "Cellar")
        for place, day in ((shelf.place_id, None), (shelf.place_id, TODAY), (cellar, None)):
            for _ in range(2):
                receive(act, shelf.desk, Receipt(item_id, place, 1, day))
        assert stands(act, item_id) == {"free": 6, "received": -6}


def test_whoever_gave_is_thanked_once_and_forgotten_within_days(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf)
        done = receive(act, shelf.desk, Receipt(item_id, shelf.place_id, 12), DONOR)
        assert kinds_posted(act.store) == ["donation_thanks"]
        row = act.store.query(OutboxRow).one()
        assert row.way is ContactWay.EMAIL
        letter = opened_letter(SEALER, row.payload, row.id)
        assert letter.link.path == f"/d/{done.donation_id}"
        told = gift(act, str(done.donation_id))
        assert (told.things, told.given_on) == ((("Food parcel", 12),), TODAY)
        person_id = act.store.get_one(DonationRow, done.donation_id).person_id
        assert has_details(act.store, str(person_id))
    with acting(database, now=NOW + timedelta(days=8)) as act:
        assert forget_residents(act) == 1
        assert not has_details(act.store, str(person_id))
        assert gift(act, str(done.donation_id)) == told


def test_a_gift_that_was_entered_by_mistake_is_not_on_the_donors_page(database):
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf)
        done = receive(act, shelf.desk, Receipt(item_id, shelf.place_id, 12), DONOR)
        undo(act, shelf.desk, done.entry_id)
        assert gift(act, str(done.donation_id)).things == ()


def test_a_landline_gets_no_thanks_and_nothing_is_kept(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf)
        with pytest.raises(Invalid, match="mobile"):
            receive(
                act,
                shelf.desk,
                Receipt(item_id, shelf.place_id, 1),
                typed_contact("020 7946 0018", ""),
            )


@pytest.mark.parametrize(
    ("day", "quantity", "field"),
    [
        (TODAY - timedelta(days=1), 1, "best_before"),
        (date(2099, 1, 1), 1, "best_before"),
        (None, 0, "quantity"),
        (None, 100_001, "quantity"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(empty_sqlite, day, quantity, field):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf)
        with pytest.raises(Invalid) as refused:
            receive(act, shelf.desk, Receipt(item_id, shelf.place_id, quantity, day))
        assert refused.value.field == field
        assert stands(act, item_id) == {}


def test_a_name_or_a_code_is_given_once_at_each_charity(database):
    with acting(database) as act:
        shelf, other = a_shelf(act), a_shelf(act)
        add_item(act, shelf.desk, shelf.charity_id, an_item(code="5000157024671"))
        add_item(act, other.desk, other.charity_id, an_item(code="5000157024671"))
        for same in (an_item(), an_item(name="Another", code="5000157024671")):
            with pytest.raises(Conflict):
                add_item(act, shelf.desk, shelf.charity_id, same)
        with pytest.raises(Conflict):
            add_place(act, shelf.desk, shelf.charity_id, " Church hall ")


def test_what_is_there_still_cannot_be_retired_and_nothing_comes_in_afterwards(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act)
        full, empty = stocked(act, shelf, 1), stocked(act, shelf, name="Coat")
        with pytest.raises(Conflict, match="still there"):
            retire_item(act, shelf.desk, full)
        for _ in range(2):
            retire_item(act, shelf.desk, empty)
        with pytest.raises(Conflict, match="not used"):
            receive(act, shelf.desk, Receipt(empty, shelf.place_id, 1))


def test_another_charity_sees_nothing_of_it(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf, other = a_shelf(act), a_shelf(act)
        item_id = stocked(act, shelf, 3)
        stranger = a_desk(act.store)
        with pytest.raises(NotFound):
            receive(act, stranger, Receipt(item_id, shelf.place_id, 1))
        with pytest.raises(NotFound, match="place"):
            receive(act, shelf.desk, Receipt(item_id, other.place_id, 1))


def test_intake_takes_in_and_does_not_name_what_is_kept(empty_sqlite):
    with acting(empty_sqlite) as act:
        shelf = a_shelf(act, Role.INTAKE)
        with pytest.raises(NotAllowed):
            add_item(act, shelf.desk, shelf.charity_id, an_item())
