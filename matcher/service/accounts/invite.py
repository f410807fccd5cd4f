"""Invitations: the only way to an account, and the way back into one.

Both are a link to choose a password. It works once, and each new one ends those before it.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

from matcher.domain.contact import ContactWay, Email
from matcher.domain.links import LinkPurpose
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right, Role, at_a_charity
from matcher.messages.letters.coordinators import InviteCoordinator, RecoverAccount
from matcher.messages.letters.letter import Letter
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.post import private_page, sealed_letter
from matcher.storage.ids import new_id
from matcher.storage.reading.coordinators import (
    account_by_email,
    boroughs_of_charities,
    normal_address,
)
from matcher.storage.tables import CharityRow, CoordinatorRow, MembershipRow, OutboxRow, ScopeRow
from matcher.storage.writing.links import Subject, new_link, open_link, revoke_links, use_link

GOOD_FOR = timedelta(days=7)
RECOVERY_GOOD_FOR = timedelta(hours=2)
HAS_AN_ACCOUNT = "Somebody with this e-mail address has an account already."
NAME_IS_MISSING = "Say your name, as residents may hear it on the telephone."
NO_SUCH_CHARITY = "Choose a charity from the list."
NOT_THERE = (
    "This charity does not work in all of these boroughs: choose among its own, or add a borough on"
    " its own page first."
)
WITHOUT_A_SCOPE = "Choose a charity and at least one borough: without them their board is empty."
PAGE = "i"


@dataclass(frozen=True, slots=True)
class AskedStaff:
    """Somebody to invite: their address, what they are to see, and their role at all of that."""

    email: str = field(repr=False)
    role: Role
    scope: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Invited:
    """The account that an invitation leads to; `name` is empty until they have said it."""

    coordinator_id: str
    email: str
    name: str
    session_word: str = field(repr=False)


def invite(act: Act, asked: AskedStaff, *, by: Desk | None = None) -> str:
    """Make an account and post its invitation; return the secret of the link.

    `by` is None for the very first one, which the operator makes. Invited again, somebody who
    has not been in yet gets a new link, with the role and the scope as they were asked now.
    """
    if by is not None:
        by.require(Right.MANAGE_STAFF)
        require_there(act, asked.scope)
    require_scope(asked.role, asked.scope)
    account = account_by_email(act.store, asked.email)
    if account is not None and account.password is not None:
        raise Conflict(HAS_AN_ACCOUNT)
    if account is None:
        account = _new_account(act, asked)
    account.role, account.active, account.changed_at = asked.role, True, act.now
    give_scope(act, account.id, asked.scope, asked.role)
    act.note("invited", "coordinator", account.id, role=str(asked.role))
    return post_link(act, account)


def require_scope(role: Role, scope: frozenset[tuple[str, str]]) -> None:
    """Raise Invalid for a role that would see nothing."""
    if role is not Role.ADMINISTRATOR and not scope:
        raise Invalid(WITHOUT_A_SCOPE, "boroughs")


def require_there(act: Act, scope: Iterable[tuple[str, str]]) -> None:
    """Raise Invalid for a charity that is not here, or a borough in which it does not work.

    One that never said where it works has people in any borough.
    """
    works_in = boroughs_of_charities(act.store)
    for charity_id, borough in scope:
        if act.store.get(CharityRow, charity_id) is None:
            raise Invalid(NO_SUCH_CHARITY, "charity")
        if borough not in works_in.get(charity_id, {borough}):
            raise Invalid(NOT_THERE, "boroughs")


def ask_to_recover(act: Act, account_id: str) -> str:
    """Post a link to choose a new password; return its secret."""
    act.note("asked_to_recover", "coordinator", account_id)
    return post_link(act, act.store.get_one(CoordinatorRow, account_id))


def post_link(act: Act, account: CoordinatorRow) -> str:
    """Post a fresh link to choose a password: the first one, or the next; return its secret."""
    if account.password is None:
        return _link(act, account, InviteCoordinator, GOOD_FOR)
    return _link(act, account, RecoverAccount, RECOVERY_GOOD_FOR)


def end_links(act: Act, account: CoordinatorRow) -> None:
    """No link to choose a password works any more."""
    revoke_links(act.store, LinkPurpose.INVITATION, _subject(account), now=act.now)


def invited_by(act: Act, secret: str) -> Invited:
    """Whom a link asks in; NotFound once it has been used, is over, or was replaced."""
    link = open_link(act.store, act.sealer, LinkPurpose.INVITATION, secret, now=act.now)
    account = act.store.get_one(CoordinatorRow, link.coordinator_id)
    return Invited(account.id, account.email, account.name, account.fs_uniquifier)


def take_up(act: Act, secret: str, *, name: str) -> None:
    """Use up the link of whoever chooses a password, and keep the name that they gave.

    The second step stays as it was: whoever only holds the mailbox does not get in.
    """
    link = open_link(act.store, act.sealer, LinkPurpose.INVITATION, secret, now=act.now)
    account = act.store.get_one(CoordinatorRow, link.coordinator_id)
    if not name.strip():
        raise Invalid(NAME_IS_MISSING, "name")
    account.name = name.strip()[:160]
    use_link(act.store, link, now=act.now)
    end_links(act, account)


def new_session_word() -> str:
    """What sessions of an account know; a new one ends them all."""
    return secrets.token_hex(32)


def new_slug(name: str) -> str:
    """A short name for a charity, for addresses: its own words, and six letters more."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in name.lower()).split()
    return ("-".join(words) or "charity")[:50] + f"-{new_id()[:6]}"


def give_scope(
    act: Act,
    coordinator_id: str,
    scope: Iterable[tuple[str, str]],
    role: Role,
    roles: Mapping[str, Role] = MappingProxyType({}),
) -> None:
    """Let an account see these charities and boroughs, and no others.

    `roles` are by charity; one that it does not name gets `role`.
    """
    for row in (MembershipRow, ScopeRow):
        act.store.query(row).filter_by(coordinator_id=coordinator_id).delete()
    scope = sorted(scope)
    act.store.add_all(
        MembershipRow(
            coordinator_id=coordinator_id,
            charity_id=charity_id,
            role=at_a_charity(roles.get(charity_id, role)),
        )
        for charity_id in sorted({charity_id for charity_id, _ in scope})
    )
    act.store.add_all(
        ScopeRow(coordinator_id=coordinator_id, charity_id=charity_id, borough=borough)
        for charity_id, borough in scope
    )
    act.store.flush()


def _new_account(act: Act, asked: AskedStaff) -> CoordinatorRow:
    account = CoordinatorRow(
        id=new_id(),
        email=normal_address(Email(asked.email).address),
        name="",
        role=asked.role,
        active=True,
        fs_uniquifier=new_session_word(),
        invited_by=act.by,
        created_at=act.now,
        changed_at=act.now,
    )
    act.store.add(account)
    act.store.flush()
    return account


def _link(
    act: Act,
    account: CoordinatorRow,
    letter: type[InviteCoordinator] | type[RecoverAccount],
    good_for: timedelta,
) -> str:
    """A fresh link, which ends those before it, and the letter that brings it."""
    revoke_links(act.store, LinkPurpose.INVITATION, _subject(account), now=act.now)
    until = act.now + good_for
    secret = new_link(
        act.store,
        act.sealer,
        LinkPurpose.INVITATION,
        _subject(account),
        now=act.now,
        expires_at=until,
    )
    _post(act, account, letter(link=private_page(PAGE, secret), good_until=until))
    return secret


def _post(act: Act, account: CoordinatorRow, letter: Letter) -> None:
    """Staff are reached by the address of their account, at once: it is what they wait for."""
    id = new_id()
    act.store.add(
        OutboxRow(
            id=id,
            idempotency_key=f"{letter.KIND}:{account.id}:{id}",
            kind=letter.KIND,
            coordinator_id=account.id,
            way=ContactWay.EMAIL,
            payload=sealed_letter(act.sealer, letter, id),
            not_before=act.now,
            created_at=act.now,
        )
    )


def _subject(account: CoordinatorRow) -> Subject:
    return Subject(coordinator_id=account.id)
