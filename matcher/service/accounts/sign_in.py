"""Signing in: first the password, then the second step, then a desk."""

from dataclasses import dataclass, field
from enum import StrEnum

from matcher.domain.roles import needs_second_step
from matcher.service.accounts.invite import new_session_word
from matcher.service.accounts.passwords import is_right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.storage.reading.coordinators import (
    account_by_email,
    account_by_session,
    passkeys_of,
    scope_of,
)
from matcher.storage.tables import CoordinatorRow

AUTHENTICATOR = "authenticator"


class Step(StrEnum):
    """What somebody who gave the right password does next."""

    SECOND_STEP = "second_step"
    SET_UP = "set_up"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class KeptPassword:
    """What there is to compare a password with; nothing where there is no such account."""

    hash: str | None = field(default=None, repr=False)
    session_word: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Ways:
    """The second steps that an account has."""

    authenticator: bool
    passkeys: int
    recovery_codes: int

    @property
    def some(self) -> bool:
        """Whether there is any to ask for."""
        return self.authenticator or self.passkeys > 0


def kept_password(act: Act, email: str) -> KeptPassword:
    """What is kept for this address: read in one short look, compared outside of it."""
    account = account_by_email(act.store, email)
    if account is None or not account.active:
        return KeptPassword()
    return KeptPassword(account.password, account.fs_uniquifier)


def password_is_right(kept: KeptPassword, password: str) -> bool:
    """Whether it is; it takes as long for an address that nobody has."""
    return is_right(kept.hash, password)


def second_steps(act: Act, account_id: str) -> Ways:
    """Which second steps an account has."""
    account = act.store.get_one(CoordinatorRow, account_id)
    return _ways(act, account)


def next_step(act: Act, session_word: str) -> Step | None:
    """What the holder of a right password does next; None where the session is over."""
    account = account_by_session(act.store, session_word)
    if account is None:
        return None
    if _ways(act, account).some:
        return Step.SECOND_STEP
    return Step.SET_UP if needs_second_step(account.role) else Step.DONE


def account_of(act: Act, session_word: str) -> str | None:
    """The id of the account whose session this is."""
    account = account_by_session(act.store, session_word)
    return account.id if account else None


def note_sign_in(act: Act, account_id: str, *, how: str) -> None:
    """Somebody has come in, by `password`, `authenticator`, `passkey` or `recovery_code`."""
    account = act.store.get_one(CoordinatorRow, account_id)
    account.signed_in_at = act.now
    act.note("signed_in", "coordinator", account_id, how=how)


def desk_of(act: Act, session_word: str) -> Desk | None:
    """The desk of a session; None once it has ended, whoever ended it."""
    account = account_by_session(act.store, session_word)
    if account is None:
        return None
    set_up = not needs_second_step(account.role) or _ways(act, account).some
    return Desk(account.id, account.name, account.role, scope_of(act.store, account), set_up)


def end_every_session(act: Act, account_id: str) -> str:
    """Sign an account out everywhere; return the word for a new session."""
    account = act.store.get_one(CoordinatorRow, account_id)
    account.fs_uniquifier = new_session_word()
    act.note("ended_sessions", "coordinator", account_id)
    return account.fs_uniquifier


def _ways(act: Act, account: CoordinatorRow) -> Ways:
    return Ways(
        authenticator=account.tf_primary_method == AUTHENTICATOR,
        passkeys=len(passkeys_of(act.store, account.id)),
        recovery_codes=len(account.mf_recovery_codes or ()),
    )
