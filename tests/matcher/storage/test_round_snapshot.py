"""What a round reads: exactly what is open, spare and allowed at one moment."""

from datetime import date, timedelta

import pytest

from matcher.domain.life_cycles import MatchStatus
from matcher.storage.database import Database, Store
from matcher.storage.ids import new_id
from matcher.storage.reading.round_snapshot import RoundSnapshot, read_round_snapshot
from matcher.storage.tables import AvoidedPairRow, CheckRow, DeclinedPairRow
from tests.builders import SOUTHWARK, TODAY
from tests.matcher.storage.rows import (
    NOW,
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    a_unit,
    a_volunteer,
    units_of,
)


def snapshot(database: Database) -> RoundSnapshot:
    with database.read() as store:
        return read_round_snapshot(
            store,
            today=TODAY,
            until=TODAY + timedelta(days=7),
            since=NOW - timedelta(days=28),
            week_since=NOW - timedelta(days=7),
        )


def avoided(seen: RoundSnapshot) -> list[tuple[str, str]]:
    pairs = zip(seen.avoid_need.tolist(), seen.avoid_offer.tolist(), strict=True)
    return [(seen.needs.id[need], seen.offers.id[offer]) for need, offer in pairs]


def test_nothing_is_read_of_an_empty_database(database: Database):
    seen = snapshot(database)
    assert (seen.needs.id, seen.offers.id, avoided(seen)) == ((), (), [])
    assert seen.needs.unit_start.tolist() == [0]


def test_a_need_comes_with_all_that_decides_about_it(database: Database):
    with database.begin() as store:
        need = a_stored_need(
            store,
            category="visit",
            urgency="urgent",
            borough=SOUTHWARK,
            people_needed=3,
            easting=530_001,
            registered_on=date(2026, 2, 1),
            languages=frozenset({"so", "bn"}),
            requires=frozenset({"dbs"}),
            availability=frozenset({"mon-am"}),
        )
        units = tuple(unit.id for unit in units_of(store, need))
    needs = snapshot(database).needs
    assert (needs.id, needs.person_id) == ((need.id,), (need.person_id,))
    assert (needs.easting.tolist(), needs.northing.tolist()) == ([530_001], [need.northing])
    assert (needs.category.of(0), needs.urgency.of(0)) == ("visit", "urgent")
    assert needs.borough.of(0) == SOUTHWARK
    assert needs.languages.sets == (frozenset({"bn", "so"}),)
    assert (needs.requires.of(0), needs.availability.of(0)) == ("dbs", "mon-am")
    assert date.fromordinal(int(needs.registered_on[0])) == date(2026, 2, 1)
    assert (needs.units.tolist(), needs.unit_id, needs.on_date.tolist()) == ([3], units, [0])


def test_an_offer_comes_with_all_that_decides_about_it(database: Database):
    with database.begin() as store:
        volunteer = a_volunteer(store, status="identity_seen")
        for level, review_on in (("basic_dbs", TODAY), ("references", TODAY - timedelta(days=1))):
            store.add(
                CheckRow(
                    id=new_id(),
                    volunteer_id=volunteer.person_id,
                    level=level,
                    seen_on=TODAY,
                    seen_by="coordinator:c",
                    review_on=review_on,
                    created_at=NOW,
                )
            )
        offer = a_stored_offer(
            store,
            volunteer_id=volunteer.person_id,
            categories=frozenset({"visit", "groceries"}),
            capacity=5,
            held=2,
            radius_m=1_234,
        )
    offers = snapshot(database).offers
    assert (offers.id, offers.volunteer_id) == ((offer.id,), (volunteer.person_id,))
    assert offers.categories.sets == (frozenset({"visit", "groceries"}),)
    assert [offers.radius_m[0], offers.spare[0], offers.recent[0]] == [1_234, 3, 0]
    assert (offers.volunteer_status.of(0), offers.check_levels.of(0)) == (
        "identity_seen",
        "basic_dbs",
    )


@pytest.mark.parametrize(
    "said",
    [
        {"status": "paused"},
        {"status": "closed", "ending": "met", "closed_at": NOW},
        {"confirmed_at": None, "confirmed_by": None},
    ],
)
def test_a_need_that_is_not_open_and_confirmed_stays_out(database: Database, said):
    with database.begin() as store:
        a_stored_need(store, **said)
    assert snapshot(database).needs.id == ()


def test_an_offer_that_is_not_active_or_of_somebody_suspended_stays_out(database: Database):
    with database.begin() as store:
        a_stored_offer(store, status="paused")
        a_stored_offer(store, status="ended")
        a_stored_offer(store, volunteer_id=a_volunteer(store, status="suspended").person_id)
    assert snapshot(database).offers.id == ()


FILLING = {"proposed", "accepted", "done_reported", "confirmed"}
SAID = {
    "declined": {"decline_reason": "other"},
    "failed": {"failure_reason": "not_in"},
    "withdrawn": {"withdrawn_by": "system", "withdrawn_reason": "need_changed"},
}


@pytest.mark.parametrize("status", [str(status) for status in MatchStatus])
def test_a_unit_is_open_again_exactly_when_its_match_came_to_nothing(database: Database, status):
    with database.begin() as store:
        need = a_stored_need(store, people_needed=2)
        first, second = units_of(store, need)
        offer = a_stored_offer(store, capacity=2)
        a_stored_match(store, first, offer, status=status, **SAID.get(status, {}))
    seen = snapshot(database)
    left = (second.id,) if status in FILLING else (first.id, second.id)
    assert seen.needs.unit_id == left
    # And who fills one unit of a need is not asked for the other.
    assert avoided(seen) == ([(need.id, offer.id)] if status in FILLING else [])
    assert seen.offers.recent.tolist() == [int(status in FILLING)]


def test_a_need_that_recurs_is_a_row_for_each_date_that_is_near(database: Database):
    with database.begin() as store:
        need, offer = a_stored_need(store), a_stored_offer(store, capacity=2)
        units_of(store, need)[0].closed_at = NOW
        days = [TODAY + timedelta(days=day) for day in (-1, 1, 1, 7, 8)]
        units = [
            a_unit(store, need.id, number=number, on_date=day)
            for number, day in enumerate(days, start=2)
        ]
        a_stored_match(store, units[2], offer)
    seen = snapshot(database)
    assert seen.needs.id == (need.id, need.id)
    assert seen.needs.on_date.tolist() == [days[1].toordinal(), days[3].toordinal()]
    assert seen.needs.unit_id == (units[1].id, units[3].id)
    # Serving it on one date is no reason not to on another.
    assert (seen.avoid_need.tolist(), seen.avoid_offer.tolist()) == ([0], [0])


def a_refused_pair(store: Store) -> tuple[str, str]:
    need, offer = a_stored_need(store), a_stored_offer(store)
    store.add(DeclinedPairRow(need_id=need.id, offer_id=offer.id, reason="too_far", at=NOW))
    return need.id, offer.id


def an_avoided_pair(store: Store) -> tuple[str, str]:
    need, offer = a_stored_need(store), a_stored_offer(store)
    store.add(
        AvoidedPairRow(
            resident_id=need.person_id, volunteer_id=offer.volunteer_id, by="coordinator:c", at=NOW
        )
    )
    return need.id, offer.id


def test_pairs_that_were_declined_or_are_avoided_are_named_by_their_rows(database: Database):
    with database.begin() as store:
        pairs = [a_refused_pair(store), an_avoided_pair(store), a_refused_pair(store)]
        store.flush()
        a_stored_need(store), a_stored_offer(store)
    assert avoided(snapshot(database)) == sorted(pairs)
