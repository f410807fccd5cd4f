"""Slots are taken once, rounds finished once, and what blocks a need is kept as last found."""

from datetime import timedelta

from matcher.domain.eligibility import Blocker
from matcher.storage.database import Database
from matcher.storage.reading.rounds import latest_rounds, round_by_id
from matcher.storage.tables import BlockedNeedRow
from matcher.storage.writing.batches import LEAST_BATCH, MOST_BATCH, in_short_turns, next_batch
from matcher.storage.writing.blocked_needs import Blocked, keep_blocked_needs
from matcher.storage.writing.rounds import Certificate, finish_round, take_slot
from tests.matcher.storage.rows import NOW, a_stored_need

FOUND = Certificate(needs=2, units=3, offers=4, matched=1, objective=500, lower_bound=500, gap=0.0)


def test_a_slot_is_one_round_however_often_it_is_taken(database: Database):
    with database.begin() as store:
        first = take_slot(store, NOW, now=NOW)
    with database.begin() as store:
        again = take_slot(store, NOW, now=NOW + timedelta(hours=1))
        other = take_slot(store, NOW + timedelta(hours=1), now=NOW)
    assert (first.fresh, again.fresh, again.finished) == (True, False, False)
    assert again.id == first.id != other.id


def test_a_round_is_finished_once_and_the_first_word_stands(database: Database):
    with database.begin() as store:
        taken = take_slot(store, NOW, now=NOW)
        said = {"skipped": 1, "report": {"first": True}, "now": NOW}
        assert finish_round(store, taken.id, FOUND, **said)
    with database.begin() as store:
        assert not finish_round(store, taken.id, FOUND, **said | {"report": {"first": False}})
        assert take_slot(store, NOW, now=NOW).finished
    with database.read() as store:
        summary = round_by_id(store, taken.id)
        assert latest_rounds(store, 50) == [summary]
    assert summary is not None
    assert (summary.units, summary.recorded, summary.report) == (3, 0, {"first": True})


def kept(database: Database) -> dict[str, tuple]:
    with database.read() as store:
        return {
            row.need_id: (row.blocker, row.units, row.wider_radius_m, row.since)
            for row in store.query(BlockedNeedRow)
        }


def test_what_blocks_a_need_keeps_the_day_on_which_it_was_first_found(database: Database):
    with database.begin() as store:
        one, two = (a_stored_need(store).id for _ in range(2))
    full, far = Blocked(Blocker.ALL_FULL, 1, None), Blocked(Blocker.NONE_WITHIN_RADIUS, 1, 300)
    keep_blocked_needs(database, {one: full, two: far}, now=NOW)
    later = NOW + timedelta(hours=1)
    keep_blocked_needs(database, {one: full._replace(units=2)}, now=later)
    assert kept(database) == {one: (Blocker.ALL_FULL, 2, None, NOW)}
    keep_blocked_needs(database, {one: far}, now=later)
    assert kept(database) == {one: (Blocker.NONE_WITHIN_RADIUS, 1, 300, later)}


def test_much_is_written_in_short_turns_and_in_order(database: Database):
    turns: list[list[int]] = []
    in_short_turns(database, range(500), lambda _store, part: turns.append(list(part)))
    assert [number for turn in turns for number in turn] == list(range(500))
    assert len(turns) > 2


def test_a_batch_grows_by_halves_shrinks_at_once_and_knows_bounds():
    assert next_batch(100, 0.04) == 151
    assert next_batch(400, 0.16) == 200
    assert next_batch(100, 60) == LEAST_BATCH
    assert next_batch(MOST_BATCH, 0.001) == MOST_BATCH
