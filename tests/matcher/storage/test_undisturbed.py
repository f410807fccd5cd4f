"""Whether anybody else has written: whoever leaves out a second look has to hear of everybody."""

import pytest

from matcher.domain.life_cycles import OfferStatus
from matcher.storage.database import Database, Store
from matcher.storage.tables import OfferRow
from matcher.storage.undisturbed import Undisturbed
from matcher.storage.writing import proposals as recording
from matcher.storage.writing.proposals import Proposal, Skip, record_proposals
from tests.matcher.storage.rows import NOW, a_proposal, a_stored_need, a_stored_offer, units_of


def mark(database: Database) -> Undisturbed:
    with database.begin() as store:
        return Undisturbed(store)


def ask(database: Database, undisturbed: Undisturbed) -> bool:
    with database.begin() as store:
        a_stored_offer(store)
        return undisturbed.ask(store)


def pause_everybody(store: Store) -> None:
    for offer in store.query(OfferRow):
        offer.status = OfferStatus.PAUSED


def some_proposals(database: Database) -> list[Proposal]:
    with database.begin() as store:
        need, offer = a_stored_need(store, people_needed=2), a_stored_offer(store)
        first, second = units_of(store, need)
        return [a_proposal(first, offer), a_proposal(second, a_stored_offer(store))]


def places_held(database: Database) -> int:
    with database.read() as store:
        return sum(offer.held for offer in store.query(OfferRow))


def test_own_turns_and_what_others_read_disturb_nobody(empty_sqlite: Database):
    undisturbed = mark(empty_sqlite)
    other = Database(empty_sqlite.url.render_as_string())
    for _ in range(3):
        assert ask(empty_sqlite, undisturbed)
        with empty_sqlite.read() as store, other.read() as theirs:
            assert store.query(OfferRow).count() == theirs.query(OfferRow).count()
        with empty_sqlite.writers_kept_out(), other.read() as theirs:
            theirs.connection().exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").close()
    other.close()


def test_another_process_disturbs_for_good(empty_sqlite: Database):
    undisturbed = mark(empty_sqlite)
    other = Database(empty_sqlite.url.render_as_string())
    with other.begin() as store:
        a_stored_offer(store)
    other.close()
    assert undisturbed.still, "it knows what it has asked"
    assert not ask(empty_sqlite, undisturbed)
    assert not undisturbed.still
    assert not ask(empty_sqlite, undisturbed)


def test_whoever_writes_through_the_very_same_connection_disturbs(empty_sqlite: Database):
    undisturbed = mark(empty_sqlite)
    with empty_sqlite.begin() as store:
        a_stored_offer(store)
    assert not ask(empty_sqlite, undisturbed)


def test_through_another_connection_it_cannot_be_told(empty_sqlite: Database):
    undisturbed = mark(empty_sqlite)
    empty_sqlite.close()
    assert not ask(empty_sqlite, undisturbed)


def test_on_a_server_it_cannot_be_told(empty_postgresql: Database):
    undisturbed = mark(empty_postgresql)
    assert not undisturbed.still
    assert not ask(empty_postgresql, undisturbed)


def test_where_nobody_has_written_nothing_is_looked_at_again(
    empty_sqlite: Database, monkeypatch: pytest.MonkeyPatch
):
    thought = some_proposals(empty_sqlite)
    monkeypatch.delattr(recording, "all_hold")
    recorded = record_proposals(empty_sqlite, thought, now=NOW, undisturbed=mark(empty_sqlite))
    assert recorded.proposals == thought
    assert places_held(empty_sqlite) == 2


def test_what_came_in_the_way_since_is_seen(database: Database):
    thought = some_proposals(database)
    undisturbed = mark(database)
    with database.begin() as store:
        pause_everybody(store)
    recorded = record_proposals(database, thought, now=NOW, undisturbed=undisturbed)
    assert recorded.skipped == [(one, Skip.OFFER_ENDED) for one in thought]
    assert places_held(database) == 0


def test_what_was_there_before_is_skipped_and_from_then_on_all_is_looked_at(
    empty_sqlite: Database,
):
    thought = some_proposals(empty_sqlite)
    record_proposals(empty_sqlite, thought[:1], now=NOW)
    undisturbed = mark(empty_sqlite)
    recorded = record_proposals(empty_sqlite, thought, now=NOW, undisturbed=undisturbed)
    assert recorded.proposals == thought[1:]
    assert recorded.skipped == [(thought[0], Skip.UNIT_FILLED)]
    assert not undisturbed.still
    assert places_held(empty_sqlite) == 2
