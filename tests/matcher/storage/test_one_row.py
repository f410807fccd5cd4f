"""Single rows past the session: as whole, and in the same order, as objects of it."""

import pytest
from sqlalchemy.exc import IntegrityError

from matcher.storage.database import Database
from matcher.storage.ids import new_id
from matcher.storage.tables import ContactRow, LeaseRow, PersonRow, RateRow
from matcher.storage.writing.one_row import add_row, add_rows, put_row
from tests.matcher.storage.rows import NOW, TOMORROW

LEADER = {"name": "leader", "holder": "one", "until": NOW}


def test_a_row_that_is_known_is_left_out_or_refused(database: Database):
    with database.begin() as store:
        assert add_row(store, LeaseRow, LEADER, skip_known=True)
        assert not add_row(store, LeaseRow, {**LEADER, "holder": "two"}, skip_known=True)
    with database.read() as store:
        assert store.get_one(LeaseRow, "leader").holder == "one"
    with pytest.raises(IntegrityError), database.begin() as store:
        add_row(store, LeaseRow, LEADER)


def test_a_row_is_put_over_the_one_before(database: Database):
    with database.begin() as store:
        put_row(store, LeaseRow, LEADER)
        put_row(store, LeaseRow, {**LEADER, "until": TOMORROW})
    with database.read() as store:
        kept = store.get_one(LeaseRow, "leader")
        assert (kept.holder, kept.until) == ("one", TOMORROW)


def test_what_waits_in_the_store_goes_first(database: Database):
    """A row points to another that is still only an object."""
    with database.begin() as store:
        person = PersonRow(id=new_id(), created_at=NOW)
        store.add(person)
        put_row(store, ContactRow, {"person_id": person.id, "sealed": b"1", "changed_at": NOW})


def test_several_rows_get_the_defaults_that_objects_get(database: Database):
    with database.begin() as store:
        add_rows(store, RateRow, [{"asker": name, "window_end": NOW} for name in "ab"])
    with database.read() as store:
        assert [row.asked for row in store.query(RateRow)] == [0, 0]


def test_a_row_is_taken_back_with_the_attempt_that_wrote_it(database: Database):
    with database.begin() as store:
        with store.begin_nested() as attempt:
            add_row(store, LeaseRow, LEADER)
            attempt.rollback()
        add_row(store, LeaseRow, {**LEADER, "name": "another"})
    with database.read() as store:
        assert [row.name for row in store.query(LeaseRow)] == ["another"]
