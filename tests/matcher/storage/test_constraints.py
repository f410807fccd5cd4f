"""The database itself refuses what must never be, whoever writes it.

Each refusal has a sibling that takes the constraint away and sees the same thing happen, so that
we know it is the constraint which refuses.
"""

from datetime import date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from matcher.storage.database import Database, Store
from matcher.storage.tables import LogRow, LookRow, MatchRow, OfferRow, PersonRow
from tests.matcher.storage.rows import (
    NOW,
    a_person,
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    a_unit,
    units_of,
)


def two_matches_on_one_unit(store: Store, **said) -> None:
    [unit] = units_of(store, a_stored_need(store))
    for _ in range(2):
        a_stored_match(store, unit, a_stored_offer(store), **said)


def one_offer_twice_for_a_need(store: Store) -> None:
    offer = a_stored_offer(store, capacity=2)
    for unit in units_of(store, a_stored_need(store, people_needed=2)):
        a_stored_match(store, unit, offer)


def one_offer_twice_on_a_date(store: Store) -> None:
    offer = a_stored_offer(store, capacity=2)
    need = a_stored_need(store)
    for number in (2, 3):
        a_stored_match(
            store, a_unit(store, need.id, number=number, on_date=date(2026, 3, 3)), offer
        )


def more_held_than_there_is_room(store: Store) -> None:
    a_stored_offer(store, capacity=1, held=2)


def less_held_than_nothing(store: Store) -> None:
    a_stored_offer(store, held=-1)


# What must not happen, and what keeps it from happening: to be dropped on each database.
REFUSED = [
    (two_matches_on_one_unit, "INDEX uq_matches_one_per_unit"),
    (one_offer_twice_for_a_need, "INDEX uq_matches_one_per_pair"),
    (one_offer_twice_on_a_date, "INDEX uq_matches_one_per_pair_and_date"),
    (more_held_than_there_is_room, "CHECK offers ck_offers_held_within_capacity"),
    (less_held_than_nothing, "CHECK offers ck_offers_held_within_capacity"),
]


def without(store: Store, guard: str) -> None:
    """Take a guard away; SQLite keeps its CHECKs for ever but can be told to look aside."""
    kind, *names = guard.split()
    if kind == "INDEX":
        store.execute(text(f"DROP INDEX {names[0]}"))
    elif store.get_bind().dialect.name == "sqlite":
        store.execute(text("PRAGMA ignore_check_constraints = ON"))
    else:
        store.execute(text(f"ALTER TABLE {names[0]} DROP CONSTRAINT {names[1]}"))


@pytest.mark.parametrize(
    ("happens", "guard"), REFUSED, ids=lambda one: getattr(one, "__name__", "")
)
def test_what_must_never_be_is_refused(database: Database, happens, guard):
    with pytest.raises(IntegrityError), database.begin() as store:
        happens(store)


@pytest.mark.parametrize(
    ("happens", "guard"), REFUSED, ids=lambda one: getattr(one, "__name__", "")
)
def test_it_is_the_guard_that_refuses(database: Database, happens, guard):
    with database.begin() as store:
        without(store, guard)
        happens(store)


def test_several_who_are_asked_together_may_share_a_unit_until_one_says_yes(database: Database):
    with database.begin() as store:
        two_matches_on_one_unit(store, asked_together=True)
    with pytest.raises(IntegrityError), database.begin() as store:
        store.execute(text("UPDATE matches SET status = 'accepted'"))


def test_one_offer_may_serve_a_need_again_on_another_date(database: Database):
    with database.begin() as store:
        offer, need = a_stored_offer(store, capacity=2), a_stored_need(store)
        for number, day in ((2, 3), (3, 10)):
            unit = a_unit(store, need.id, number=number, on_date=date(2026, 3, day))
            a_stored_match(store, unit, offer)


def test_a_match_cannot_name_another_need_than_its_unit_does(database: Database):
    with database.begin() as store:
        [unit] = units_of(store, a_stored_need(store))
        other, offer = a_stored_need(store), a_stored_offer(store)
    with pytest.raises(IntegrityError), database.begin() as store:
        a_stored_match(store, unit, offer, need_id=other.id)


@pytest.mark.parametrize(
    "said",
    [
        {"status": "declined"},
        {"status": "failed"},
        {"status": "withdrawn"},
        {"status": "withdrawn", "withdrawn_by": "resident"},
        {"deadline": None},
        {"distance_m": -1},
    ],
)
def test_a_match_without_what_its_status_asks_for_is_refused(database: Database, said):
    with database.begin() as store:
        [unit], offer = units_of(store, a_stored_need(store)), a_stored_offer(store)
    with pytest.raises(IntegrityError), database.begin() as store:
        a_stored_match(store, unit, offer, **said)


@pytest.mark.parametrize(
    "said",
    [
        {"people_needed": 0},
        {"status": "closed"},
        {"ending": "met"},
        {"confirmed_by": None},
        {"person_id": "nobody"},
    ],
)
def test_a_need_that_makes_no_sense_is_refused(database: Database, said):
    with pytest.raises(IntegrityError), database.begin() as store:
        a_stored_need(store, **said)


def test_a_status_that_is_no_word_of_ours_is_refused_even_in_plain_sql(database: Database):
    with database.begin() as store:
        offer = a_stored_offer(store)
    with pytest.raises(IntegrityError), database.begin() as store:
        store.execute(text("UPDATE offers SET status = 'asleep'"))
    with database.read() as store:
        assert store.get(OfferRow, offer.id).status == "active"


def test_a_naive_moment_is_refused_and_an_aware_one_comes_back_in_utc(database: Database):
    with pytest.raises(StatementError, match="naive"), database.begin() as store:
        a_person(store, created_at=datetime(2026, 3, 2, 9, 30))
    with database.begin() as store:
        person = a_person(
            store, created_at=datetime.fromisoformat("2026-07-02T10:30:00.000007+01:00")
        )
    with database.read() as store:
        moment = store.get(PersonRow, person.id).created_at
    assert moment.isoformat() == "2026-07-02T09:30:00.000007+00:00"


def test_a_word_set_refuses_what_is_not_one_word(database: Database):
    with pytest.raises(StatementError, match="not one word"), database.begin() as store:
        a_stored_need(store, languages=frozenset({"en bn"}))


def in_the_log(store: Store) -> None:
    store.add(LogRow(at=NOW, by="machine", verb="opened", about="need", about_id="n1"))
    store.add(LookRow(at=NOW, by="volunteer:v1", person_id="p1", what="phone"))


EDITS = ["UPDATE {0} SET by = 'nobody'", "DELETE FROM {0}", "DELETE FROM {0} WHERE id = 1"]
EDITS_OF = {"sqlite": "REPLACE INTO {0} SELECT * FROM {0}", "postgresql": "TRUNCATE {0}"}


@pytest.mark.parametrize("table", ["log", "looks"])
def test_the_log_can_be_added_to_and_never_edited(database: Database, table):
    with database.begin() as store:
        in_the_log(store)
    for edit in [*EDITS, EDITS_OF[database.url.get_backend_name()]]:
        with pytest.raises(DBAPIError, match="append-only"), database.begin() as store:
            store.execute(text(edit.format(table)))
    with database.begin() as store:
        in_the_log(store)
        assert store.scalar(text(f"SELECT count(*) FROM {table}")) == 2


def test_it_is_the_triggers_that_keep_the_log(database: Database):
    with database.begin() as store:
        in_the_log(store)
        on = "" if database.is_sqlite else " ON log"
        for name in ("update", "delete", "replace") if database.is_sqlite else ("change",):
            store.execute(text(f"DROP TRIGGER log_no_{name}{on}"))
        store.execute(text("DELETE FROM log"))


def failing_half_way(database: Database, *, after: str) -> None:
    with database.begin() as store:
        a_person(store)
        getattr(store, after)()
        raise ZeroDivisionError


# Whoever commits on the way has only flushed: the edge alone commits.
@pytest.mark.parametrize("after", ["flush", "commit"])
def test_an_error_rolls_everything_back(database: Database, after: str):
    with pytest.raises(ZeroDivisionError):
        failing_half_way(database, after=after)
    with database.read() as store:
        assert store.query(PersonRow).count() == 0


def test_reading_cannot_write(database: Database):
    with pytest.raises(DBAPIError), database.read() as store:
        a_person(store)


def test_what_is_read_is_all_of_one_moment(database: Database):
    with database.read() as store:
        assert store.query(PersonRow).count() == 0
        with database.begin() as writing:
            a_person(writing)
        assert store.query(PersonRow).count() == 0
    with database.read() as store:
        assert store.query(PersonRow).count() == 1


def test_a_transaction_inside_a_transaction_is_our_bug(database: Database):
    bug = pytest.raises(RuntimeError, match="hand the open store down")
    with database.begin(), bug, database.begin():
        pass


def test_matches_without_their_rows_are_refused(database: Database):
    with pytest.raises(IntegrityError), database.begin() as store:
        store.add(
            MatchRow(
                id="m",
                unit_id="u",
                need_id="n",
                offer_id="o",
                cost=0,
                proposed_at=NOW,
                deadline=NOW,
            )
        )
