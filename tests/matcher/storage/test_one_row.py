"""Single rows past the session: as whole, and in the same order, as objects of it."""

import json

import pytest
from sqlalchemy import RowMapping
from sqlalchemy.exc import IntegrityError

from matcher.storage.database import Database
from matcher.storage.ids import new_id
from matcher.storage.tables import (
    ContactRow,
    LeaseRow,
    LogRow,
    NeedRow,
    PersonRow,
    RateRow,
    table_of,
)
from matcher.storage.writing.one_row import add_row, add_rows, put_row
from tests.builders import TODAY
from tests.matcher.storage.rows import NOW, TOMORROW, a_reference, a_stored_need

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


def test_a_row_holds_what_the_object_would(database: Database):
    """Words, sets of them, moments, dates, JSON and defaults: as the session writes them."""
    with database.begin() as store:
        usual = a_stored_need(store, languages=frozenset({"en", "bn"}), wanted_on=TODAY)
        one = {
            column.key: getattr(usual, column.key)
            for column in table_of(NeedRow).columns
            if getattr(usual, column.key) is not None
        } | {"id": new_id(), "reference": a_reference()}
        other = {**one, "id": new_id(), "reference": a_reference()}
        deed = {"at": TOMORROW, "by": "machine", "verb": "did", "about": "need"}
        add_row(store, NeedRow, one)
        add_row(store, LogRow, {**deed, "about_id": one["id"], "facts": {"how": "link", "n": 2}})
        store.add(NeedRow(**other))
        store.add(LogRow(**deed, about_id=other["id"], facts={"how": "link", "n": 2}))
    with database.writing() as connection:
        for table, by in ((NeedRow, "id"), (LogRow, "about_id")):
            asked = f"SELECT * FROM {table.__tablename__} WHERE {by} = "
            mine, its = (
                connection.exec_driver_sql(f"{asked}'{row['id']}'").mappings().one()
                for row in (one, other)
            )
            assert _but_for_names(mine) == _but_for_names(its)


def _but_for_names(row: RowMapping) -> dict[str, object]:
    """All of a row but what no two have alike; JSON as what it says."""
    names = ("id", "reference", "about_id")
    return {
        column: json.loads(value) if column == "facts" and isinstance(value, str) else value
        for column, value in row.items()
        if column not in names
    }


def test_a_row_is_taken_back_with_the_attempt_that_wrote_it(database: Database):
    with database.begin() as store:
        with store.begin_nested() as attempt:
            add_row(store, LeaseRow, LEADER)
            attempt.rollback()
        add_row(store, LeaseRow, {**LEADER, "name": "another"})
    with database.read() as store:
        assert [row.name for row in store.query(LeaseRow)] == ["another"]
