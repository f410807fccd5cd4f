"""A resident says yes or no to handing their need on by themselves, and has a way back."""

from datetime import timedelta

import pytest

from matcher.domain.outbox import OutboxState
from matcher.domain.referrals import SHARED, ConsentBy, ReferralState
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.service.acting import Act
from matcher.service.referrals import accept_referral
from matcher.service.referrals_consent import (
    ask_resident,
    handing_on,
    say_consent,
    take_consent_back,
)
from matcher.service.referrals_offering import refer
from matcher.service.referrals_pages import referral_page, referrals
from matcher.storage.database import Database
from matcher.storage.tables import ConsentQuestionRow, NeedRow, OutboxRow, ReferralRow
from tests.matcher.service.acts import acting
from tests.matcher.service.charitable import Group, a_group, held_by
from tests.matcher.service.desks import a_desk
from tests.matcher.service.test_referrals import SAID, two
from tests.matcher.storage.rows import NOW


def asked(act: Act) -> tuple[Group, Group, str, str]:
    giver, taker, need_id = two(act)
    return giver, taker, need_id, ask_resident(act, giver.desk, need_id, taker.id)


def kinds(act: Act, **whose: object) -> list[str]:
    found = act.store.query(OutboxRow).filter_by(state=OutboxState.WAITING, **whose)
    return [one.kind for one in found]


def test_nothing_is_handed_on_before_the_resident_says_yes_on_their_page(database: Database):
    with acting(database) as act:
        giver, taker, need_id, question = asked(act)
        assert referrals(act, taker.desk) == []
        page = handing_on(act, need_id)
        assert page is not None
        assert (page.from_name, page.to, page.shared) == ("Giver", "Taker", SHARED)
        assert page.deadline == NOW + timedelta(days=3)
        with pytest.raises(Conflict, match="asked already"):
            ask_resident(act, giver.desk, need_id, taker.id)
        say_consent(act, need_id, question, yes=True)
        [line] = referrals(act, taker.desk)
        assert (line.state, line.consent_by) == (ReferralState.OFFERED, ConsentBy.IN_WRITING)
        assert kinds(act, coordinator_id=taker.desk.coordinator_id) == ["need_offered"]
        assert kinds(act, coordinator_id=giver.desk.coordinator_id) == ["charity_answered"]
        with pytest.raises(Conflict, match="over"):
            say_consent(act, need_id, question, yes=False)
        accept_referral(act, taker.desk, line.id)
        assert held_by(act.store, need_id) == taker.id


def test_a_no_and_silence_leave_it_where_it_is_and_another_may_be_asked_of(database: Database):
    with acting(database) as act:
        giver, taker, need_id, question = asked(act)
        say_consent(act, need_id, question, yes=False)
        said = referral_page(act, giver.desk, need_id).question
        assert said is not None
        assert (said.said, handing_on(act, need_id)) == ("no", None)
        question = ask_resident(act, giver.desk, need_id, taker.id)
    with acting(database, now=NOW + timedelta(days=3)) as act:
        assert handing_on(act, need_id) is None
        with pytest.raises(Conflict, match="over"):
            say_consent(act, need_id, question, yes=True)
        assert ask_resident(act, giver.desk, need_id, taker.id) != question
        assert act.store.query(ReferralRow).count() == 0
        assert held_by(act.store, need_id) == giver.id


@pytest.mark.parametrize("taken", [False, True])
@pytest.mark.parametrize("by_phone", [False, True])
def test_the_way_back_is_the_residents_whoever_noted_their_yes(
    database: Database, taken: bool, by_phone: bool
):
    with acting(database) as act:
        if by_phone:
            giver, taker, need_id = two(act)
            refer(act, giver.desk, need_id, taker.id, SAID)
        else:
            giver, taker, need_id, question = asked(act)
            say_consent(act, need_id, question, yes=True)
        [row] = act.store.query(ReferralRow)
        if taken:
            accept_referral(act, taker.desk, row.id)
        take_consent_back(act, need_id)
        assert row.state == (ReferralState.RETURNED if taken else ReferralState.TAKEN_BACK)
        assert held_by(act.store, need_id) == giver.id
        assert handing_on(act, need_id) is None
        assert [one.said for one in act.store.query(ConsentQuestionRow)] == (
            [] if by_phone else ["taken_back"]
        )
        with pytest.raises(Conflict):
            take_consent_back(act, need_id)
        with pytest.raises(Conflict):
            accept_referral(act, taker.desk, row.id)


def test_only_the_holders_coordinators_ask_and_a_yes_counts_while_they_hold_it(
    database: Database,
):
    with acting(database) as act:
        giver, taker, need_id, question = asked(act)
        with pytest.raises(NotFound):
            ask_resident(act, taker.desk, need_id, giver.id)
        intake = a_desk(act.store, Role.INTAKE, charity_id=giver.id)
        with pytest.raises(NotAllowed):
            ask_resident(act, intake, need_id, taker.id)
        with pytest.raises(Invalid):
            ask_resident(act, giver.desk, need_id, giver.id)
        other = a_group(act.store, "Other")
        act.store.get_one(NeedRow, need_id).charity_id = other.id
        with pytest.raises(Conflict, match="over"):
            say_consent(act, need_id, question, yes=True)
