"""Accounts that are ready to be signed in to at once, for the demo and for tests of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyotp

from matcher.domain.roles import Role
from matcher.service.accounts.invite import AskedStaff, choose_password, invite, invited_by
from matcher.service.accounts.second_step import (
    finish_authenticator,
    new_recovery_codes,
    start_authenticator,
)
from matcher.service.acting import Act


@dataclass(frozen=True, slots=True)
class Login:
    """What somebody signs in with: each code is good once, in the place of an authenticator."""

    email: str
    password: str = field(repr=False)
    role: Role
    codes: tuple[str, ...] = field(repr=False)


def ready_made_account(
    act: Act,
    name: str,
    email: str,
    role: Role,
    scope: Iterable[tuple[str, str]],
    *,
    password: str,
    password_hash: str,
) -> Login:
    """Make an account with a password and an authenticator that nobody holds; codes stand in."""
    secret = invite(act, AskedStaff(email, role, frozenset(scope)))
    account_id = invited_by(act, secret).coordinator_id
    choose_password(act, secret, name=name, password_hash=password_hash)
    authenticator = start_authenticator(act, account_id)
    finish_authenticator(act, account_id, pyotp.TOTP(authenticator.secret).at(act.now))
    return Login(email, password, role, tuple(new_recovery_codes(act, account_id)))
