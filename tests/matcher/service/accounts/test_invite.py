"""Invitations: the only way to an account, once, and for those who were asked."""

from datetime import timedelta

import pytest

from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.service.accounts.invite import (
    GOOD_FOR,
    AskedStaff,
    ask_to_recover,
    choose_password,
    invite,
    invited_by,
)
from matcher.service.accounts.sign_in import account_of, desk_of
from matcher.service.post import opened_letter
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
    with acting(database, now=now) as act:
        return choose_password(act, secret, name="Cora", password_hash="a hash")


def test_an_invitation_leads_to_an_account_and_works_once(database: Database):
    secret = invited(database)
    with looking(database) as act:
        assert invited_by(act, secret).email == "cora@example.org"
    word = came_in(database, secret)
    with looking(database) as act:
        desk = desk_of(act, word)
        assert desk is not None
        assert (desk.name, desk.role, desk.scope.everything, desk.set_up) == (
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
        assert (desk.scope.pairs, desk.set_up) == (scope, True)


def test_a_lost_password_gets_a_link_where_there_is_an_account(database: Database):
    came_in(database, invited(database))
    with acting(database, now=NOW + timedelta(days=1)) as act:
        ask_to_recover(act, "cora@example.ORG")
        ask_to_recover(act, "nobody@example.org")
        letters = [row.kind for row in act.store.query(OutboxRow).order_by(OutboxRow.created_at)]
        assert letters == ["invite_coordinator", "recover_account"]


def test_a_new_password_ends_every_session(database: Database):
    old_word = came_in(database, invited(database))
    with acting(database) as act:
        account_id = account_of(act, old_word)
        ask_to_recover(act, EMAIL)
        row = act.store.query(OutboxRow).filter_by(kind="recover_account").one()
        letter = opened_letter(act.sealer, row.payload, row.id)
    new_word = came_in(database, letter.link.path.removeprefix("/i/"))
    with looking(database) as act:
        assert account_of(act, old_word) is None
        assert account_of(act, new_word) == account_id
