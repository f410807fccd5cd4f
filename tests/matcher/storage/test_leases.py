"""A role is held by one at a time, and runs out by itself."""

from datetime import timedelta

from matcher.storage.database import Database
from matcher.storage.writing.leases import give_up_lease, holder_of, take_lease
from tests.matcher.storage.racing import Racer, all_at_once
from tests.matcher.storage.rows import NOW

A_WHILE = timedelta(seconds=15)


def take(database: Database, holder: str, *, now=NOW) -> bool:
    with database.begin() as store:
        return take_lease(store, "clock", holder, now=now, for_=A_WHILE)


def holder(database: Database, *, now=NOW) -> str | None:
    with database.read() as store:
        return holder_of(store, "clock", now=now)


def test_the_first_has_it_and_may_renew_it_while_the_second_waits(database: Database):
    assert take(database, "ada")
    assert not take(database, "bob")
    assert take(database, "ada", now=NOW + A_WHILE / 2)
    assert not take(database, "bob", now=NOW + A_WHILE), "it was renewed"
    assert holder(database) == "ada"


def test_it_runs_out_by_itself(database: Database):
    take(database, "ada")
    assert holder(database, now=NOW + A_WHILE) is None
    assert take(database, "bob", now=NOW + A_WHILE)
    assert not take(database, "ada", now=NOW + A_WHILE)


def test_one_of_a_clock_that_was_an_hour_ahead_is_nobodys(database: Database):
    take(database, "ada", now=NOW + timedelta(hours=1))
    assert holder(database) is None
    assert take(database, "bob")


def test_given_up_it_is_free_at_once_and_nobody_gives_up_anothers(database: Database):
    take(database, "ada")
    for name, left in (("bob", "ada"), ("ada", None)):
        with database.begin() as store:
            give_up_lease(store, "clock", name)
        assert holder(database) == left
    assert take(database, "bob")


def test_of_four_processes_that_want_it_at_once_one_has_it(database: Database):
    names = [f"process {number}" for number in range(4)]
    racers = [Racer("lead", database, name) for name in names]
    said = [line for lines in all_at_once(racers) for line in lines]
    assert sorted(said) == ["no", "no", "no", "yes"]
    assert holder(database) in names
