"""A charity's coordinators are told of what others want of it, and never flooded."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import datetime, timedelta

import pytest

from matcher.domain.outbox import OutboxState
from matcher.domain.referrals import ConsentBy, ReferralReason
from matcher.domain.refusals import Busy, Conflict
from matcher.domain.roles import Role
from matcher.domain.urgency import Urgency
from matcher.service.acting import Act
from matcher.service.charities import refuse, verify, vouch
from matcher.service.charities_letters import tell_founder
from matcher.service.charities_own import invite_to
from matcher.service.holding import (
    answer_release,
    ask_release,
    release_in_silence,
    take,
    take_back_ask,
)
from matcher.service.holding_pages import shared_list
from matcher.service.post import opened_letter
from matcher.service.referrals import accept_referral, decline_referral, lapse_referrals
from matcher.service.referrals_offering import refer
from matcher.storage.database import Database
from matcher.storage.reading.coordinators import account_by_email
from matcher.storage.tables import CoordinatorRow, OutboxRow
from tests.builders import LAMBETH
from tests.matcher.service.acts import acting
from tests.matcher.service.charitable import AN_ADDRESS, Group, a_group, a_newcomer
from tests.matcher.service.desks import a_desk, a_membership
from tests.matcher.service.test_holding import LATER, WHY
from tests.matcher.storage.rows import NOW, a_stored_need

SAID = ConsentBy.TELEPHONE


def letters(act: Act, group: Group) -> list[tuple[str, datetime]]:
    """What waits for a charity's coordinator, by kind, with when it goes; the first first."""
    found = act.store.query(OutboxRow).filter_by(
        coordinator_id=group.desk.coordinator_id, state=OutboxState.WAITING
    )
    return [(one.kind, one.not_before) for one in found.order_by(OutboxRow.not_before)]


def kinds(act: Act, group: Group) -> list[str]:
    return [kind for kind, _ in letters(act, group)]


def by(act: Act, group: Group) -> Act:
    """The same, as somebody of a charity."""
    return Act(act.store, act.now, act.sealer, group.desk.actor)


def two(act: Act) -> tuple[Group, Group]:
    return a_group(act.store, "Giver"), a_group(act.store, "Taker")


def test_who_is_offered_a_need_is_told_until_when_and_who_offered_it_what_came_of_it(
    database: Database,
):
    with acting(database) as act:
        giver, taker = two(act)
        a_desk(act.store, Role.INTAKE, charity_id=taker.id)
        need_id = a_stored_need(act.store, charity_id=giver.id, urgency=Urgency.URGENT).id
        first = refer(by(act, giver), giver.desk, need_id, taker.id, SAID)
        [row] = act.store.query(OutboxRow)
        letter = opened_letter(act.sealer, row.payload, row.id)
        assert (row.coordinator_id, row.kind) == (taker.desk.coordinator_id, "need_offered")
        assert letter.answer_by == NOW + timedelta(hours=4)
        decline_referral(by(act, taker), taker.desk, first, ReferralReason.FULL)
        # The question is answered, so nobody is asked it any more.
        assert (kinds(act, taker), kinds(act, giver)) == ([], ["charity_answered"])
        second = refer(by(act, giver), giver.desk, need_id, taker.id, SAID)
        accept_referral(by(act, taker), taker.desk, second)
        third_need = a_stored_need(act.store, charity_id=giver.id, urgency=Urgency.URGENT).id
        refer(by(act, giver), giver.desk, third_need, taker.id, SAID)
    with acting(database, now=NOW + timedelta(hours=4)) as act:
        assert (lapse_referrals(act), lapse_referrals(act)) == (1, 0)
        assert kinds(act, giver) == ["charity_answered"] * 3


def test_who_holds_a_need_is_told_that_it_is_asked_for_and_who_asked_the_answer(
    database: Database,
):
    with acting(database) as act:
        holder, asker = a_group(act.store, "Holder"), a_group(act.store, "Asker")
        needs = [a_stored_need(act.store, urgency=Urgency.URGENT).id for _ in range(3)]
        for one in needs:
            take(by(act, holder), holder.desk, one, holder.id)
    with acting(database, now=LATER) as act:
        kept, silent, dropped = (
            ask_release(by(act, asker), asker.desk, one, asker.id, WHY) for one in needs
        )
        assert kinds(act, holder) == ["need_asked_for"] * 3
        answer_release(by(act, holder), holder.desk, kept, keep=True)
        take_back_ask(by(act, asker), asker.desk, dropped)
        assert (kinds(act, holder), kinds(act, asker)) == (
            ["need_asked_for"],
            ["charity_answered"],
        )
    with acting(database, now=LATER + timedelta(hours=2)) as act:
        assert (release_in_silence(act), release_in_silence(act)) == (1, 0)
        assert kinds(act, asker) == ["charity_answered"] * 2
        for group in (holder, asker):
            came_of_it = [one.end for one in shared_list(act, group.desk).answered]
            assert came_of_it[0] == "lapsed"
            assert sorted(came_of_it[1:]) == ["kept", "taken_back"]
        assert shared_list(act, a_group(act.store, "Third").desk).answered == ()
        # Whoever said nothing had it until now, and may think so still.
        assert kinds(act, holder) == ["need_gone"]
        assert act.store.query(OutboxRow).filter(OutboxRow.idempotency_key.contains(silent)).count()


def test_many_within_an_hour_are_one_letter_at_its_end(database: Database):
    with acting(database) as act:
        giver, taker = two(act)
        for _ in range(4):
            need_id = a_stored_need(act.store, charity_id=giver.id).id
            refer(by(act, giver), giver.desk, need_id, taker.id, SAID)
        told = letters(act, taker)
    assert [kind for kind, _ in told] == ["need_offered", "charity_news"]
    assert told[1][1] - told[0][1] == timedelta(hours=1)


def test_of_two_things_at_one_moment_the_second_waits_and_is_told_with_what_follows(
    database: Database,
):
    with acting(database) as act:
        taker = a_group(act.store, "Taker")
        givers = [a_group(act.store, name) for name in ("One", "Two")]
        needs = [a_stored_need(act.store, charity_id=giver.id).id for giver in givers]

    def second() -> None:
        impatient = Database(database.url.render_as_string(hide_password=False), wait_s=0.2)
        with closing(impatient), acting(impatient) as act:
            refer(by(act, givers[1]), givers[1].desk, needs[1], taker.id, SAID)

    with ThreadPoolExecutor(1) as elsewhere:
        with acting(database) as act:
            refer(by(act, givers[0]), givers[0].desk, needs[0], taker.id, SAID)
            with pytest.raises(Busy):
                elsewhere.submit(second).result()
        elsewhere.submit(second).result()
    with acting(database) as act:
        assert kinds(act, taker) == ["need_offered", "charity_news"]


def test_at_night_they_wait_for_the_morning_as_one_but_what_is_urgent_does_not(
    database: Database,
):
    night = NOW.replace(hour=2)
    with acting(database, now=night) as act:
        giver, taker = two(act)
        for urgency in (Urgency.ROUTINE, Urgency.ROUTINE, Urgency.URGENT, Urgency.SOON):
            need_id = a_stored_need(act.store, charity_id=giver.id, urgency=urgency).id
            refer(by(act, giver), giver.desk, need_id, taker.id, SAID)
        told = letters(act, taker)
    assert told[0] == ("need_offered", night)
    assert [kind for kind, _ in told[1:]] == ["charity_news"]
    assert told[1][1] > night + timedelta(hours=2)


def test_nobody_is_told_of_what_they_did_themselves(database: Database):
    with acting(database) as act:
        giver, taker = two(act)
        a_membership(act.store, giver.desk.coordinator_id, taker.id)
        need_id = a_stored_need(act.store, charity_id=giver.id).id
        refer(by(act, giver), giver.desk, need_id, taker.id, SAID)
        assert (kinds(act, giver), kinds(act, taker)) == ([], ["need_offered"])


def test_whoever_has_an_account_is_told_that_one_more_charity_invited_them(database: Database):
    with acting(database) as act:
        one, other = two(act)
        account = act.store.get_one(CoordinatorRow, one.desk.coordinator_id)
        account.password = "a hash"
        for _ in range(2):
            here = frozenset({LAMBETH})
            invite_to(by(act, other), other.desk, other.id, account.email, Role.INTAKE, here)
        assert kinds(act, one) == ["joined_charity"]


def test_whoever_registered_a_charity_is_told_once_that_it_is_let_in_or_not(database: Database):
    with acting(database) as act:
        let_in, not_let_in = a_newcomer(act), a_newcomer(act, name="Other")
        founder = account_by_email(act.store, AN_ADDRESS)
        assert founder is not None
        founder.password = "a hash"
        desk = a_desk(act.store, Role.ADMINISTRATOR)
        one, two = a_group(act.store, "One"), a_group(act.store, "Two")
        vouch(by(act, one), one.desk, let_in, one.id)
        assert not settled_for(act, founder.id)
        for group in (two, two):
            with suppress(Conflict):
                vouch(by(act, group), group.desk, let_in, group.id)
        for _ in range(2):
            with suppress(Conflict):
                refuse(act, desk, not_let_in)
        assert settled_for(act, founder.id) == [
            ("charity_refused", f"/settled/{not_let_in}"),
            ("charity_verified", f"/joined/{let_in}"),
        ]


def test_nobody_is_told_of_a_charity_at_an_address_that_nobody_has_come_in_by(database: Database):
    with acting(database) as act:
        charity_id = a_newcomer(act)
        verify(act, a_desk(act.store, Role.ADMINISTRATOR), charity_id)
        founder = account_by_email(act.store, AN_ADDRESS)
        assert founder is not None
        assert [kind for kind, _ in told_to(act, founder.id)] == ["invite_coordinator"]


def test_whoever_lets_their_own_charity_in_is_not_told_so(database: Database):
    with acting(database) as act:
        charity_id = a_newcomer(act)
        founder = account_by_email(act.store, AN_ADDRESS)
        assert founder is not None
        founder.password = "a hash"
        assert not tell_founder(
            Act(act.store, act.now, act.sealer, f"coordinator:{founder.id}"),
            founder.id,
            charity_id,
            verified=True,
        )


def settled_for(act: Act, account_id: str) -> list[tuple[str, str]]:
    return [one for one in told_to(act, account_id) if one[0].startswith("charity_")]


def told_to(act: Act, account_id: str) -> list[tuple[str, str]]:
    """The letters to one account, by kind, with where each leads."""
    found = act.store.query(OutboxRow).filter_by(
        coordinator_id=account_id, state=OutboxState.WAITING
    )
    return [
        (one.kind, opened_letter(act.sealer, one.payload, one.id).link.path)
        for one in found.order_by(OutboxRow.kind)
    ]
