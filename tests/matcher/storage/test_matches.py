"""Proposals and the moves of matches: guarded, with places counted up and down."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from matcher.domain.life_cycles import MATCH_MOVES, MatchStatus
from matcher.domain.outcomes import (
    HOLDS_CAPACITY,
    DeclineReason,
    FailureReason,
    WithdrawalReason,
    WithdrawnBy,
)
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.storage.database import Database, Store
from matcher.storage.reading.round_snapshot import read_round_snapshot
from matcher.storage.tables import AvoidedPairRow, DeclinedPairRow, LogRow, MatchRow, OfferRow
from matcher.storage.writing import matches
from matcher.storage.writing.places import give_back_places, take_places
from matcher.storage.writing.proposals import Skip, record_batch, record_proposals
from tests.builders import TODAY
from tests.matcher.storage.rows import (
    NOW,
    TOMORROW,
    a_proposal,
    a_stored_need,
    a_stored_offer,
    a_unit,
    units_of,
)


def counters_are_true(database: Database) -> bool:
    held = (
        select(func.count())
        .where(MatchRow.offer_id == OfferRow.id, MatchRow.status.in_(HOLDS_CAPACITY))
        .scalar_subquery()
    )
    with database.read() as store:
        return store.execute(select(OfferRow.id).where(OfferRow.held != held)).all() == []


def a_recorded_match(store: Store, **said) -> str:
    [unit], offer = units_of(store, a_stored_need(store)), a_stored_offer(store)
    proposal = a_proposal(unit, offer, **said)
    assert record_batch(store, [proposal], now=NOW).proposals == [proposal]
    return proposal.id


MOVES = {
    "accepted": lambda store, id: matches.accept(store, id, now=NOW),
    "declined": lambda store, id: matches.decline(store, id, reason=DeclineReason.TOO_FAR, now=NOW),
    "done_reported": lambda store, id: matches.report_done(store, id, now=NOW, minutes=45),
    "confirmed": lambda store, id: matches.confirm(store, id, now=NOW),
    "failed": lambda store, id: matches.fail(store, id, reason=FailureReason.NOT_IN, now=NOW),
    "withdrawn": lambda store, id: matches.withdraw(
        store, id, by=WithdrawnBy.RESIDENT, reason=WithdrawalReason.NO_LONGER_NEEDED, now=NOW
    ),
    "lapsed": lambda store, id: matches.lapse_due(store, now=TOMORROW),
}
# How each status is come to, from the proposal on.
WAYS = {
    "proposed": [],
    "accepted": ["accepted"],
    "declined": ["declined"],
    "lapsed": ["lapsed"],
    "withdrawn": ["withdrawn"],
    "done_reported": ["accepted", "done_reported"],
    "confirmed": ["accepted", "done_reported", "confirmed"],
    "failed": ["accepted", "failed"],
}
NEXT = {str(status): {str(next) for next in moves} for status, moves in MATCH_MOVES.items()}


@pytest.mark.parametrize("start", WAYS)
def test_every_move_that_a_status_allows_is_made_and_every_other_is_refused(
    database: Database, start: str
):
    for move, make in MOVES.items():
        with database.begin() as store:
            id = a_recorded_match(store)
            for step in WAYS[start]:
                MOVES[step](store, id)
        if move in NEXT[start]:
            with database.begin() as store:
                make(store, id)
        elif move != "lapsed":
            with pytest.raises(Conflict), database.begin() as store:
                make(store, id)
        with database.read() as store:
            after = move if move in NEXT[start] else start
            assert store.get(MatchRow, id).status == after
        assert counters_are_true(database)


def test_a_yes_after_the_deadline_comes_too_late(database: Database):
    with database.begin() as store:
        id = a_recorded_match(store, deadline=NOW)
    with pytest.raises(Conflict, match="deadline"), database.begin() as store:
        matches.accept(store, id, now=NOW)


@pytest.mark.parametrize("move", [move for move in MOVES if move != "lapsed"])
def test_a_match_that_is_not_there_cannot_move(database: Database, move: str):
    with pytest.raises(NotFound), database.begin() as store:
        MOVES[move](store, "nothing")


def test_a_pair_that_was_declined_is_not_proposed_again(database: Database):
    with database.begin() as store:
        [unit], offer = units_of(store, a_stored_need(store)), a_stored_offer(store)
        first = a_proposal(unit, offer)
        record_batch(store, [first], now=NOW)
        matches.decline(store, first.id, reason=DeclineReason.WRONG_TIME, now=NOW)
        again = a_proposal(unit, offer)
        assert record_batch(store, [again], now=NOW).skipped == [(again, Skip.PAIR_REFUSED)]
        assert store.get(DeclinedPairRow, (unit.need_id, offer.id)).reason == "wrong_time"


def volunteer_hands_back(store: Store, id: str) -> None:
    matches.accept(store, id, now=NOW)
    matches.withdraw(
        store, id, by=WithdrawnBy.VOLUNTEER, reason=WithdrawalReason.HANDED_BACK, now=NOW
    )


def nobody_was_in(store: Store, id: str) -> None:
    matches.accept(store, id, now=NOW)
    matches.fail(store, id, reason=FailureReason.NOT_IN, now=NOW)


@pytest.mark.parametrize(("ends", "barred"), [(volunteer_hands_back, 1), (nobody_was_in, 0)])
def test_an_end_bars_the_pair_exactly_when_the_rules_say_so(database: Database, ends, barred):
    with database.begin() as store:
        ends(store, a_recorded_match(store))
        assert store.query(DeclinedPairRow).count() == barred


def test_a_reason_that_is_not_theirs_to_give_is_refused(database: Database):
    with database.begin() as store:
        id = a_recorded_match(store)
    with pytest.raises(Invalid), database.begin() as store:
        matches.withdraw(
            store, id, by=WithdrawnBy.RESIDENT, reason=WithdrawalReason.HANDED_BACK, now=NOW
        )


def test_when_one_says_yes_the_others_are_told_and_their_places_are_free(database: Database):
    with database.begin() as store:
        [unit] = units_of(store, a_stored_need(store))
        asked = [a_proposal(unit, a_stored_offer(store), asked_together=True) for _ in range(3)]
        assert len(record_batch(store, asked, now=NOW).proposals) == 3
    with database.begin() as store:
        yes = matches.accept(store, asked[1].id, now=NOW)
        others = matches.withdraw_others(store, yes, now=NOW)
    assert {one.id for one in others} == {asked[0].id, asked[2].id}
    assert counters_are_true(database)


def test_only_what_is_due_lapses_the_oldest_first(database: Database):
    with database.begin() as store:
        ids = [
            a_recorded_match(store, deadline=NOW + timedelta(hours=hours)) for hours in (3, 1, 2, 9)
        ]
    with database.begin() as store:
        some = matches.lapse_due(store, now=NOW + timedelta(hours=4), most=2)
        assert {one.id for one in some} == {ids[1], ids[2]}
        assert [one.id for one in matches.lapse_due(store, now=NOW + timedelta(hours=4))] == [
            ids[0]
        ]
        assert matches.lapse_due(store, now=NOW + timedelta(hours=4)) == []
    assert counters_are_true(database)


def skips(database: Database, spoil) -> list[Skip]:
    """Why a proposal is skipped when something happened since it was thought of."""
    with database.begin() as store:
        need, offer = a_stored_need(store), a_stored_offer(store)
        [unit] = units_of(store, need)
        late = a_proposal(unit, offer)
        spoil(store, need, unit, offer)
        store.flush()
        return [why for _, why in record_batch(store, [late], now=NOW).skipped]


def closed(store, need, unit, offer):
    need.status, need.ending, need.closed_at = "closed", "met", NOW


def unit_closed(store, need, unit, offer):
    unit.closed_at = NOW


def filled(store, need, unit, offer):
    record_batch(store, [a_proposal(unit, a_stored_offer(store))], now=NOW)


def asked_elsewhere(store, need, unit, offer):
    record_batch(store, [a_proposal(unit, a_stored_offer(store), asked_together=True)], now=NOW)


def paused(store, need, unit, offer):
    offer.status = "paused"


def full(store, need, unit, offer):
    [other] = units_of(store, a_stored_need(store))
    record_batch(store, [a_proposal(other, offer)], now=NOW)


def avoided(store, need, unit, offer):
    store.add(
        AvoidedPairRow(
            resident_id=need.person_id, volunteer_id=offer.volunteer_id, by="machine", at=NOW
        )
    )


def paired(store, need, unit, offer):
    offer.capacity = 2
    record_batch(store, [a_proposal(a_unit(store, need.id, number=2), offer)], now=NOW)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (closed, Skip.NEED_CLOSED),
        (unit_closed, Skip.UNIT_CLOSED),
        (filled, Skip.UNIT_FILLED),
        (asked_elsewhere, Skip.UNIT_FILLED),
        (paused, Skip.OFFER_ENDED),
        (full, Skip.OFFER_FULL),
        (avoided, Skip.PAIR_REFUSED),
        (paired, Skip.PAIR_MATCHED),
    ],
)
def test_what_no_longer_holds_is_skipped_and_it_is_said_why(database: Database, spoil, why):
    assert skips(database, spoil) == [why]
    assert counters_are_true(database)


def test_a_proposal_that_nothing_came_in_the_way_of_is_not_skipped(database: Database):
    assert skips(database, lambda *_: None) == []


def test_a_rounds_proposals_are_recorded_in_parts_with_what_goes_beside(database: Database):
    with database.begin() as store:
        offer = a_stored_offer(store, capacity=200)
        units = [units_of(store, a_stored_need(store))[0] for _ in range(260)]
    proposals = [a_proposal(unit, offer) for unit in units]

    def beside(store: Store, part) -> None:
        store.add(LogRow(at=NOW, by="machine", verb="told", about="part", about_id=str(len(part))))

    recorded = record_proposals(database, proposals, now=NOW, beside=beside)
    assert recorded.proposals == proposals[:200]
    assert recorded.skipped == [(late, Skip.OFFER_FULL) for late in proposals[200:]]
    assert counters_are_true(database)
    with database.read() as store:
        parts = [int(row.about_id) for row in store.query(LogRow)]
        assert (sum(parts), len(parts) > 1) == (200, True)
        seen = read_round_snapshot(store, today=TODAY, until=TODAY, since=NOW, week_since=NOW)
    assert (len(seen.needs.id), seen.offers.spare.tolist()) == (60, [0])
    # The same again, as after a kill, changes nothing.
    assert record_proposals(database, proposals, now=NOW).proposals == []


def test_places_are_taken_up_to_the_capacity_and_given_back_down_to_nothing(database: Database):
    with database.begin() as store:
        one, two = a_stored_offer(store, capacity=2), a_stored_offer(store)
    with database.begin() as store:
        assert take_places(store, {one.id: 2, two.id: 1})
        assert not take_places(store, {one.id: 1})
        give_back_places(store, {one.id: 1})
        assert take_places(store, {one.id: 1})
    with pytest.raises(RuntimeError, match="fewer places"), database.begin() as store:
        give_back_places(store, {two.id: 2})


def test_a_match_status_moves_as_the_life_cycle_says():
    assert set(WAYS) == {str(status) for status in MatchStatus}
