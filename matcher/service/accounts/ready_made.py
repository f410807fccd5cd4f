"""Accounts that are ready to be signed in to at once, for the demo and for tests of it."""

from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from secrets import token_bytes

from matcher.domain.roles import Role
from matcher.service.accounts.invite import AskedStaff, invite, invited_by, take_up
from matcher.service.accounts.keeping import keep_authenticator, keep_password
from matcher.service.accounts.second_step import keep_recovery_codes, some_recovery_codes
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
    take_up(act, secret, name=name)
    keep_password(act, account_id, password_hash)
    keep_authenticator(act, account_id, b32encode(token_bytes(20)).decode())
    codes = some_recovery_codes()
    keep_recovery_codes(act, account_id, codes)
    return Login(email, password, role, tuple(codes))
