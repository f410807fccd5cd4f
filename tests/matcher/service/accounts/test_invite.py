"""Invitations: the only way to an account, once, and for those who were asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from matcher.domain.refusals import Busy, Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.service.accounts.invite import (
    GOOD_FOR,
    AskedStaff,
    ask_to_recover,
    invite,
    invited_by,
    take_up,
)
from matcher.service.accounts.keeping import keep_password, keep_session_word
from matcher.service.accounts.kept import account_with
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.storage.database import Database
from matcher.storage.tables import OutboxRow
from tests.builders import LAMBETH
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.desks import a_charity, a_desk
from tests.matcher.storage.rows import NOW

EMAIL = "Cora@Example.org"


def invited(database: Database, role: Role = Role.ADMINISTRATOR, **said: object) -> str:
    with acting(database) as act:
        return invite(act, AskedStaff(EMAIL, role, **said))


def came_in(database: Database, secret: str, *, now=NOW) -> str:
    """Choose a password, as the page does it; return the word of the account's next session."""
    word = f"word {secret}"
    with acting(database, now=now) as act:
        account_id = invited_by(act, secret).coordinator_id
        keep_session_word(act, account_id, word)
        keep_password(act, account_id, "a hash")
        take_up(act, secret, name="Cora")
    return word


def desk_of(act: Act, word: str) -> Desk | None:
    account = account_with(act, session_word=word)
    return account.desk if account else None


def test_an_invitation_leads_to_an_account_and_works_once(database: Database):
    secret = invited(database)
    with looking(database) as act:
        assert invited_by(act, secret).email == "cora@example.org"
    word = came_in(database, secret)
    with looking(database) as act:
        desk = desk_of(act, word)
        assert desk is not None
        assert (desk.name, desk.role, desk.whole.everything, desk.set_up) == (
            "Cora",
            Role.ADMINISTRATOR,
            True,
            False,
        )
    with pytest.raises(NotFound):
        came_in(database, secret)


def test_an_invitation_runs_out(database: Database):
    secret = invited(database)
    with pytest.raises(NotFound):
        came_in(database, secret, now=NOW + GOOD_FOR)


def test_whoever_is_invited_again_has_one_link_that_works(database: Database):
    old, new = invited(database), invited(database)
    with pytest.raises(NotFound):
        came_in(database, old)
    came_in(database, new)
    with pytest.raises(Conflict, match="already"):
        invited(database)


def test_the_letter_goes_to_the_account_and_holds_its_link_sealed(database: Database):
    secret = invited(database)
    with looking(database) as act:
        [row] = act.store.query(OutboxRow)
        assert (row.kind, row.person_id) == ("invite_coordinator", None)
        assert secret not in str(row.payload)


def test_only_an_administrator_invites_and_nobody_to_an_empty_board(database: Database):
    with pytest.raises(Invalid, match="borough"):
        invited(database, Role.INTAKE)
    with acting(database) as act:
        scope = frozenset({(a_charity(act.store), LAMBETH)})
        coordinator = a_desk(act.store)
        with pytest.raises(NotAllowed):
            invite(act, AskedStaff(EMAIL, Role.INTAKE, scope), by=coordinator)
        administrator = a_desk(act.store, Role.ADMINISTRATOR)
        secret = invite(act, AskedStaff(EMAIL, Role.INTAKE, scope), by=administrator)
    word = came_in(database, secret)
    with looking(database) as act:
        desk = desk_of(act, word)
        assert desk is not None
        assert (desk.whole.pairs, desk.set_up) == (scope, True)


def test_a_lost_password_gets_another_letter_than_one_that_never_was(database: Database):
    came_in(database, invited(database))
    with acting(database, now=NOW + timedelta(days=1)) as act:
        account = account_with(act, email="cora@example.ORG")
        assert account is not None
        ask_to_recover(act, account.id)
        letters = [row.kind for row in act.store.query(OutboxRow).order_by(OutboxRow.created_at)]
        assert letters == ["invite_coordinator", "recover_account"]


def test_a_new_password_ends_every_session_and_every_other_link(database: Database):
    old_word = came_in(database, invited(database))
    with acting(database) as act:
        account = account_with(act, session_word=old_word)
        assert account is not None
        first, second = (ask_to_recover(act, account.id) for _time in range(2))
    with pytest.raises(NotFound):
        came_in(database, first)
    new_word = came_in(database, second)
    with looking(database) as act:
        assert account_with(act, session_word=old_word) is None
        found = account_with(act, session_word=new_word)
        assert found is not None
        assert found.id == account.id


def test_of_two_who_choose_a_password_by_one_link_one_does(database: Database):
    secret = invited(database)

    def choose(_number: int) -> bool:
        try:
            came_in(database, secret)
        except (NotFound, Busy):
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(choose, range(2))) == 1
