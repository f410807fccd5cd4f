"""Matches that are taken back with a need, an offer or by hand: people are told, once."""

import pytest

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outcomes import WithdrawalReason, WithdrawnBy
from matcher.domain.refusals import Conflict, Invalid
from matcher.service.matches import report_done
from matcher.service.matches_withdrawn import (
    withdraw_match,
    withdraw_matches_of_need,
    withdraw_matches_of_offer,
)
from matcher.storage.database import Database
from tests.matcher.service.acts import acting, kinds_posted, posted
from tests.matcher.service.matched import accepted, asked, held, standing

RESIDENT_CHANGED_THEIR_MIND = (WithdrawnBy.RESIDENT, WithdrawalReason.NO_LONGER_NEEDED)


def test_with_a_need_go_its_matches_and_the_volunteers_are_told_not_to_go(database: Database):
    one = accepted(database)
    with acting(database) as act:
        assert withdraw_matches_of_need(act, one.need_id, *RESIDENT_CHANGED_THEIR_MIND) == 1
        assert withdraw_matches_of_need(act, one.need_id, *RESIDENT_CHANGED_THEIR_MIND) == 0
    assert standing(database, one.match_id).status is MatchStatus.WITHDRAWN
    assert held(database, one.offer_id) == 0
    with database.read() as store:
        assert posted(store) == [
            ("match_accepted", one.resident_id),
            ("no_longer_needed", one.volunteer_id),
        ]


def test_whoever_was_not_told_yet_is_not_told_at_all(database: Database):
    [one] = asked(database, told=False)
    with acting(database) as act:
        withdraw_matches_of_need(act, one.need_id, *RESIDENT_CHANGED_THEIR_MIND)
    with database.read() as store:
        assert posted(store) == []


def test_with_an_offer_go_its_matches_and_the_residents_are_told(database: Database):
    one = accepted(database)
    with acting(database) as act:
        withdraw_matches_of_offer(
            act, one.offer_id, WithdrawnBy.VOLUNTEER, WithdrawalReason.OFFER_ENDED
        )
    with database.read() as store:
        assert posted(store) == [
            ("handed_back", one.resident_id),
            ("match_accepted", one.resident_id),
        ]
    assert held(database, one.offer_id) == 0


def test_a_proposal_that_goes_with_its_offer_tells_no_resident(database: Database):
    [one] = asked(database)
    with acting(database) as act:
        withdraw_matches_of_offer(
            act, one.offer_id, WithdrawnBy.VOLUNTEER, WithdrawalReason.OFFER_ENDED
        )
    with database.read() as store:
        assert posted(store) == []


def test_what_a_coordinator_undoes_is_told_to_both(database: Database):
    one = accepted(database)
    with acting(database) as act:
        withdraw_match(act, one.match_id, WithdrawnBy.COORDINATOR, WithdrawalReason.UNDONE)
    with database.read() as store:
        assert kinds_posted(store) == ["handed_back", "match_accepted", "no_longer_needed"]


def test_what_is_done_is_not_taken_back(database: Database):
    one = accepted(database)
    with acting(database) as act:
        report_done(act, one.match_id)
        assert withdraw_matches_of_need(act, one.need_id, *RESIDENT_CHANGED_THEIR_MIND) == 0
    with pytest.raises(Conflict), acting(database) as act:
        withdraw_match(act, one.match_id, *RESIDENT_CHANGED_THEIR_MIND)


def test_nobody_gives_a_reason_that_is_not_theirs_to_give(database: Database):
    one = accepted(database)
    with pytest.raises(Invalid), acting(database) as act:
        withdraw_match(act, one.match_id, WithdrawnBy.RESIDENT, WithdrawalReason.HANDED_BACK)
