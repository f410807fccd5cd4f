"""Questions that the driver is asked: answered as SQLAlchemy, the slow witness, answers them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.exc import DBAPIError, MultipleResultsFound

from matcher.storage import asking
from matcher.storage.asking import Question, ask, ask_for_one, ask_for_value, connection_of
from matcher.storage.database import Database, Store
from matcher.storage.reading.needs import helpers_of
from matcher.storage.reading.needs_nearby import refused_needs, waiting_needs
from matcher.storage.reading.needs_standing import need_now
from matcher.storage.reading.needs_waits import latest_waits, volunteers_in_cells
from matcher.storage.reading.outbox import sends_planned_since
from matcher.storage.reading.volunteer_matches import own_match, own_matches
from matcher.storage.reading.volunteers import matches_since, offers_of, volunteer_summary
from matcher.storage.tables import PersonRow, table_of
from tests.builders import HERE, LAMBETH
from tests.matcher.storage.rows import (
    NOW,
    TOMORROW,
    a_person,
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    a_volunteer,
    units_of,
)

WEEK_AGO = NOW - timedelta(days=7)
_PEOPLE = table_of(PersonRow).c


@contextmanager
def witnessed() -> Iterator[list[Question]]:
    """Every question that is asked meanwhile is asked of SQLAlchemy too, and answered alike."""
    asked: list[Question] = []
    by_driver = asking.ask_row_by_row

    def ask_both(store: Store, question: Question, **values: Any) -> Iterator[tuple[Any, ...]]:
        found = [*by_driver(store, question, **values)]
        theirs = [tuple(row) for row in connection_of(store).execute(question, values)]
        assert found == theirs
        assert [[type(one) for one in row] for row in found] == [
            [type(one) for one in row] for row in theirs
        ]
        asked.append(question)
        return iter(found)

    with mock.patch.object(asking, "ask_row_by_row", ask_both):
        yield asked


def test_each_kind_of_value_is_written_and_read_as_sqlalchemy_does(database: Database):
    with database.begin() as store:
        volunteer = a_volunteer(store, quiet_from=time(21), quiet_until=time(8))
        offer = a_stored_offer(store, volunteer_id=volunteer.person_id, languages=frozenset({"bn"}))
        need = a_stored_need(store, requires=frozenset({"dbs_basic"}))
        said_yes = {"status": "accepted", "answered_at": NOW}
        match = a_stored_match(store, units_of(store, need)[0], offer, **said_yes)
    with database.read() as store, witnessed() as asked:
        assert need_now(store, need.id)
        assert volunteer_summary(store, volunteer.person_id)
        assert offers_of(store, volunteer.person_id)
        assert own_match(store, match.id)
        assert own_matches(store, volunteer.person_id, most=9)
        assert helpers_of(store, need.id)
        assert matches_since(store, volunteer.person_id, WEEK_AGO) == 1
        assert volunteers_in_cells(store, "groceries", ["TQ3175"]) == 1
        assert latest_waits(store, "groceries", LAMBETH, since=WEEK_AGO, most=9)[0]
        assert not sends_planned_since(store, volunteer.person_id, WEEK_AGO)
        assert not refused_needs(store, offer.id)
    assert len(asked) == 11


def test_needs_around_and_remote_ones_are_one_question(database: Database):
    with database.begin() as store:
        near = a_stored_need(store)
        a_stored_need(store, easting=HERE.easting + 9_000)
        calls = [a_stored_need(store, category="phone_call", easting=1) for _ in range(3)]
    with database.read() as store:
        wanted = ["phone_call", "groceries", "dog_walking"]
        found = [*waiting_needs(store, wanted, HERE, 2_000, most_each=2)]
    assert found[0].id == near.id
    assert {need.id for need in found[1:]} < {need.id for need in calls}
    assert len(found) == 3


def test_there_can_be_one_or_none(database: Database):
    of_language = select(_PEOPLE.id).where(_PEOPLE.language == bindparam("language"))
    with database.begin() as store:
        one = a_person(store, language="bn")
        for _ in range(2):
            a_person(store, language="so")
        assert ask_for_one(store, of_language, language="bn") == (one.id,)
        assert ask_for_one(store, of_language, language="ar") is None
        assert ask_for_value(store, of_language, language="bn") == one.id
        assert ask_for_value(store, of_language, language="ar") is None
        with pytest.raises(MultipleResultsFound):
            ask_for_one(store, of_language, language="so")


def test_an_error_of_the_driver_is_one_of_sqlalchemys_and_tells_no_values(database: Database):
    nonsense = select(literal_column("no_such_column")).where(
        _PEOPLE.language == bindparam("language")
    )
    with pytest.raises(DBAPIError) as told, database.read() as store:
        ask(store, nonsense, language="of-somebody")
    assert "no_such_column" in str(told.value)
    assert "of-somebody" not in str(told.value)


def test_a_question_whose_text_hangs_on_its_values_is_refused(database: Database):
    some = select(_PEOPLE.id).where(_PEOPLE.id.in_(bindparam("ids", expanding=True)))
    with database.read() as store, pytest.raises(ValueError, match="hangs on its values"):
        ask(store, some, ids=["1", "2"])


def test_what_waits_in_the_store_is_asked_for_too(database: Database):
    language = select(_PEOPLE.language).where(_PEOPLE.id == bindparam("id"))
    with database.begin() as store:
        person = a_person(store, language="bn")
        person.language = "so"
        assert ask_for_value(store, language, id=person.id) == "so"


def test_whoever_stops_reading_half_way_keeps_nobody_from_writing(database: Database):
    everybody = select(_PEOPLE.id)
    with database.begin() as store:
        for _ in range(300):
            store.add(PersonRow(id=f"{_:032}", created_at=NOW))
    with database.read() as store:
        assert next(asking.ask_row_by_row(store, everybody))
    with database.begin() as store:
        a_person(store, created_at=TOMORROW)
