"""Somebody goes while they are being paired: nobody is left who waits for somebody gone."""

import os

import pytest
from sqlalchemy import text

from matcher.storage.database import Database, Store
from tests.matcher.service.acts import a_reachable_person
from tests.matcher.storage.rows import a_stored_need, a_stored_offer, units_of
from tests.proof.races.racing import racers
from tests.proof.races.test_races import volunteer, wrong_counters

ROUNDS = int(os.environ.get("NEARHAND_PROOF_ROUNDS", "500")) // 10
# Matches that wait for an answer or for help, though one of the two is gone.
STRANDED = """
    SELECT needs.status, volunteers.status FROM matches
    JOIN needs ON needs.id = matches.need_id
    JOIN offers ON offers.id = matches.offer_id
    JOIN volunteers ON volunteers.person_id = offers.volunteer_id
    WHERE matches.status IN ('proposed', 'accepted')
    AND (needs.status <> 'open' OR volunteers.status = 'suspended')
"""


def stranded(database: Database) -> list[tuple[str, str]]:
    with database.read() as store:
        return [tuple(row) for row in store.execute(text(STRANDED))]


@pytest.mark.parametrize("verb", ["withdraw", "pause", "erase"])
def test_a_need_that_goes_while_it_is_paired_strands_nobody(database: Database, verb: str):
    with racers(database, 4) as four:
        for _ in range(ROUNDS):
            with database.begin() as store:
                pairs = [_need_and_offer(store) for _ in range(2)]
            rounds = [
                part
                for need, person, unit, offer, _volunteer in pairs
                for part in (
                    ("propose", unit, offer),
                    ("of_need", verb, person if verb == "erase" else need),
                )
            ]
            four.race_each(rounds)
    assert stranded(database) == []
    assert wrong_counters(database) == []


def test_a_volunteer_who_is_suspended_while_they_are_paired_strands_nobody(database: Database):
    with racers(database, 4) as four:
        for _ in range(ROUNDS):
            with database.begin() as store:
                pairs = [_need_and_offer(store) for _ in range(2)]
            four.race_each(
                [
                    part
                    for _need, _person, unit, offer, person in pairs
                    for part in (("propose", unit, offer), ("suspend", person))
                ]
            )
    assert stranded(database) == []
    assert wrong_counters(database) == []


def _need_and_offer(store: Store) -> tuple[str, str, str, str, str]:
    need = a_stored_need(store, person_id=a_reachable_person(store))
    helper = volunteer(store)
    offer = a_stored_offer(store, volunteer_id=helper, capacity=2)
    return need.id, need.person_id, units_of(store, need)[0].id, offer.id, helper
