"""Nothing about anybody is kept for longer than we said."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from matcher.domain.retention import RETENTION
from matcher.service import retention
from matcher.service.acting import Act
from matcher.storage.database import Database, Store
from matcher.storage.ids import new_id
from matcher.storage.tables import (
    ContactRow,
    LinkRow,
    LookRow,
    NeedDetailsRow,
    NoteRow,
    OfferRow,
    OutboxRow,
    PersonRow,
    RateRow,
    RunRow,
)
from matcher.storage.writing.contacts import put_need_details
from tests.clocks import london
from tests.matcher.service.day_of_runs import a_day
from tests.matcher.service.rota.rotas import a_rota
from tests.matcher.service.sending import SEALER, a_posted_letter, a_reader, an_act, details
from tests.matcher.storage.rows import (
    NOW,
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    a_volunteer,
    units_of,
)

DAY = timedelta(days=1)


def days(number: int) -> timedelta:
    return number * DAY


def done(database: Database, verb, at: datetime = NOW, **said: object) -> int:
    with database.begin() as store:
        return verb(an_act(store, at), **said)


def count(database: Database, table: type) -> int:
    with database.read() as store:
        return store.query(table).count()


def a_closed_need(database: Database, *, confirmed: bool = True, **said: object) -> str:
    """The id of the resident of a need that was closed now, with a note and an address."""
    with database.begin() as store:
        usual = {"person_id": a_reader(store, created_at=NOW - DAY)}
        if not confirmed:
            usual |= {"confirmed_at": None, "confirmed_by": None}
        closed = {"status": "closed", "ending": "met", "closed_at": NOW}
        need = a_stored_need(store, **usual | closed | said)
        put_need_details(store, SEALER, need.id, {"address": "1 Example Road"}, now=NOW)
        store.add(NoteRow(id=new_id(), kind="note", need_id=need.id, sealed=b"", by="x", at=NOW))
    return need.person_id


@pytest.mark.parametrize(
    ("confirmed", "kept_days"),
    [(True, RETENTION.need_contact_days), (False, RETENTION.unconfirmed_contact_days)],
)
def test_what_a_need_said_of_a_home_goes_when_its_time_is_over(
    database: Database, confirmed: bool, kept_days: int
):
    resident = a_closed_need(database, confirmed=confirmed)
    still, over = NOW + days(kept_days), NOW + days(kept_days) + timedelta(seconds=1)
    for verb in (retention.forget_details_of_needs, retention.forget_residents):
        assert done(database, verb, still) == 0
        assert done(database, verb, over) == 1
        assert done(database, verb, over) == 0
    assert count(database, NeedDetailsRow) == count(database, NoteRow) == 0
    assert count(database, ContactRow) == 0
    with database.read() as store:
        assert store.get_one(PersonRow, resident).erased_at == over


def test_a_resident_with_another_need_is_kept_and_so_is_one_who_volunteers(database: Database):
    resident = a_closed_need(database)
    helper = a_closed_need(database)
    with database.begin() as store:
        a_stored_need(store, person_id=resident)
        a_volunteer(store, person_id=helper)
    assert done(database, retention.forget_residents, NOW + days(91)) == 0


def a_volunteer_since(database: Database, since: datetime, **offer: object) -> str:
    with database.begin() as store:
        volunteer = a_volunteer(store, created_at=since, changed_at=since)
        details(store, volunteer.person_id)
        usual = {"created_at": since, "changed_at": since, "confirmed_at": since}
        a_stored_offer(store, volunteer_id=volunteer.person_id, **usual | offer)
    return volunteer.person_id


def test_a_volunteer_of_whom_nothing_was_heard_for_a_year_is_forgotten(database: Database):
    gone = a_volunteer_since(database, NOW, status="ended", ended_at=NOW)
    a_volunteer_since(database, NOW, confirmed_at=NOW + days(2))
    assert done(database, retention.forget_volunteers, NOW + days(365)) == 0
    assert done(database, retention.forget_volunteers, NOW + days(366)) == 1
    assert done(database, retention.forget_volunteers, NOW + days(366)) == 0
    with database.read() as store:
        assert store.get_one(PersonRow, gone).erased_at is not None
        assert store.query(ContactRow).count() == 1


def at_a_match(store: Store, volunteer: str) -> None:
    [offer] = store.query(OfferRow).where(OfferRow.volunteer_id == volunteer)
    [unit] = units_of(store, a_stored_need(store))
    a_stored_match(store, unit, offer, status="accepted", answered_at=NOW)


def in_need(store: Store, volunteer: str) -> None:
    a_stored_need(store, person_id=volunteer)


@pytest.mark.parametrize("busy", [at_a_match, in_need])
def test_a_volunteer_who_is_at_something_is_kept_however_long_it_takes(database: Database, busy):
    volunteer = a_volunteer_since(database, NOW, status="ended", ended_at=NOW)
    with database.begin() as store:
        busy(store, volunteer)
    assert done(database, retention.forget_volunteers, NOW + days(500)) == 0


def test_whoever_came_to_a_shift_within_the_year_is_kept(database: Database):
    rota = a_rota(database)
    sorter = rota.person(trained=True, created_at=NOW, changed_at=NOW)
    signed = rota.on(sorter)
    with database.begin() as store:
        for offer in store.query(OfferRow):
            offer.status, offer.ended_at = "ended", NOW
            offer.created_at = offer.changed_at = offer.confirmed_at = NOW
    ends = london("2026-03-07 12:00")
    assert done(database, retention.forget_volunteers, NOW + days(366)) == 0
    assert done(database, retention.forget_volunteers, ends + days(366)) == 1
    assert rota.sign_up(signed).volunteer_id == sorter


def test_whoever_drove_within_the_year_is_kept(database: Database):
    day = a_day(database, needs=0)
    with database.begin() as store:
        run = store.get_one(RunRow, day.runs[0])
        run.status, run.out_at = "out", NOW + days(30)
        for offer in store.query(OfferRow):
            offer.status, offer.ended_at, offer.confirmed_at = "ended", NOW, NOW
    assert done(database, retention.forget_volunteers, NOW + days(366)) == 0
    assert done(database, retention.forget_volunteers, NOW + days(396)) == 1


def test_messages_go_four_weeks_after_they_are_done_with_and_never_while_they_wait(
    database: Database,
):
    with database.begin() as store:
        sent, waiting = (a_posted_letter(store).id for _ in range(2))
        row = store.get_one(OutboxRow, sent)
        row.state, row.sent_at = "sent", NOW + DAY
    assert done(database, retention.forget_messages, NOW + days(29)) == 0
    assert done(database, retention.forget_messages, NOW + days(30)) == 1
    with database.read() as store:
        assert [row.id for row in store.query(OutboxRow)] == [waiting]


def test_who_looked_is_kept_for_a_year_whoever_asks(database: Database):
    today = datetime.now(UTC)
    for at in (today - days(366), today - days(364)):
        with database.begin() as store:
            Act(store, at, SEALER, "coordinator:kim").note_look("p" * 32, "contact")
    assert done(database, retention.forget_looks, today) == 1
    assert done(database, retention.forget_looks, today) == 0
    with pytest.raises(DBAPIError, match="append-only"):
        done(database, retention.forget_looks, today + days(3))
    assert count(database, LookRow) == 1
    with pytest.raises(DBAPIError, match="append-only"), database.begin() as store:
        store.query(LookRow).one().what = "nothing"


def test_links_that_ran_out_and_counts_of_windows_that_are_over_go(database: Database):
    with database.begin() as store:
        person = a_reader(store)
        for number, expires_at in enumerate((NOW, NOW + days(9), None)):
            store.add(
                LinkRow(
                    id=new_id(), token_hash=str(number), purpose="need", person_id=person,
                    created_at=NOW, expires_at=expires_at,
                )
            )  # fmt: skip
        store.add(RateRow(asker="a", window_end=NOW, asked=1))
    later = NOW + days(28) + DAY
    assert done(database, retention.forget_links, later) == 1
    assert done(database, retention.forget_answers_and_counts, later) == 1
    assert (count(database, LinkRow), count(database, RateRow)) == (2, 0)


def test_much_is_removed_bit_by_bit(database: Database):
    for _ in range(3):
        a_closed_need(database)
    at = NOW + days(91)
    assert done(database, retention.forget_details_of_needs, at, most=2) == 2
    assert done(database, retention.forget_details_of_needs, at, most=2) == 1
