"""What volunteers do with a match, on both databases: told once, placed once, refused kindly."""

from datetime import date, timedelta

import pytest

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outcomes import DeclineReason, FailureReason
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.service.matches import (
    accept_match,
    could_not,
    decline_match,
    hand_back,
    on_my_way,
    report_done,
)
from matcher.storage.database import Database
from matcher.storage.tables import CheckRow, DeclinedPairRow, LogRow, OutboxRow, VolunteerRow
from tests.matcher.service.acts import acting, kinds_posted, posted
from tests.matcher.service.matched import (
    LATER,
    accepted,
    asked,
    held,
    row_of,
    standing,
)
from tests.matcher.storage.rows import NOW, TOMORROW


def test_a_yes_takes_the_unit_and_tells_the_resident(database: Database):
    one = accepted(database)
    assert standing(database, one.match_id).status is MatchStatus.ACCEPTED
    with database.read() as store:
        assert posted(store) == [("match_accepted", one.resident_id)]
        assert [row.verb for row in store.query(LogRow)] == ["accepted"]
    assert held(database, one.offer_id) == 1


def test_a_resident_who_wants_to_be_asked_first_is_asked(database: Database):
    one = accepted(database, asks_first=True)
    with database.read() as store:
        assert posted(store) == [("may_they_know", one.resident_id)]


def test_the_first_yes_tells_the_others_who_were_asked_and_frees_them(database: Database):
    first, *others = asked(database, together=3)
    with acting(database, by=first.volunteer) as act:
        accept_match(act, first.match_id)
    with database.read() as store:
        told = [person for kind, person in posted(store) if kind == "proposal_taken"]
    assert sorted(told) == sorted(other.volunteer_id for other in others)
    assert [held(database, one.offer_id) for one in (first, *others)] == [1, 0, 0]
    with pytest.raises(Conflict, match="withdrawn"), acting(database) as act:
        accept_match(act, others[0].match_id)


def test_whoever_was_not_told_of_a_proposal_is_not_told_that_it_is_taken(database: Database):
    first, other = asked(database, together=2, told=False)
    with acting(database) as act:
        accept_match(act, first.match_id)
    with database.read() as store:
        assert [kind for kind, person in posted(store) if person == other.volunteer_id] == []
        assert store.query(OutboxRow).filter_by(state="dropped").count() == 2


def test_of_two_who_press_yes_twice_the_second_press_is_refused(database: Database):
    one = accepted(database)
    with pytest.raises(Conflict, match="has said yes"), acting(database) as act:
        accept_match(act, one.match_id)
    with database.read() as store:
        assert kinds_posted(store) == ["match_accepted"]
    assert held(database, one.offer_id) == 1


def test_a_yes_after_the_deadline_is_too_late(database: Database):
    [one] = asked(database)
    with pytest.raises(Conflict, match="deadline"), acting(database, now=TOMORROW) as act:
        accept_match(act, one.match_id)


def test_a_check_that_ran_out_since_they_were_asked_keeps_them_from_it(database: Database):
    [one] = asked(database)
    with database.begin() as store:
        store.query(CheckRow).one().review_on = date(2026, 3, 1)
    with pytest.raises(NotAllowed, match="due for review"), acting(database) as act:
        accept_match(act, one.match_id)


def test_who_was_suspended_since_they_were_asked_cannot_say_yes(database: Database):
    [one] = asked(database)
    with database.begin() as store:
        store.get_one(VolunteerRow, one.volunteer_id).status = "suspended"
    with pytest.raises(Conflict, match="suspended"), acting(database) as act:
        accept_match(act, one.match_id)


def test_a_no_frees_the_place_and_bars_the_pair(database: Database):
    [one] = asked(database, told=False)
    with acting(database) as act:
        decline_match(act, one.match_id, DeclineReason.TOO_FAR)
    with database.read() as store:
        assert store.get(DeclinedPairRow, (one.need_id, one.offer_id)) is not None
        assert posted(store) == []
    assert held(database, one.offer_id) == 0
    with pytest.raises(Conflict, match="has said no"), acting(database) as act:
        decline_match(act, one.match_id, DeclineReason.TOO_FAR)


def test_handing_back_frees_the_place_once_and_tells_the_resident(database: Database):
    one = accepted(database)
    with acting(database) as act:
        hand_back(act, one.match_id)
    with pytest.raises(Conflict, match="withdrawn"), acting(database) as act:
        hand_back(act, one.match_id)
    assert held(database, one.offer_id) == 0
    with database.read() as store:
        assert ("handed_back", one.resident_id) in posted(store)
        assert store.get(DeclinedPairRow, (one.need_id, one.offer_id)) is not None


def test_a_proposal_cannot_be_handed_back_only_declined(database: Database):
    [one] = asked(database)
    with pytest.raises(Conflict, match="not answered yet"), acting(database) as act:
        hand_back(act, one.match_id)


def test_setting_out_is_told_once_however_often_it_is_said(database: Database):
    one = accepted(database)
    for now in (NOW, LATER):
        with acting(database, now=now) as act:
            on_my_way(act, one.match_id)
    assert row_of(database, one.match_id).on_my_way_at == NOW
    with database.read() as store:
        assert kinds_posted(store).count("on_my_way") == 1


def test_nobody_sets_out_before_the_resident_agreed_to_them(database: Database):
    one = accepted(database, asks_first=True)
    with pytest.raises(NotAllowed, match="agree first"), acting(database) as act:
        on_my_way(act, one.match_id)


def test_done_frees_the_place_and_keeps_the_minutes(database: Database):
    one = accepted(database)
    with acting(database, now=LATER) as act:
        report_done(act, one.match_id, 40)
    row = row_of(database, one.match_id)
    assert (row.status, row.minutes_given, row.done_reported_at) == ("done_reported", 40, LATER)
    assert held(database, one.offer_id) == 0
    with pytest.raises(Conflict, match="it is done"), acting(database) as act:
        report_done(act, one.match_id, 40)


@pytest.mark.parametrize("minutes", [-1, 1_441])
def test_no_visit_takes_longer_than_a_day(database: Database, minutes: int):
    one = accepted(database)
    with pytest.raises(Invalid, match="minutes"), acting(database) as act:
        report_done(act, one.match_id, minutes)


@pytest.mark.parametrize(("reason", "barred"), [("not_in", False), ("unwell", True)])
def test_what_could_not_be_done_opens_the_unit_again(database: Database, reason, barred):
    one = accepted(database)
    with acting(database) as act:
        could_not(act, one.match_id, FailureReason(reason))
    assert held(database, one.offer_id) == 0
    with database.read() as store:
        pair = store.get(DeclinedPairRow, (one.need_id, one.offer_id))
        assert (pair is not None) is barred
        assert ("handed_back", one.resident_id) in posted(store)


def test_who_said_that_it_is_done_cannot_say_that_they_could_not(database: Database):
    one = accepted(database)
    with acting(database) as act:
        report_done(act, one.match_id)
    with pytest.raises(Conflict), acting(database) as act:
        could_not(act, one.match_id, FailureReason.NO_TIME)


@pytest.mark.parametrize("verb", [accept_match, hand_back, on_my_way, report_done])
def test_what_is_not_there_is_not_found(database: Database, verb):
    with pytest.raises(NotFound), acting(database, now=NOW + timedelta(days=1)) as act:
        verb(act, "nothing")
