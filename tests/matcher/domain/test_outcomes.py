"""Reasons belong to ends, and every standing says what it holds."""

from itertools import product

import pytest

from matcher.domain.life_cycles import MatchStatus, may_move
from matcher.domain.outcomes import (
    HOLDS_CAPACITY,
    HOLDS_UNIT,
    LIVE,
    REASONS_FOR,
    SPOKEN_FOR,
    WITHDRAWAL_REASONS,
    DeclineReason,
    FailureReason,
    WithdrawalReason,
    WithdrawnBy,
    bars_the_pair,
    locked,
    require_reason,
)
from matcher.domain.refusals import Invalid

ENDS = set(MatchStatus) - LIVE


def the_field_refused(*said, **named):
    with pytest.raises(Invalid) as refusal:
        require_reason(*said, **named)
    assert str(refusal.value).endswith(".")
    return refusal.value.field


def test_no_move_takes_a_place_that_was_not_held_before():
    """So the counter of an offer can only overflow where a match is proposed."""
    for before, after in product(MatchStatus, MatchStatus):
        if may_move(before, after) and after in HOLDS_CAPACITY:
            assert before in HOLDS_CAPACITY


def test_only_acceptance_takes_a_unit():
    taking = {
        (before, after)
        for before, after in product(MatchStatus, MatchStatus)
        if may_move(before, after) and after in HOLDS_UNIT and before not in HOLDS_UNIT
    }
    assert taking == {(MatchStatus.PROPOSED, MatchStatus.ACCEPTED)}


def test_several_may_be_asked_for_one_unit_but_no_round_asks_again_meanwhile():
    assert MatchStatus.PROPOSED not in HOLDS_UNIT
    assert {MatchStatus.PROPOSED} == SPOKEN_FOR - HOLDS_UNIT


def test_a_volunteer_who_says_that_it_is_done_has_free_hands_and_the_unit_stays_filled():
    assert MatchStatus.DONE_REPORTED not in HOLDS_CAPACITY
    assert {MatchStatus.DONE_REPORTED, MatchStatus.CONFIRMED} <= HOLDS_UNIT


def test_what_ended_without_help_holds_nothing():
    assert {MatchStatus.CONFIRMED} == ENDS & SPOKEN_FOR
    assert not ENDS & HOLDS_CAPACITY
    assert {MatchStatus.PROPOSED, MatchStatus.ACCEPTED, MatchStatus.DONE_REPORTED} == LIVE


@pytest.mark.parametrize("status", MatchStatus)
def test_a_reason_is_asked_exactly_of_what_was_declined_failed_or_withdrawn(status):
    if status in REASONS_FOR:
        assert the_field_refused(status, None) in {"reason", "by"}
    else:
        require_reason(status, None)
        assert the_field_refused(status, DeclineReason.OTHER) == "reason"
        assert the_field_refused(status, None, WithdrawnBy.SYSTEM) == "reason"


def test_every_reason_of_its_own_kind_is_taken():
    for status, kind in REASONS_FOR.items():
        for reason in kind:
            if status is MatchStatus.WITHDRAWN:
                by = next(by for by in WithdrawnBy if reason in WITHDRAWAL_REASONS[by])
                require_reason(status, reason, by)
            else:
                require_reason(status, reason)


def test_a_reason_of_another_kind_is_refused_though_it_has_the_same_name():
    assert the_field_refused(MatchStatus.DECLINED, FailureReason.OTHER) == "reason"
    assert the_field_refused(MatchStatus.FAILED, DeclineReason.OTHER) == "reason"


def test_a_withdrawal_says_by_whom_and_gives_a_reason_of_theirs():
    withdrawn = MatchStatus.WITHDRAWN
    assert the_field_refused(withdrawn, WithdrawalReason.UNDONE) == "by"
    for by, reason in product(WithdrawnBy, WithdrawalReason):
        if reason in WITHDRAWAL_REASONS[by]:
            require_reason(withdrawn, reason, by)
        else:
            assert the_field_refused(withdrawn, reason, by) == "reason"
    assert the_field_refused(MatchStatus.DECLINED, DeclineReason.OTHER, WithdrawnBy.SYSTEM) == "by"


def test_a_refused_reason_names_those_that_may_be_given():
    with pytest.raises(Invalid, match="too far, wrong time, not able, not this kind, other"):
        require_reason(MatchStatus.DECLINED, None)


@pytest.mark.parametrize("status", MatchStatus)
def test_a_round_leaves_alone_what_a_person_touched(status):
    assert locked(status, by_hand=False) is (status in HOLDS_UNIT)
    assert locked(status, by_hand=True) is (status in SPOKEN_FOR)


def test_a_pair_is_not_proposed_again_after_a_no():
    assert all(bars_the_pair(MatchStatus.DECLINED, reason) for reason in DeclineReason)
    handed_back = WithdrawalReason.HANDED_BACK
    assert bars_the_pair(MatchStatus.WITHDRAWN, handed_back, WithdrawnBy.VOLUNTEER)
    undone = WithdrawalReason.UNDONE
    assert bars_the_pair(MatchStatus.WITHDRAWN, undone, WithdrawnBy.COORDINATOR)
    not_them = WithdrawalReason.NOT_THIS_PERSON
    assert bars_the_pair(MatchStatus.WITHDRAWN, not_them, WithdrawnBy.RESIDENT)
    assert bars_the_pair(MatchStatus.FAILED, FailureReason.DID_NOT_COME)
    assert bars_the_pair(MatchStatus.FAILED, FailureReason.UNWELL)


def test_bad_luck_and_the_machine_say_nothing_against_a_pair():
    assert not bars_the_pair(MatchStatus.LAPSED)
    assert not bars_the_pair(MatchStatus.FAILED, FailureReason.NOT_IN)
    assert not bars_the_pair(MatchStatus.FAILED, FailureReason.CANNOT_REACH)
    changed = WithdrawalReason.NEED_CHANGED
    assert not bars_the_pair(MatchStatus.WITHDRAWN, changed, WithdrawnBy.RESIDENT)
    for reason in WITHDRAWAL_REASONS[WithdrawnBy.SYSTEM]:
        assert not bars_the_pair(MatchStatus.WITHDRAWN, reason, WithdrawnBy.SYSTEM)
    assert not any(bars_the_pair(status) for status in SPOKEN_FOR)
