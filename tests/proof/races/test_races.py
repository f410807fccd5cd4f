"""500 rounds of four real processes at once, on both databases: one has it, and none goes empty."""

import os
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select, text

from matcher.domain.life_cycles import MatchStatus, how_it_stands
from matcher.storage.database import Database, Store
from matcher.storage.tables import MatchRow, OfferRow
from matcher.storage.writing.matches import TAKEN
from matcher.storage.writing.proposals import record_batch
from tests.matcher.service.acts import a_check, a_reachable_person, reachable
from tests.matcher.storage.rows import (
    NOW,
    a_proposal,
    a_stored_need,
    a_stored_offer,
    a_volunteer,
    units_of,
)
from tests.proof.races.faults import take_the_guards_away
from tests.proof.races.racing import racers

ROUNDS = int(os.environ.get("NEARHAND_PROOF_ROUNDS", "500")) // 2
PROCESSES, WANTED, PLACES = 4, 3, 2
TOWN = 50
# A planted fault shows when two look before either acts. One go is nearly always enough; on a
# machine so busy that all take their turns it has more.
A_GO, GOES = 40, 10
A_NO = {f"no: {TAKEN}", f"no: {how_it_stands(MatchStatus.WITHDRAWN)}"}


@dataclass
class Answers:
    """What all rounds came to: for each, what each process said."""

    rounds: list[list[list[str]]] = field(default_factory=list)

    @property
    def noes(self) -> set[str]:
        return {one for said in self.rounds for mine in said for one in mine if one[:3] == "no:"}


def the_same_units(database: Database, rounds: int, verb: str = "accept_all") -> Answers:
    """Each round, four volunteers who were all asked about the same three units say yes to all.

    Each begins with another, so that all three are fought for at once.
    """
    answers = Answers()
    with racers(database, PROCESSES) as four:
        for _, asked in _by_towns(database, rounds, _asked_about_the_same):
            turned = [mine[k % WANTED :] + mine[: k % WANTED] for k, mine in enumerate(asked)]
            answers.rounds.append(four.race(verb, turned))
    return answers


def the_last_places(database: Database, rounds: int, verb: str = "find_a_place") -> Answers:
    """Each round, four units look for a place with two volunteers who have two each."""
    answers = Answers()
    with racers(database, PROCESSES) as four:
        for _, asked in _by_towns(database, rounds, _units_and_offers):
            answers.rounds.append(four.race(verb, asked))
    return answers


def _by_towns(database, rounds, settle):
    """People who wait for the next rounds; many at a time, since setting them up takes a while."""
    for start in range(0, rounds, TOWN):
        with database.begin() as store:
            people = [volunteer(store) for _ in range(PROCESSES)]
            town = [settle(store, people) for _ in range(min(TOWN, rounds - start))]
        yield from enumerate(town, start)


def volunteer(store: Store) -> str:
    volunteer = a_volunteer(store).person_id
    reachable(store, volunteer)
    a_check(store, volunteer, "references")
    return volunteer


def _asked_about_the_same(store: Store, people: list[str]) -> list[list[str]]:
    resident = a_reachable_person(store)
    units = [units_of(store, a_stored_need(store, person_id=resident))[0] for _ in range(WANTED)]
    asked = []
    for volunteer in people:
        offer = a_stored_offer(store, volunteer_id=volunteer, capacity=WANTED)
        proposals = [a_proposal(unit, offer, asked_together=True) for unit in units]
        assert record_batch(store, proposals, now=NOW).skipped == []
        asked.append([one.id for one in proposals])
    return asked


def _units_and_offers(store: Store, people: list[str]) -> list[list[str]]:
    resident = a_reachable_person(store)
    offers = [a_stored_offer(store, volunteer_id=v, capacity=PLACES).id for v in people[:2]]
    units = [units_of(store, a_stored_need(store, person_id=resident))[0] for _ in range(PROCESSES)]
    return [[unit.id, *offers] for unit in units]


def accepted_by_unit(database: Database) -> Counter[str]:
    with database.read() as store:
        units = select(MatchRow.unit_id).where(MatchRow.status == MatchStatus.ACCEPTED)
        return Counter(store.scalars(units))


def wrong_counters(database: Database) -> list[tuple[int, int, int]]:
    """Offers as held, what their matches hold, and capacity, where these do not agree."""
    live = (
        "SELECT count(*) FROM matches WHERE offer_id = offers.id"
        " AND status IN ('proposed', 'accepted')"
    )
    with database.read() as store:
        rows = store.execute(text(f"SELECT held, ({live}), capacity FROM offers")).all()
    return [tuple(row) for row in rows if row[0] != row[1] or row[0] > row[2]]


def letters(database: Database) -> Counter[str]:
    with database.read() as store:
        return Counter(store.scalars(text("SELECT kind FROM outbox")))


def test_of_four_who_say_yes_at_once_one_has_each_unit(database: Database):
    answers = the_same_units(database, ROUNDS)
    yes = [sum(mine.count("yes") for mine in said) for said in answers.rounds]
    assert yes == [WANTED] * ROUNDS
    assert answers.noes <= A_NO
    taken = accepted_by_unit(database)
    assert len(taken) == ROUNDS * WANTED
    assert set(taken.values()) == {1}
    assert wrong_counters(database) == []
    told = letters(database)
    assert told["match_accepted"] == ROUNDS * WANTED
    assert told["proposal_taken"] == ROUNDS * WANTED * (PROCESSES - 1)


def test_the_last_places_are_all_given_and_none_twice(database: Database):
    answers = the_last_places(database, ROUNDS)
    assert {mine[-1] for said in answers.rounds for mine in said} == {"yes"}
    assert answers.noes <= {"no: offer_full"}
    taken = accepted_by_unit(database)
    assert len(taken) == ROUNDS * PROCESSES
    assert set(taken.values()) == {1}
    assert wrong_counters(database) == []
    with database.read() as store:
        assert set(store.scalars(select(OfferRow.held))) == {PLACES}


def test_to_look_and_then_accept_is_found(database: Database):
    take_the_guards_away(database)

    def found() -> bool:
        the_same_units(database, A_GO, "accept_after_a_look")
        return max(accepted_by_unit(database).values()) > 1

    assert any(found() for _ in range(GOES))


def test_to_look_for_a_place_and_then_take_it_is_found(database: Database):
    take_the_guards_away(database)

    def found() -> bool:
        the_last_places(database, A_GO, "find_a_place_after_a_look")
        return any(held > capacity for held, _, capacity in wrong_counters(database))

    assert any(found() for _ in range(GOES))
