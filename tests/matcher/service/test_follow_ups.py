"""The clock asks once, by day, and only what is still open."""

from datetime import date, datetime, timedelta

import pytest

from matcher.domain.contact import ContactWay
from matcher.service.follow_ups import Asked, ask_residents, ask_volunteers, remind
from matcher.service.needs_running_out import (
    ask_still_needed,
    close_past_needs,
    close_silent_needs,
    expire_unconfirmed,
    say_still_needed,
)
from matcher.storage.database import Database
from matcher.storage.tables import ContactRow, LinkRow, LogRow, MatchRow, NeedRow, OutboxRow
from tests.clocks import london
from tests.matcher.service.sending import a_reader, an_act, details
from tests.matcher.storage.rows import (
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    a_volunteer,
    units_of,
)

TOLD = london("2026-03-02 09:30")
LAPSES = london("2026-03-04 09:30")


def a_match(database: Database, *ways: ContactWay, **said: object) -> str:
    """A match between two people who can be written to, of which the volunteer was told."""
    with database.begin() as store:
        need = a_stored_need(store, person_id=a_reader(store, *ways))
        volunteer = a_volunteer(store)
        details(store, volunteer.person_id, *ways)
        offer = a_stored_offer(store, volunteer_id=volunteer.person_id, held=1)
        usual = {"proposed_at": TOLD, "deadline": LAPSES}
        match = a_stored_match(store, units_of(store, need)[0], offer, **usual | said)
        store.add(
            OutboxRow(
                id=f"told-{match.id[:20]}", idempotency_key=f"proposal:{match.id}", kind="proposal",
                person_id=volunteer.person_id, match_id=match.id, need_id=need.id, way="email",
                state="sent", sent_at=TOLD, not_before=TOLD, created_at=TOLD,
            )
        )  # fmt: skip
    return match.id


def run(database: Database, verb, at: datetime, **said: object):
    with database.begin() as store:
        return verb(an_act(store, at), **said)


def posted(database: Database, *kinds: str) -> list[str]:
    """The kinds of the messages that wait, those of `kinds` where any are named."""
    with database.read() as store:
        waiting = [row.kind for row in store.query(OutboxRow).filter_by(state="waiting")]
    return sorted(kind for kind in waiting if not kinds or kind in kinds)


def test_who_has_not_answered_is_reminded_once_the_evening_before(database: Database):
    a_match(database)
    evening = london("2026-03-03 20:00")
    assert run(database, remind, evening - timedelta(minutes=1)) == 0
    assert run(database, remind, evening) == 1
    assert run(database, remind, evening) == 0, "it was asked already"
    assert posted(database) == ["proposal_reminder"]
    assert run(database, remind, LAPSES) == 0


def test_nobody_is_reminded_of_what_they_answered_or_were_never_told(database: Database):
    declined = a_match(database, status="declined", decline_reason="other")
    untold = a_match(database)
    with database.begin() as store:
        row = store.query(OutboxRow).filter_by(match_id=untold).one()
        row.state, row.sent_at = "waiting", None
    assert run(database, remind, london("2026-03-03 20:00")) == 0
    assert declined != untold


def test_both_sides_are_asked_in_the_morning_after_the_agreed_day(database: Database):
    match_id = a_match(database, status="accepted", answered_at=TOLD)
    with database.begin() as store:
        store.get_one(NeedRow, store.get_one(MatchRow, match_id).need_id).wanted_on = date(
            2026, 3, 5
        )
    morning = london("2026-03-06 10:00")
    early = morning - timedelta(minutes=1)
    assert run(database, ask_residents, early) == run(database, ask_volunteers, early) == Asked(0)
    assert run(database, ask_residents, morning) == Asked(1)
    assert run(database, ask_volunteers, morning) == Asked(1)
    assert posted(database) == ["did_you_do_it", "was_it_done"]
    assert run(database, ask_residents, morning) == run(database, ask_volunteers, morning)


def test_the_resident_is_asked_as_soon_as_the_volunteer_says_that_it_is_done(database: Database):
    a_match(database, status="done_reported", answered_at=TOLD, done_reported_at=TOLD)
    assert run(database, ask_residents, TOLD) == Asked(1)
    assert run(database, ask_volunteers, TOLD + timedelta(days=9)) == Asked(0)


def test_who_wants_no_messages_is_not_asked_and_no_link_is_left_behind(database: Database):
    a_match(database, status="done_reported", answered_at=TOLD, done_reported_at=TOLD)
    with database.begin() as store:
        store.query(ContactRow).delete()
    assert run(database, ask_residents, TOLD) == Asked(0)
    with database.read() as store:
        assert store.query(LinkRow).count() == 0


def test_many_are_gone_through_bit_by_bit(database: Database):
    for _ in range(3):
        a_match(database, status="accepted", answered_at=TOLD)
    due = london("2026-03-09 10:00")
    first = run(database, ask_volunteers, due, most=2)
    assert first.number == 2
    assert run(database, ask_volunteers, due, after=first.last, most=2) == Asked(1)


def a_quiet_need(database: Database, **said: object) -> str:
    with database.begin() as store:
        usual = {"person_id": a_reader(store), "changed_at": TOLD, "created_at": TOLD}
        return a_stored_need(store, **usual | said).id


def how_it_ended(database: Database, need_id: str) -> tuple[str, str | None]:
    with database.read() as store:
        need = store.get_one(NeedRow, need_id)
        return need.status, need.ending


def test_an_old_need_is_asked_about_and_closed_when_nobody_answers(database: Database):
    need_id = a_quiet_need(database)
    asked_at = london("2026-03-30 10:00")
    assert run(database, ask_still_needed, asked_at - timedelta(minutes=1)) == 0
    assert run(database, ask_still_needed, asked_at) == 1
    assert run(database, ask_still_needed, asked_at) == 0
    over = london("2026-04-13 10:00")
    assert run(database, close_silent_needs, over) == 0, "the question has not gone out"
    with database.begin() as store:
        row = store.query(OutboxRow).one()
        row.state, row.sent_at = "sent", asked_at
    assert run(database, close_silent_needs, over - timedelta(minutes=1)) == 0
    assert run(database, close_silent_needs, over) == 1
    assert how_it_ended(database, need_id) == ("closed", "expired")
    assert posted(database) == [], "who was told that it would close is not told again"


def test_who_says_that_it_is_still_needed_is_left_in_peace_for_as_long_again(database: Database):
    need_id = a_quiet_need(database)
    asked_at = london("2026-03-30 10:00")
    run(database, ask_still_needed, asked_at)
    with database.begin() as store:
        row = store.query(OutboxRow).one()
        row.state, row.sent_at = "sent", asked_at
        say_still_needed(an_act(store, asked_at + timedelta(days=1)), need_id)
    assert run(database, close_silent_needs, london("2026-04-13 10:00")) == 0
    assert run(database, ask_still_needed, london("2026-04-13 10:00")) == 0
    assert run(database, ask_still_needed, london("2026-04-28 10:00")) == 1


def test_a_need_that_somebody_is_at_is_not_asked_about(database: Database):
    match_id = a_match(database, status="accepted", answered_at=TOLD)
    with database.begin() as store:
        store.get_one(NeedRow, store.get_one(MatchRow, match_id).need_id).changed_at = TOLD
    assert run(database, ask_still_needed, london("2026-04-20 10:00")) == 0


def test_a_need_that_nobody_confirmed_expires_and_nobody_is_written_to(database: Database):
    need_id = a_quiet_need(database, confirmed_at=None, confirmed_by=None)
    over = london("2026-03-09 10:00")
    assert run(database, expire_unconfirmed, over - timedelta(minutes=1)) == 0
    assert run(database, expire_unconfirmed, over) == 1
    assert run(database, expire_unconfirmed, over) == 0
    assert how_it_ended(database, need_id) == ("closed", "expired")
    assert posted(database) == []
    with database.read() as store:
        line = store.query(LogRow).filter_by(about_id=need_id).one()
        assert (line.verb, line.facts) == ("expired", {"why": "unconfirmed"})


@pytest.mark.parametrize(("helped", "ending"), [(False, "expired"), (True, "met")])
def test_a_need_whose_day_is_over_is_closed(database: Database, helped: bool, ending: str):
    status = "confirmed" if helped else "lapsed"
    match_id = a_match(database, status=status, answered_at=TOLD)
    with database.begin() as store:
        need = store.get_one(NeedRow, store.get_one(MatchRow, match_id).need_id)
        need.expires_on = date(2026, 3, 5)
    assert run(database, close_past_needs, london("2026-03-05 23:59")) == 0
    assert run(database, close_past_needs, london("2026-03-06 00:00")) == 1
    assert run(database, close_past_needs, london("2026-03-06 00:00")) == 0
    assert how_it_ended(database, need.id) == ("closed", ending)
    assert posted(database) == ([] if helped else ["need_expired"])


def test_what_is_still_proposed_is_taken_back_when_a_need_closes(database: Database):
    match_id = a_match(database)
    with database.begin() as store:
        store.get_one(NeedRow, store.get_one(MatchRow, match_id).need_id).expires_on = date(
            2026, 3, 1
        )
    assert run(database, close_past_needs, TOLD) == 1
    with database.read() as store:
        assert store.get_one(MatchRow, match_id).status == "withdrawn"
    assert posted(database) == ["need_expired", "no_longer_needed"]
