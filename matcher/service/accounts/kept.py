"""What is kept of an account, as signing in needs it: a copy, which changes nothing by itself."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from matcher.domain.roles import Role, Scope, highest, needs_second_step
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.storage.reading.coordinators import (
    account_by,
    account_by_email,
    passkey_by_credential,
    passkeys_of,
    roles_of,
    scope_of,
)
from matcher.storage.tables import CoordinatorRow, PasskeyRow

# What `tf_primary_method` says once an authenticator has shown its first code.
AUTHENTICATOR = "authenticator"


@dataclass(frozen=True, slots=True)
class KeptPasskey:
    """One passkey of an account; `id` is the number of its row."""

    id: int
    account_id: str
    credential_id: bytes
    public_key: bytes
    name: str
    sign_count: int
    device_type: str
    usage: str
    backup_state: bool
    transports: tuple[str, ...]
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptAccount:
    """One account. `session_word` is what its sessions know, `secret` its authenticator's.

    `role` is an administrator's, else the highest of its `roles`, which are by charity's id.
    """

    id: str
    email: str
    name: str
    role: Role
    active: bool
    scope: Scope
    roles: Mapping[str, Role]
    password_hash: str | None = field(repr=False)
    session_word: str = field(repr=False)
    handle: str | None
    secret: str | None = field(repr=False)
    recovery_codes: int
    passkeys: tuple[KeptPasskey, ...]

    @property
    def desk(self) -> Desk:
        """Where its owner sits once they are signed in."""
        has_second_step = self.secret is not None or bool(self.passkeys)
        set_up = has_second_step or not needs_second_step(self.role)
        return Desk(self.id, self.name, self.role, self.scope, set_up, self.roles)


def account_with(
    act: Act,
    *,
    email: str | None = None,
    session_word: str | None = None,
    account_id: str | None = None,
) -> KeptAccount | None:
    """The account with this address, of this session, or with this id; active or not."""
    if email is not None:
        return _kept(act, account_by_email(act.store, email))
    return _kept(act, account_by(act.store, session_word=session_word, account_id=account_id))


def passkey_with(act: Act, credential_id: bytes) -> KeptPasskey | None:
    """The passkey that an authenticator calls by this id, whosever it is."""
    row = passkey_by_credential(act.store, credential_id)
    return None if row is None else _passkey(row)


def sealed_secret(act: Act, account_id: str, secret: str) -> str:
    """An authenticator's secret as it is kept at rest."""
    return b64encode(act.sealer.seal({"secret": secret}, _about(account_id))).decode()


def _kept(act: Act, row: CoordinatorRow | None) -> KeptAccount | None:
    if row is None:
        return None
    roles = roles_of(act.store, row)
    administers = row.role is Role.ADMINISTRATOR
    return KeptAccount(
        id=row.id,
        email=row.email,
        name=row.name,
        role=row.role if administers else highest(roles.values()),
        active=row.active,
        scope=scope_of(act.store, row),
        roles=roles,
        password_hash=row.password,
        session_word=row.fs_uniquifier,
        handle=row.fs_webauthn_user_handle,
        secret=_secret(act, row),
        recovery_codes=len(row.mf_recovery_codes or ()),
        passkeys=tuple(_passkey(one) for one in passkeys_of(act.store, row.id)),
    )


def _secret(act: Act, row: CoordinatorRow) -> str | None:
    if row.tf_primary_method != AUTHENTICATOR or row.tf_totp_secret is None:
        return None
    return str(act.sealer.open(b64decode(row.tf_totp_secret), _about(row.id))["secret"])


def _passkey(row: PasskeyRow) -> KeptPasskey:
    return KeptPasskey(
        id=row.id,
        account_id=row.coordinator_id,
        credential_id=row.credential_id,
        public_key=row.public_key,
        name=row.name,
        sign_count=row.sign_count,
        device_type=row.device_type,
        usage=row.usage,
        backup_state=row.backup_state,
        transports=tuple(row.transports or ()),
        created_at=row.created_at,
        used_at=row.used_at,
    )


def _about(account_id: str) -> str:
    return f"coordinators:{account_id}:authenticator"
