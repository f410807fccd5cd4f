"""What signing in changes in an account, one verb for each; the pages carry them out together."""

from dataclasses import dataclass

from matcher.domain.refusals import Conflict
from matcher.service.accounts.kept import AUTHENTICATOR, sealed_secret
from matcher.service.acting import Act
from matcher.storage.tables import CoordinatorRow, PasskeyRow

GONE = "There is no such passkey any more."


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey that a browser made, and that was found to be in order."""

    credential_id: bytes
    public_key: bytes
    name: str
    sign_count: int
    device_type: str
    usage: str
    backup_state: bool
    transports: tuple[str, ...] = ()


def keep_password(act: Act, account_id: str, password_hash: str, *, chosen: bool = True) -> None:
    """Keep the hash of a password, which was made before this transaction began.

    It may be a new one, or the same one hashed anew, which is no news to anybody.
    """
    account = _account(act, account_id)
    account.password = password_hash
    if chosen:
        account.changed_at, account.confirmed_at = act.now, account.confirmed_at or act.now
        act.note("chose_password", "coordinator", account_id)


def keep_session_word(act: Act, account_id: str, word: str) -> None:
    """From now on this word opens the account's pages, and every older session is over."""
    _account(act, account_id).fs_uniquifier = word
    act.note("ended_sessions", "coordinator", account_id)


def keep_authenticator(act: Act, account_id: str, secret: str) -> None:
    """Ask for the codes of this authenticator from now on; the one before it is forgotten."""
    account = _account(act, account_id)
    account.tf_totp_secret = sealed_secret(act, account_id, secret)
    account.tf_primary_method, account.changed_at = AUTHENTICATOR, act.now
    act.note("set_up_authenticator", "coordinator", account_id)


def keep_handle(act: Act, account_id: str, handle: str) -> None:
    """Keep the name under which browsers file this account's passkeys."""
    _account(act, account_id).fs_webauthn_user_handle = handle


def keep_passkey(act: Act, account_id: str, made: NewPasskey) -> None:
    """Keep a new passkey of an account."""
    act.store.add(
        PasskeyRow(
            coordinator_id=account_id,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            transports=list(made.transports) or None,
            backup_state=made.backup_state,
            device_type=made.device_type,
            name=made.name,
            usage=made.usage,
            created_at=act.now,
        )
    )
    act.store.flush()
    act.note("added_passkey", "coordinator", account_id)


def note_passkey_used(act: Act, passkey_id: int, *, sign_count: int, backup_state: bool) -> None:
    """Keep how often a passkey says that it was used: one that counts back is a copy."""
    row = _passkey(act, passkey_id)
    row.sign_count, row.backup_state, row.used_at = sign_count, backup_state, act.now


def remove_passkey(act: Act, passkey_id: int) -> None:
    """Forget a passkey."""
    row = _passkey(act, passkey_id)
    act.store.delete(row)
    act.store.flush()
    act.note("removed_passkey", "coordinator", row.coordinator_id)


def note_sign_in(act: Act, account_id: str, *, how: str) -> None:
    """Somebody has come in, by `password`, `authenticator`, `passkey` or `recovery_code`."""
    _account(act, account_id).signed_in_at = act.now
    act.note("signed_in", "coordinator", account_id, how=how)


def _account(act: Act, account_id: str) -> CoordinatorRow:
    return act.store.get_one(CoordinatorRow, account_id)


def _passkey(act: Act, passkey_id: int) -> PasskeyRow:
    row = act.store.get(PasskeyRow, passkey_id)
    if row is None:
        raise Conflict(GONE)
    return row
