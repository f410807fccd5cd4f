"""Several processes want the same thing at once, on both databases: one gets it."""

from contextlib import ExitStack

import pytest
from sqlalchemy import func, select, text

from matcher.domain.life_cycles import MatchStatus
from matcher.storage.database import Database
from matcher.storage.tables import MatchRow
from matcher.storage.writing.proposals import record_batch
from tests.matcher.storage.racing import Racer, all_at_once
from tests.matcher.storage.rows import NOW, a_proposal, a_stored_need, a_stored_offer, units_of

PROCESSES, UNITS = 4, 25


def four_say_yes_at_once(database: Database) -> list[int]:
    """Ask four volunteers together for each of many units; how many got each one."""
    ids = ask_together(database)
    with ExitStack() as stack:
        racers = [stack.enter_context(Racer("say_yes", database, *mine)) for mine in ids]
        answers = all_at_once(racers)
    assert {answer for said in answers for answer in said if answer != "yes"} <= {
        "Conflict: Somebody else has said yes to this already; thank you for being ready."
    }
    return [sum(said[unit] == "yes" for said in answers) for unit in range(UNITS)]


def ask_together(database: Database) -> list[list[str]]:
    """The ids of the proposals, one list a volunteer, unit by unit."""
    with database.begin() as store:
        units = [units_of(store, a_stored_need(store))[0] for _ in range(UNITS)]
        ids = []
        for _ in range(PROCESSES):
            offer = a_stored_offer(store, capacity=UNITS)
            asked = [a_proposal(unit, offer, asked_together=True) for unit in units]
            assert record_batch(store, asked, now=NOW).skipped == []
            ids.append([proposal.id for proposal in asked])
    return ids


def test_of_four_who_say_yes_at_once_one_has_it(database: Database):
    assert four_say_yes_at_once(database) == [1] * UNITS
    accepted = select(func.count()).where(MatchRow.status == MatchStatus.ACCEPTED)
    with database.read() as store:
        assert store.scalar(accepted) == UNITS


def test_without_the_unique_key_more_than_one_would_have_it(database: Database):
    with database.begin() as store:
        store.execute(text("DROP INDEX uq_matches_one_per_unit"))
    assert max(four_say_yes_at_once(database)) > 1


@pytest.mark.parametrize("capacity", [1, 3])
def test_an_offer_that_many_want_holds_no_more_than_its_capacity(database: Database, capacity):
    with database.begin() as store:
        offer = a_stored_offer(store, capacity=capacity)
        needs = [a_stored_need(store) for _ in range(5)]
        wanted = [a_proposal(units_of(store, need)[0], offer) for need in needs]
        recorded = record_batch(store, wanted, now=NOW)
        assert len(recorded.proposals) == capacity
        store.refresh(offer)
        assert offer.held == capacity
