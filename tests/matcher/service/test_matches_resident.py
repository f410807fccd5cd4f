"""What residents say of a match: agreed, done, not done; and a need that is met by it."""

import pytest

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.refusals import Conflict
from matcher.service.matches import accept_match, report_done
from matcher.service.matches_resident import agree_to_details, confirm_done, say_not_done
from matcher.storage.database import Database
from matcher.storage.tables import DeclinedPairRow, NeedRow
from matcher.storage.writing.proposals import record_batch
from tests.matcher.service.acts import acting, posted
from tests.matcher.service.matched import LATER, a_trusted_offer, accepted, asked, held, standing
from tests.matcher.storage.rows import NOW, a_proposal, units_of


def need(database: Database, need_id: str) -> tuple[str, str | None]:
    with database.read() as store:
        row = store.get_one(NeedRow, need_id)
        return row.status, row.ending


def done(database: Database, match_id: str, *, by: str = "machine") -> None:
    with acting(database) as act:
        report_done(act, match_id, 30)
    with acting(database, now=LATER, by=by) as act:
        confirm_done(act, match_id)


def test_a_need_is_met_when_all_of_its_units_are_confirmed(database: Database):
    first = accepted(database, people_needed=2)
    done(database, first.match_id)
    assert need(database, first.need_id) == ("open", None)
    with acting(database) as act:
        row = act.store.get_one(NeedRow, first.need_id)
        second = a_proposal(units_of(act.store, row)[1], a_trusted_offer(act.store))
        assert record_batch(act.store, [second], now=NOW).skipped == []
    with acting(database) as act:
        accept_match(act, second.id)
    done(database, second.id)
    assert need(database, first.need_id) == ("closed", "met")
    with database.read() as store:
        told = posted(store)
    assert ("thanks", first.volunteer_id) in told
    assert ("need_met", first.resident_id) in told


def test_who_confirms_it_themselves_needs_no_letter_about_it(database: Database):
    one = accepted(database)
    done(database, one.match_id, by=one.resident)
    with database.read() as store:
        assert "need_met" not in [kind for kind, _ in posted(store)]


def test_a_need_that_comes_every_week_is_not_over_after_one(database: Database):
    one = accepted(database, recurrence="FREQ=WEEKLY")
    done(database, one.match_id)
    assert need(database, one.need_id) == ("open", None)


def test_a_resident_may_confirm_what_the_volunteer_forgot_to_report(database: Database):
    one = accepted(database)
    with acting(database) as act:
        confirm_done(act, one.match_id)
    assert standing(database, one.match_id).status is MatchStatus.CONFIRMED
    assert held(database, one.offer_id) == 0


@pytest.mark.parametrize("reported", [False, True])
def test_what_was_not_done_opens_the_unit_and_frees_the_place_once(database: Database, reported):
    one = accepted(database)
    if reported:
        with acting(database) as act:
            report_done(act, one.match_id)
    with acting(database) as act:
        say_not_done(act, one.match_id)
    assert standing(database, one.match_id).status is MatchStatus.FAILED
    assert held(database, one.offer_id) == 0
    with database.read() as store:
        assert store.get(DeclinedPairRow, (one.need_id, one.offer_id)) is not None
    with acting(database) as act:
        row = act.store.get_one(NeedRow, one.need_id)
        again = a_proposal(units_of(act.store, row)[0], a_trusted_offer(act.store))
        assert record_batch(act.store, [again], now=NOW).skipped == []


@pytest.mark.parametrize("verb", [confirm_done, say_not_done])
def test_nothing_is_judged_before_the_yes_or_twice(database: Database, verb):
    [one] = asked(database)
    with pytest.raises(Conflict, match="not answered yet"), acting(database) as act:
        verb(act, one.match_id)
    other = accepted(database)
    done(database, other.match_id)
    with pytest.raises(Conflict, match="confirmed"), acting(database) as act:
        verb(act, other.match_id)


def test_agreeing_is_told_to_the_volunteer_once(database: Database):
    one = accepted(database, asks_first=True)
    for _ in range(2):
        with acting(database) as act:
            agree_to_details(act, one.match_id)
    with database.read() as store:
        assert posted(store).count(("they_may_know", one.volunteer_id)) == 1
