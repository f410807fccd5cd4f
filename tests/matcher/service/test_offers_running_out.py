"""Offers and checks do not live for ever unasked."""

from datetime import date, timedelta

from matcher.service.offers_running_out import (
    ask_still_offered,
    end_pauses,
    end_silent_offers,
    warn_of_checks,
)
from matcher.storage.database import Database
from matcher.storage.ids import new_id
from matcher.storage.tables import CheckRow, OfferRow, OutboxRow
from tests.clocks import london
from tests.matcher.service.sending import details
from tests.matcher.service.test_follow_ups import posted, run
from tests.matcher.storage.rows import (
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    a_volunteer,
    units_of,
)

HEARD = london("2026-01-05 09:00")
ASKED = london("2026-07-04 10:00")
OVER = london("2026-07-18 10:00")


def an_offer(database: Database, **said: object) -> str:
    with database.begin() as store:
        volunteer = a_volunteer(store)
        details(store, volunteer.person_id)
        usual = {"created_at": HEARD, "changed_at": HEARD, "confirmed_at": HEARD}
        return a_stored_offer(store, volunteer_id=volunteer.person_id, **usual | said).id


def sent(database: Database, at) -> None:
    with database.begin() as store:
        for row in store.query(OutboxRow):
            row.state, row.sent_at = "sent", at


def status(database: Database, offer_id: str) -> str:
    with database.read() as store:
        return store.get_one(OfferRow, offer_id).status


def test_a_volunteer_of_whom_nothing_was_heard_is_asked_once_and_the_offer_ends_in_silence(
    database: Database,
):
    offer_id = an_offer(database)
    assert run(database, ask_still_offered, ASKED - timedelta(minutes=1)) == 0
    assert run(database, ask_still_offered, ASKED) == 1
    assert run(database, ask_still_offered, ASKED) == 0
    assert posted(database) == ["still_offered"]
    assert run(database, end_silent_offers, OVER) == 0, "the question has not gone out"
    sent(database, ASKED)
    assert run(database, end_silent_offers, OVER - timedelta(minutes=1)) == 0
    assert run(database, end_silent_offers, OVER) == 1
    assert run(database, end_silent_offers, OVER) == 0
    assert status(database, offer_id) == "ended"


def test_who_says_yes_or_has_helped_since_is_left_in_peace(database: Database):
    confirmed = an_offer(database)
    run(database, ask_still_offered, ASKED)
    sent(database, ASKED)
    with database.begin() as store:
        store.get_one(OfferRow, confirmed).confirmed_at = ASKED + timedelta(days=1)
        helped = store.get_one(OfferRow, an_offer_that_helps(store))
    assert run(database, end_silent_offers, OVER) == 0
    assert run(database, ask_still_offered, OVER) == 0
    assert status(database, helped.id) == "active"


def an_offer_that_helps(store) -> str:
    volunteer = a_volunteer(store)
    details(store, volunteer.person_id)
    offer = a_stored_offer(
        store, volunteer_id=volunteer.person_id, created_at=HEARD, confirmed_at=HEARD, held=1
    )
    unit = units_of(store, a_stored_need(store))[0]
    a_stored_match(store, unit, offer, status="accepted", answered_at=HEARD)
    return offer.id


def test_a_pause_ends_on_its_day_with_a_word_of_welcome(database: Database):
    offer_id = an_offer(database, status="paused", paused_until=date(2026, 3, 5))
    assert run(database, end_pauses, london("2026-03-04 23:59")) == 0
    assert run(database, end_pauses, london("2026-03-05 00:00")) == 1
    assert run(database, end_pauses, london("2026-03-05 00:00")) == 0
    assert status(database, offer_id) == "active"
    assert posted(database) == ["pause_ended"]


def a_check(database: Database, offer_id: str, review_on: date | None, **said: object) -> None:
    with database.begin() as store:
        usual = {"level": "basic_dbs", "seen_on": date(2025, 1, 5), "seen_by": "coordinator:kim"}
        volunteer_id = store.get_one(OfferRow, offer_id).volunteer_id
        store.add(
            CheckRow(
                id=new_id(),
                volunteer_id=volunteer_id,
                review_on=review_on,
                created_at=HEARD,
                **usual | said,
            )
        )


def test_a_check_that_runs_out_is_told_four_weeks_before_and_once(database: Database):
    offer_id = an_offer(database)
    a_check(database, offer_id, date(2026, 4, 1))
    assert run(database, warn_of_checks, london("2026-03-03 09:00")) == 0
    assert run(database, warn_of_checks, london("2026-03-04 09:00")) == 1
    assert run(database, warn_of_checks, london("2026-03-04 09:00")) == 0
    assert posted(database) == ["check_runs_out"]


def test_a_check_beside_which_a_newer_one_holds_is_not_spoken_of(database: Database):
    offer_id = an_offer(database)
    a_check(database, offer_id, date(2026, 3, 20))
    a_check(database, offer_id, date(2027, 3, 20))
    a_check(database, an_offer(database, status="ended", ended_at=HEARD), date(2026, 3, 20))
    assert run(database, warn_of_checks, london("2026-03-04 09:00")) == 0
