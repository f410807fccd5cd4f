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
    return [one.id for one in rota.shifts(slot_id)][:40]


def test_the_last_place_of_a_shift_goes_to_one(database: Database):
    rota = a_rota(database, wanted=2, **DAILY)
    shifts, people = ids(rota), [rota.person() for _ in range(4)]
    said = race(rota, "sign_up", *((person, shifts) for person in people))
    assert {one for mine in said for one in mine} == {"yes", f"Conflict: {FULL}"}
    assert [sum(mine[k] == "yes" for mine in said) for k in range(len(shifts))] == [2] * 40
    assert laws_broken(database) == []


def test_one_person_in_two_browsers_is_in_one_hall(database: Database):
    rota = a_rota(database, wanted=4, **DAILY)
    there = rota.slot(wanted=4, times=ShiftTimes(time(11), time(13)), **DAILY)
    person, shifts = rota.person(), (ids(rota), ids(rota, there))
    one, other = race(rota, "sign_up", *((person, mine) for mine in shifts))
    assert [{a, b} for a, b in zip(one, other, strict=True)] == [
        {"yes", f"Conflict: {ELSEWHERE}"}
    ] * 40
    assert laws_broken(database) == []


def test_an_offered_place_is_taken_over_by_one(database: Database):
    rota = a_rota(database, wanted=1, **DAILY)
    giver, *people = (rota.person() for _ in range(3))
    shifts = ids(rota)[:20]
    [gave] = race(rota, "sign_up", (giver, shifts))
    assert set(gave) == {"yes"}
    with database.read() as store:
        sign_ups = list(store.scalars(text("SELECT id FROM rota_sign_ups")))
    with rota.acting() as act:
        for one in sign_ups:
            offer_place(act, giver, one)
    said = race(rota, "take_over", *((person, sign_ups) for person in people))
    assert [sum(mine[k] == "yes" for mine in said) for k in range(20)] == [1] * 20
    assert laws_broken(database) == []


def test_without_the_key_one_person_would_be_in_two_halls(database: Database):
    rota = a_rota(database, wanted=4, **DAILY)
    there = rota.slot(wanted=4, times=ShiftTimes(time(11), time(13)), **DAILY)
    person, shifts = rota.person(), (ids(rota), ids(rota, there))
    with database.begin() as store:
        store.execute(text("ALTER TABLE rota_quarters RENAME TO kept"))
        store.execute(text("CREATE TABLE rota_quarters AS SELECT * FROM kept"))
    race(rota, "sign_up", *((person, mine) for mine in shifts))
    assert "two at one time" in laws_broken(database)
