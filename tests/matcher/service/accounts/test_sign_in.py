"""Accounts are kept, sessions end, whoever guesses is slowed down, and staff is looked after."""

import pytest

from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Right, Role
from matcher.service.accounts.invite import AskedStaff, invite, invited_by
from matcher.service.accounts.keeping import keep_authenticator, keep_session_word
from matcher.service.accounts.kept import account_with
from matcher.service.accounts.passwords import check_new_password
from matcher.service.accounts.staff import (
    all_staff,
    change_member,
    end_account,
    forget_second_step,
    invite_again,
    member,
    take_up_account,
)
from matcher.service.accounts.throttle import (
    TRIES_FROM_A_PLACE,
    TRIES_OF_AN_ACCOUNT,
    TRIES_OF_AN_ACCOUNT_FROM_ALL,
    may_try_password,
)
from matcher.storage.database import Database
from matcher.storage.tables import CoordinatorRow, OutboxRow
from tests.builders import LAMBETH, SOUTHWARK
from tests.matcher.service.acts import acting
from tests.matcher.service.desks import a_charity, a_desk, an_account

PASSWORD = "three green bicycles"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "12 letters or more"),
        ("aaaaaaaaaaaaaaaa", "more different letters"),
        ("cora is my name ok", "neither your name"),
        ("my-larder-account", "neither your name"),
        ("password1234", "Many people choose"),
        ("Welcome-123456", "Many people choose"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_with_what_to_choose(password, why):
    with pytest.raises(Invalid, match=why):
        check_new_password(password, name="Cora", email="larder@example.org")
    check_new_password(PASSWORD, name="Cora", email="larder@example.org")


def test_whoever_guesses_is_slowed_down_and_others_are_not(database: Database):
    with acting(database) as act:
        tries = [may_try_password(act, "a@example.org", "1.2.3.4") for _ in range(11)]
        assert tries == [True] * TRIES_OF_AN_ACCOUNT + [False]
        assert may_try_password(act, "b@example.org", "1.2.3.4")


def test_a_stranger_who_guesses_does_not_keep_the_owner_out_but_many_places_do_not_help_them(
    database: Database,
):
    with acting(database) as act:
        for _ in range(TRIES_FROM_A_PLACE):
            may_try_password(act, "a@example.org", "1.2.3.4")
        assert may_try_password(act, "a@example.org", "5.6.7.8")
        places = (f"9.9.9.{number}" for number in range(TRIES_OF_AN_ACCOUNT_FROM_ALL))
        tries = sum(may_try_password(act, "a@example.org", place) for place in places)
        assert tries == TRIES_OF_AN_ACCOUNT_FROM_ALL - TRIES_OF_AN_ACCOUNT - 1


def test_a_desk_sees_what_its_account_was_given_until_its_sessions_end(database: Database):
    with acting(database) as act:
        desk = a_desk(act.store, boroughs=(LAMBETH,))
        word = act.store.get_one(CoordinatorRow, desk.coordinator_id).fs_uniquifier
        found = account_with(act, session_word=word)
        assert found is not None
        assert (found.desk.whole, found.desk.set_up) == (desk.whole, False)
        keep_session_word(act, desk.coordinator_id, "another word")
        act.store.flush()
        assert account_with(act, session_word=word) is None
        again = account_with(act, session_word="another word")
        assert again is not None
        assert again.id == desk.coordinator_id


def test_a_link_to_an_account_ends_with_it(database: Database):
    with acting(database) as act:
        administrator = a_desk(act.store, Role.ADMINISTRATOR)
        secret = invite(act, AskedStaff("cora@example.org", Role.ADMINISTRATOR))
        account_id = invited_by(act, secret).coordinator_id
        end_account(act, administrator, account_id)
        for _ in range(2):
            with pytest.raises(NotFound):
                invited_by(act, secret)
            take_up_account(act, administrator, account_id)


def test_an_administrator_looks_after_accounts_but_not_after_their_own(database: Database):
    with acting(database) as act:
        other = an_account(act.store, password="a hash")
        keep_authenticator(act, other.id, "JBSWY3DPEHPK3PXP")
        administrator = a_desk(act.store, Role.ADMINISTRATOR)
        with pytest.raises(NotAllowed):
            all_staff(act, a_desk(act.store))
        with pytest.raises(Conflict):
            end_account(act, administrator, administrator.coordinator_id)
        word = other.fs_uniquifier
        forget_second_step(act, administrator, other.id)
        assert (other.tf_primary_method, other.tf_totp_secret) == (None, None)
        assert account_with(act, session_word=word) is None
        end_account(act, administrator, other.id)
        act.store.flush()
        kept = account_with(act, session_word=other.fs_uniquifier)
        assert kept is not None
        assert not kept.active
        line = next(one for one in all_staff(act, administrator) if one.id == other.id)
        assert not line.active


def test_an_administrator_changes_what_somebody_does_and_sees_from_their_next_page_on(
    database: Database,
):
    with acting(database) as act:
        administrator = a_desk(act.store, Role.ADMINISTRATOR)
        other = a_desk(act.store, Role.INTAKE, boroughs=(LAMBETH,))
        word = act.store.get_one(CoordinatorRow, other.coordinator_id).fs_uniquifier
        [(charity, _borough)] = other.whole.pairs
        there = frozenset({(charity, SOUTHWARK), (a_charity(act.store), LAMBETH)})
        change_member(act, administrator, other.coordinator_id, Role.COORDINATOR, there)
        found = account_with(act, session_word=word)
        assert found is not None
        assert (found.role, found.scope.pairs) == (Role.COORDINATOR, there)
        assert not found.desk.set_up
        assert member(act, administrator, other.coordinator_id).pairs == there
        roles = {charity: Role.INTAKE}
        change_member(act, administrator, other.coordinator_id, Role.COORDINATOR, there, roles)
        found = account_with(act, session_word=word)
        assert found is not None
        assert found.desk.within(Right.PAIR).charities == found.scope.charities - {charity}
        with pytest.raises(Invalid, match="borough"):
            change_member(act, administrator, other.coordinator_id, Role.INTAKE, frozenset())
        with pytest.raises(Conflict):
            change_member(
                act, administrator, administrator.coordinator_id, Role.INTAKE, frozenset(there)
            )
        with pytest.raises(NotAllowed):
            change_member(act, other, administrator.coordinator_id, Role.INTAKE, frozenset(there))


def test_a_new_invitation_goes_out_from_the_list_but_not_to_an_account_that_is_ended(
    database: Database,
):
    with acting(database) as act:
        administrator = a_desk(act.store, Role.ADMINISTRATOR)
        new, old = an_account(act.store), an_account(act.store, password="a hash")
        for account in (new, old):
            invite_again(act, administrator, account.id)
        kinds = {row.coordinator_id: row.kind for row in act.store.query(OutboxRow)}
        assert kinds == {new.id: "invite_coordinator", old.id: "recover_account"}
        end_account(act, administrator, new.id)
        with pytest.raises(Conflict, match="let it in again"):
            invite_again(act, administrator, new.id)
        take_up_account(act, administrator, new.id)
        invite_again(act, administrator, new.id)
