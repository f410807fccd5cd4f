"""Many proposals at once: the quick question hears of whatever the slow look hears."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from matcher.storage.database import Database, Store
from matcher.storage.ids import LENGTH, SIDE_BY_SIDE, new_ids
from matcher.storage.tables import (
    AvoidedPairRow,
    CharityRow,
    DeclinedPairRow,
    DepotRow,
    MatchRow,
    OfferRow,
    RunDayRow,
    StopRow,
    VolunteerRow,
)
from matcher.storage.writing.all_holds import all_hold
from matcher.storage.writing.proposals import Proposal, Skip, record_batch, record_proposals
from tests.builders import LAMBETH, TODAY
from tests.matcher.storage.rows import (
    NOW,
    a_proposal,
    a_stored_need,
    a_stored_offer,
    a_unit,
    units_of,
)

Spoil = Callable[[Store, Any, Any, Any], None]
TUESDAY = TODAY + timedelta(days=1)


def nothing(store, need, unit, offer):
    pass


def need_closed(store, need, unit, offer):
    need.status, need.ending, need.closed_at = "closed", "met", NOW


def need_paused(store, need, unit, offer):
    need.status = "paused"


def need_unconfirmed(store, need, unit, offer):
    need.confirmed_at = need.confirmed_by = None


def unit_closed(store, need, unit, offer):
    unit.closed_at = NOW


def on_somebodys_run(store, need, unit, offer):
    charity, depot, day = new_ids(3)
    place = {"easting": 531_000, "northing": 175_000, "borough": LAMBETH, "cell": "TQ3175"}
    opens = {"opens_s": 0, "closes_s": 3_600, "loading_s": 0, "postcode": "SW2 1RW"}
    store.add(CharityRow(id=charity, slug=charity, name=charity, created_at=NOW))
    store.flush()
    mine = {"charity_id": charity, "created_at": NOW}
    store.add(DepotRow(id=depot, name="Hall", **mine, **place, **opens))
    store.flush()
    store.add(RunDayRow(id=day, depot_id=depot, on_date=TUESDAY, created_by="machine", **mine))
    store.flush()
    said = {"windows": [], "service_s": 180, "parcels": 1, "weight_g": 6_000, "typed": 1}
    stop = {"id": new_ids(1)[0], "day_id": day, "unit_id": unit.id, "need_id": need.id}
    store.add(StopRow(**stop, **said, **place))


def unit_filled(store, need, unit, offer):
    record_batch(store, [a_proposal(unit, a_stored_offer(store))], now=NOW)


def others_asked_together(store, need, unit, offer):
    record_batch(store, [a_proposal(unit, a_stored_offer(store), asked_together=True)], now=NOW)


def offer_paused(store, need, unit, offer):
    offer.status = "paused"


def volunteer_suspended(store, need, unit, offer):
    store.get_one(VolunteerRow, offer.volunteer_id).status = "suspended"


def kept_apart(store, need, unit, offer):
    both = {"resident_id": need.person_id, "volunteer_id": offer.volunteer_id}
    store.add(AvoidedPairRow(**both, by="machine", at=NOW))


def declined(store, need, unit, offer):
    store.add(DeclinedPairRow(need_id=need.id, offer_id=offer.id, reason="too_far", at=NOW))


def paired_already(store, need, unit, offer):
    second = a_unit(store, need.id, number=2, on_date=unit.on_date)
    record_batch(store, [a_proposal(second, offer)], now=NOW)


def paired_on_another_day(store, need, unit, offer):
    later = a_unit(store, need.id, number=2, on_date=TUESDAY + timedelta(days=7))
    record_batch(store, [a_proposal(later, offer)], now=NOW)


SPOILS: dict[Spoil, Skip | None] = {
    nothing: None,
    need_closed: Skip.NEED_CLOSED,
    need_paused: Skip.NEED_CLOSED,
    need_unconfirmed: Skip.NEED_CLOSED,
    unit_closed: Skip.UNIT_CLOSED,
    on_somebodys_run: Skip.UNIT_CLOSED,
    unit_filled: Skip.UNIT_FILLED,
    others_asked_together: Skip.UNIT_FILLED,
    offer_paused: Skip.OFFER_ENDED,
    volunteer_suspended: Skip.OFFER_ENDED,
    kept_apart: Skip.PAIR_REFUSED,
    declined: Skip.PAIR_REFUSED,
    paired_already: Skip.PAIR_MATCHED,
    paired_on_another_day: None,
}


def three(store: Store, spoil: Spoil, day=None) -> list[Proposal]:
    """Proposals for three needs; something has happened to the middle one."""
    thought = []
    for place in range(3):
        need, offer = a_stored_need(store), a_stored_offer(store, capacity=2)
        [unit] = units_of(store, need)
        unit.on_date = day
        thought.append(a_proposal(unit, offer))
        if place == 1:
            spoil(store, need, unit, offer)
    store.flush()
    return thought


@pytest.mark.parametrize("day", [None, TUESDAY], ids=["no day", "a day"])
@pytest.mark.parametrize(("spoil", "why"), SPOILS.items(), ids=[one.__name__ for one in SPOILS])
def test_all_hold_is_said_only_where_the_slow_look_skips_none(
    empty_sqlite: Database, spoil: Spoil, why: Skip | None, day
):
    with empty_sqlite.begin() as store:
        thought = three(store, spoil, day)
        quick = all_hold(store, thought)
        skipped = record_batch(store, thought, now=NOW).skipped
    assert [said for _, said in skipped] == ([why] if why else [])
    assert quick == (not skipped)


@pytest.mark.parametrize(("spoil", "why"), SPOILS.items(), ids=[one.__name__ for one in SPOILS])
def test_of_a_part_in_which_one_holds_no_longer_the_others_are_recorded(
    database: Database, spoil: Spoil, why: Skip | None
):
    with database.begin() as store:
        thought = three(store, spoil)
    recorded = record_proposals(database, thought, now=NOW)
    assert recorded.skipped == ([(thought[1], why)] if why else [])
    with database.read() as store:
        there = {row.id for row in store.query(MatchRow)}
    assert {one.id for one in recorded.proposals} == there & {one.id for one in thought}
    assert len(recorded.proposals) == 3 - bool(why)


def test_two_that_are_in_each_others_way_are_looked_at_one_by_one(database: Database):
    with database.begin() as store:
        need, offer = a_stored_need(store, people_needed=2), a_stored_offer(store, capacity=2)
        other = a_stored_offer(store)
        first, second = units_of(store, need)
    same_unit = [a_proposal(first, offer), a_proposal(first, other)]
    same_pair = [a_proposal(second, other), a_proposal(second, other)]
    assert record_proposals(database, same_unit, now=NOW).skipped == [
        (same_unit[1], Skip.UNIT_FILLED)
    ]
    assert record_proposals(database, same_pair, now=NOW).skipped == [
        (same_pair[1], Skip.UNIT_FILLED)
    ]


def test_an_offer_that_fills_up_takes_as_many_as_it_has_places(database: Database):
    with database.begin() as store:
        offer = a_stored_offer(store, capacity=2)
        thought = [a_proposal(*units_of(store, a_stored_need(store)), offer) for _ in range(3)]
    recorded = record_proposals(database, thought, now=NOW)
    assert (recorded.proposals, recorded.skipped) == (thought[:2], [(thought[2], Skip.OFFER_FULL)])
    with database.read() as store:
        assert store.get_one(OfferRow, offer.id).held == 2


def test_ids_of_rows_written_together_lie_side_by_side_and_none_comes_twice():
    ids = new_ids(SIDE_BY_SIDE + 1)
    assert len({*ids}) == len(ids)
    assert {len(id) for id in ids} == {LENGTH}
    half = LENGTH // 2
    assert len({id[:half] for id in ids[:-1]}) == 1
    assert ids[-1][:half] != ids[0][:half]
    assert new_ids(0) == []
