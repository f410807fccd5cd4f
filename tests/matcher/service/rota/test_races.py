"""Processes that want the last place of a shift at once, or one person in two halls."""

from contextlib import ExitStack
from datetime import time

from sqlalchemy import text

from matcher.domain.rota_times import ShiftTimes
from matcher.service.rota.leaving import offer_place
from matcher.storage.database import Database
from matcher.storage.writing.rota import ELSEWHERE, FULL
from tests.matcher.service.rota.racing import Racer
from tests.matcher.service.rota.rotas import Rota, a_rota
from tests.matcher.service.rota.test_at_random import broken
from tests.matcher.storage.racing import all_at_once

SHIFTS = 20
DAILY = {"rule": "FREQ=DAILY", "trained_wanted": 0, "skill": None}


def race(rota: Rota, verb: str, *wanted: tuple[str, list[str]]) -> list[list[str]]:
    with ExitStack() as stack:
        racers = [
            stack.enter_context(Racer(verb, rota.database, person, *about))
            for person, about in wanted
        ]
        return all_at_once(racers)


def laws_broken(database: Database) -> list[str]:
    with database.read() as store:
        return broken(store)


def ids(rota: Rota, slot_id: str = "") -> list[str]:
    return [one.id for one in rota.shifts(slot_id)][:SHIFTS]


def test_the_last_place_goes_to_one_and_nobody_is_in_two_halls(database: Database):
    """Two want one place in one hall, and one of them, in another browser, one elsewhere."""
    rota = a_rota(database, wanted=1, **DAILY)
    there = rota.slot(wanted=4, times=ShiftTimes(time(11), time(13)), **DAILY)
    person, other = rota.person(), rota.person()
    here, elsewhere = ids(rota), ids(rota, there)
    said = race(rota, "sign_up", (person, here), (other, here), (person, elsewhere))
    yes = [[one == "yes" for one in mine] for mine in said]
    for mine, theirs, in_the_other_hall in zip(*yes, strict=True):
        assert mine + theirs == 1
        assert mine + in_the_other_hall <= 1
    noes = {one for mine in said for one in mine} - {"yes"}
    assert noes <= {f"Conflict: {FULL}", f"Conflict: {ELSEWHERE}"}
    assert laws_broken(database) == []


def test_an_offered_place_is_taken_over_by_one(database: Database):
    rota = a_rota(database, wanted=1, **DAILY)
    giver, *people = (rota.person() for _ in range(3))
    shifts = ids(rota)
    [gave] = race(rota, "sign_up", (giver, shifts))
    assert set(gave) == {"yes"}
    with database.read() as store:
        sign_ups = list(store.scalars(text("SELECT id FROM rota_sign_ups")))
    with rota.acting() as act:
        for one in sign_ups:
            offer_place(act, giver, one)
    said = race(rota, "take_over", *((person, sign_ups) for person in people))
    assert [sum(mine[k] == "yes" for mine in said) for k in range(SHIFTS)] == [1] * SHIFTS
    assert laws_broken(database) == []


def test_without_the_key_one_person_would_be_in_two_halls(empty_sqlite: Database):
    database = empty_sqlite
    rota = a_rota(database, wanted=4, **DAILY)
    there = rota.slot(wanted=4, times=ShiftTimes(time(11), time(13)), **DAILY)
    person, shifts = rota.person(), (ids(rota), ids(rota, there))
    with database.begin() as store:
        store.execute(text("ALTER TABLE rota_quarters RENAME TO kept"))
        store.execute(text("CREATE TABLE rota_quarters AS SELECT * FROM kept"))
    race(rota, "sign_up", *((person, mine) for mine in shifts))
    assert "two at one time" in laws_broken(database)
