"""A disk that is full, or not ours to write to, is said in a sentence, and nothing is half done."""

import pytest
from sqlalchemy import text

from matcher.domain.refusals import Away
from matcher.storage import upkeep
from matcher.storage.database import NO_ROOM, NOT_OURS, Database
from matcher.storage.tables import PersonRow
from tests.matcher.storage.rows import a_person


def full(database: Database) -> None:
    """Let it grow no more: what SQLite says then is what it says of a full disk."""
    with database.writing() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))


def many_come(database: Database) -> None:
    with database.begin() as store:
        for _ in range(500):
            a_person(store)


def test_a_full_disk_is_no_fault_of_ours_and_all_goes_on_when_there_is_room(empty_sqlite: Database):
    full(empty_sqlite)
    with pytest.raises(Away, match=NO_ROOM):
        many_come(empty_sqlite)
    with empty_sqlite.writing() as connection:
        connection.execute(text("PRAGMA max_page_count = 1073741823"))
    with empty_sqlite.begin() as store:
        a_person(store)
    with empty_sqlite.read() as store:
        assert store.query(PersonRow).count() == 1
    assert upkeep.check(empty_sqlite).complaints == ()


def test_a_file_that_may_not_be_written_to_is_said_so(empty_sqlite: Database):
    with empty_sqlite.writing() as connection:
        connection.execute(text("PRAGMA query_only = ON"))
    with pytest.raises(Away, match=NOT_OURS), empty_sqlite.begin() as store:
        a_person(store)


def test_postgresql_says_a_full_disk_by_its_code(empty_postgresql: Database):
    with pytest.raises(Away, match=NO_ROOM), empty_postgresql.begin() as store:
        store.execute(text("DO $$ BEGIN RAISE SQLSTATE '53100'; END $$"))
