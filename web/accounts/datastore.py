"""What Flask-Security finds and keeps, over our own services.

It gets copies. What it changes is noted as deeds and carried out together when it commits, which
its views do at the end of a request: one act, in one transaction.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from flask import g
from flask_security import UserMixin, WebAuthnMixin
from flask_security.datastore import UserDatastore
from werkzeug.local import LocalProxy

from matcher.service.accounts.keeping import (
    NewPasskey,
    keep_authenticator,
    keep_handle,
    keep_passkey,
    keep_password,
    keep_session_word,
    note_passkey_used,
    remove_passkey,
)
from matcher.service.accounts.kept import account_with, passkey_with
from matcher.service.accounts.second_step import keep_recovery_codes
from matcher.service.acting import Act
from web.accounts.account import Account, Passkey, StaffRole
from web.current import tools

Deed = Callable[[Act], object]
NAMES = {"email": "email", "fs_uniquifier": "session_word", "id": "account_id"}


def later(account: object, deed: Deed) -> None:
    """Carry this out when Flask-Security commits, in the name of an account's owner."""
    g.setdefault("deeds", []).append((_id(account), deed))


class Accounts(UserDatastore):
    """Accounts of charities' staff. None is ever made or removed by way of Flask-Security."""

    def __init__(self, base32: Callable[[str], str]) -> None:
        super().__init__(Account, StaffRole, Passkey)
        self._base32 = base32

    def find_user(self, case_insensitive: bool = False, **by: Any) -> Account | None:
        """The account with this address, session word or id, whether or not it is active."""
        [(name, value)] = by.items()
        with tools().looking() as act:
            kept = account_with(act, **{NAMES[name]: value})
        return None if kept is None else Account(kept)

    def find_webauthn(self, credential_id: bytes) -> Passkey | None:
        """The passkey that an authenticator calls by this id."""
        with tools().looking() as act:
            kept = passkey_with(act, credential_id)
        return None if kept is None else Passkey(kept)

    def commit(self) -> None:
        """Carry out all that was noted, or none of it."""
        deeds = g.pop("deeds", [])
        if deeds:
            with tools().acting(f"coordinator:{deeds[0][0]}") as act:
                for _account, deed in deeds:
                    deed(act)

    def put(self, model: Any) -> Any:
        """Note what changed: a hash, or how often a passkey was used."""
        if isinstance(model, Passkey):
            used = partial(
                note_passkey_used, sign_count=model.sign_count, backup_state=model.backup_state
            )
            later(model.user_id, lambda act: used(act, model.id))
        elif model.password and model.password != model.kept.password_hash:
            # A new session word says that it was chosen; else it was only hashed anew.
            chosen = model.fs_uniquifier != model.kept.session_word
            hashed = str(model.password)
            model.kept = replace(model.kept, password_hash=hashed)
            later(model, lambda act: keep_password(act, model.id, hashed, chosen=chosen))
        return model

    def set_uniquifier(self, user: UserMixin, uniquifier: str | None = None) -> None:
        """End every session of an account."""
        super().set_uniquifier(user, uniquifier)
        word = user.fs_uniquifier
        later(user, lambda act: keep_session_word(act, _id(user), word))

    def tf_set(
        self,
        user: UserMixin,
        primary_method: str,
        totp_secret: str | None = None,
        phone: str | None = None,
    ) -> None:
        """Keep an authenticator that has shown its first code; one that we know stays as it is."""
        if totp_secret and totp_secret != user.tf_totp_secret:
            secret = self._base32(totp_secret)
            later(user, lambda act: keep_authenticator(act, _id(user), secret))

    def mf_set_recovery_codes(self, user: UserMixin, rcs: list[str] | None) -> None:
        """Keep fresh recovery codes, as hashes."""
        later(user, lambda act: keep_recovery_codes(act, _id(user), rcs or []))

    def mf_get_recovery_codes(self, user: UserMixin) -> list[str]:
        """None: there are only hashes, which nobody can turn back into codes."""
        return []

    def set_webauthn_user_handle(self, user: UserMixin, user_handle: str | None = None) -> None:
        """Keep the name under which browsers file this account's passkeys."""
        super().set_webauthn_user_handle(user, user_handle)
        handle = user.fs_webauthn_user_handle
        later(user, lambda act: keep_handle(act, _id(user), handle))

    def create_webauthn(self, user: UserMixin, **made: Any) -> None:  # type: ignore[override]
        """Keep a new passkey."""
        made.pop("extensions", None)
        transports = tuple(str(one.value) for one in made.pop("transports", None) or ())
        new = NewPasskey(**made, transports=transports)
        later(user, lambda act: keep_passkey(act, _id(user), new))

    def delete_webauthn(self, webauthn: WebAuthnMixin) -> None:
        """Forget a passkey."""
        assert isinstance(webauthn, Passkey)
        later(webauthn.user_id, lambda act: remove_passkey(act, webauthn.id))


def _id(account: object) -> str:
    """Of an account, or of the proxy that Flask-Login calls the current user."""
    if isinstance(account, LocalProxy):
        account = account._get_current_object()
    return str(account.id) if isinstance(account, Account) else str(account)
