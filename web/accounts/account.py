"""Accounts, roles and passkeys as Flask-Security holds them: copies, never rows."""

from typing import Any

from flask import session
from flask_security import RoleMixin, UserMixin, WebAuthnMixin

from matcher.service.accounts.kept import KeptAccount, KeptPasskey
from web.accounts.shift import begin_half_way


class StaffRole(RoleMixin):
    """A role by its name; what it may do is in `matcher.domain.roles`."""

    def __init__(self, name: str) -> None:
        self.name = name


class Passkey(WebAuthnMixin):
    """A passkey under the names that Flask-Security gives its columns."""

    def __init__(self, kept: KeptPasskey) -> None:
        self.id: Any = kept.id
        self.user_id = kept.account_id
        self.credential_id = kept.credential_id
        self.public_key = kept.public_key
        self.name = kept.name
        self.sign_count = kept.sign_count
        self.device_type = kept.device_type
        self.usage = kept.usage
        self.backup_state = kept.backup_state
        self.transports = list(kept.transports)
        self.extensions = None
        self.created_at = kept.created_at
        self.lastuse_datetime = kept.used_at or kept.created_at


class Account(UserMixin):
    """An account under the names that Flask-Security gives its columns."""

    # It asks the class for these before there is any account.
    fs_uniquifier = ""
    fs_webauthn_user_handle: Any = None

    def __init__(self, kept: KeptAccount) -> None:
        self.kept = kept
        self.id: Any = kept.id
        self.email = kept.email
        self.name = kept.name
        self.active = kept.active
        self.password = kept.password_hash
        self.fs_uniquifier = kept.session_word
        self.fs_webauthn_user_handle = kept.handle
        self.tf_primary_method = "authenticator" if kept.secret else None
        # As passlib reads a secret that is not sealed; at rest it is.
        self.tf_totp_secret: Any = (
            {"v": 1, "type": "totp", "key": kept.secret} if kept.secret else None
        )
        self.tf_phone_number = None
        self.roles: Any = [StaffRole(kept.role)]
        self.webauthn: Any = [Passkey(one) for one in kept.passkeys]

    def check_tf_required(
        self, tf_setup_methods: list[tuple[str, str]], tf_fresh: bool
    ) -> tuple[bool, list[tuple[str, str]]]:
        """Whether a second step follows: for everybody who has set one up.

        Whoever must and has not is let in as far as the page that sets one up (`Desk.set_up`):
        Flask-Security's own way there knows no passkeys.
        """
        begin_half_way(session)
        return bool(tf_setup_methods), tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        """No page offers to do without an authenticator that was set up."""
        return True
