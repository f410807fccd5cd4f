"""Real processes that want the last parcel at once, on both databases: one has it.

All of it is one test for each database: to start four processes takes longer than their races.
"""

import os

from sqlalchemy import text

from matcher.storage.database import Database
from tests.matcher.service.acts import acting
from tests.matcher.service.stocked import (
    Shelf,
    a_hungry_need,
    a_shelf,
    balances,
    stands,
    stocked,
)
from tests.matcher.storage.rows import a_unit, units_of
from tests.proof.races.racing import Racers, racers
from tests.proof.stock.deeds import take_the_guards_away

ROUNDS = int(os.environ.get("NEARHAND_PROOF_ROUNDS", "500")) // 20
PROCESSES, PARCELS, EACH, SHELVES = 4, 10, 4, 4
# A busy machine may let all take their turns, and then nobody acts on an old look.
GOES = 20
TAKEN = "no: None of these is free any more"
HELD = "no: Some of this item is set aside for them already"


def test_of_four_who_want_the_same_at_once_one_has_it(database: Database):
    with acting(database) as act:
        shelf = a_shelf(act)
    with racers(database, PROCESSES, "tests.proof.stock.deeds") as four:
        one_has_the_last_parcel(database, shelf, four)
        one_serves_the_unit(database, shelf, four)
        assert all_hand_over(database, shelf, four, "hand_over") == (SHELVES * PARCELS, 0)
        with acting(database) as act:
            assert balances(act, shelf)
        # And whoever looks first and acts later gives away what is not there.
        take_the_guards_away(database)
        assert any(gives_away_what_is_not_there(database, shelf, four) for _ in range(GOES))


def gives_away_what_is_not_there(database: Database, shelf: Shelf, four: Racers) -> bool:
    yes, left = all_hand_over(database, shelf, four, "hand_over_after_a_look")
    return yes > SHELVES * PARCELS and left < 0


def one_has_the_last_parcel(database: Database, shelf: Shelf, four: Racers) -> None:
    with acting(database) as act:
        needs = [a_hungry_need(act) for _ in range(PROCESSES)]
        units = [(need.id, units_of(act.store, need)[0].id) for need in needs]
        items = [stocked(act, shelf, 1, name=f"Last {n}") for n in range(ROUNDS)]
    for item in items:
        said = four.race("set_aside", [(shelf.charity_id, item, *unit) for unit in units])
        assert_one_has_it(said, TAKEN)
    with acting(database) as act:
        assert all(stands(act, item) == {"reserved": 1, "received": -1} for item in items)


def one_serves_the_unit(database: Database, shelf: Shelf, four: Racers) -> None:
    with acting(database) as act:
        item = stocked(act, shelf, PROCESSES * ROUNDS, name="Plenty")
        need = a_hungry_need(act)
        units = [a_unit(act.store, need.id, number=n).id for n in range(2, ROUNDS + 2)]
    for unit in units:
        wish = (shelf.charity_id, item, need.id, unit)
        assert_one_has_it(four.race("set_aside", [wish] * PROCESSES), HELD)
    with acting(database) as act:
        assert stands(act, item)["reserved"] == ROUNDS


def assert_one_has_it(said: list[list[str]], others: str) -> None:
    answers = [mine[0] for mine in said]
    assert answers.count("yes") == 1, answers
    assert all(one == "yes" or one.startswith(others) for one in answers), answers


def all_hand_over(database: Database, shelf: Shelf, four: Racers, verb: str) -> tuple[int, int]:
    """Sixteen are wanted of each and ten are there: how many were handed over, and are left."""
    with acting(database) as act:
        items = [stocked(act, shelf, PARCELS, name=f"{verb} {n}") for n in range(SHELVES)]
    yes, left = 0, []
    for item in items:
        said = four.race(verb, [(shelf.charity_id, item, str(EACH))] * PROCESSES)
        yes += sum(one == "yes" for mine in said for one in mine)
    with database.read() as store:
        for item in items:
            free = text("SELECT free FROM stock_lots WHERE item_id = :item")
            left.append(int(store.scalar(free, {"item": item})))
    return yes, min(left)
