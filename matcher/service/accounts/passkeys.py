"""Passkeys (WebAuthn) as a second step: a fingerprint, a face or a key instead of six digits."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from matcher.domain.refusals import Invalid, NotFound
from matcher.service.acting import Act
from matcher.storage.reading.coordinators import passkey_by_credential, passkeys_of
from matcher.storage.tables import CoordinatorRow, PasskeyRow

MOST_PASSKEYS = 10
NOT_TAKEN = "That passkey could not be taken: try again, or use another way."
NO_SUCH_PASSKEY = "There is no such passkey."
TOO_MANY = f"You have {MOST_PASSKEYS} passkeys already: remove one first."


@dataclass(frozen=True, slots=True)
class Site:
    """Whom a passkey is for: the host that people type, and the address of the pages."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is asked, as JSON, and the challenge that the answer must hold."""

    options: str
    challenge: bytes


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """One passkey, as its owner sees it."""

    id: int
    name: str
    created_at: datetime
    used_at: datetime | None


def ask_for_new(act: Act, account_id: str, site: Site) -> Question:
    """What to ask the browser for so that it makes a passkey."""
    account = act.store.get_one(CoordinatorRow, account_id)
    if account.fs_webauthn_user_handle is None:
        account.fs_webauthn_user_handle = secrets.token_urlsafe(32)
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="Nearhand",
        user_id=account.fs_webauthn_user_handle.encode(),
        user_name=account.email,
        user_display_name=account.name or account.email,
        exclude_credentials=_descriptors(act, account_id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return Question(options_to_json(options), options.challenge)


def add_passkey(
    act: Act, account_id: str, site: Site, challenge: bytes, answer: Mapping[str, Any], name: str
) -> None:
    """Keep the passkey that the browser made, under the name that its owner gives it."""
    if len(passkeys_of(act.store, account_id)) >= MOST_PASSKEYS:
        raise Invalid(TOO_MANY, "name")
    try:
        made = verify_registration_response(
            credential=dict(answer),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except WebAuthnException as error:
        raise Invalid(NOT_TAKEN) from error
    if passkey_by_credential(act.store, made.credential_id) is not None:
        raise Invalid(NOT_TAKEN)
    act.store.add(
        PasskeyRow(
            coordinator_id=account_id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            backup_state=made.credential_backed_up,
            device_type=made.credential_device_type.value,
            name=name.strip()[:64],
            usage="secondary",
            created_at=act.now,
        )
    )
    act.store.flush()
    act.note("added_passkey", "coordinator", account_id)


def ask_for_known(act: Act, account_id: str, site: Site) -> Question:
    """What to ask the browser for so that it shows a passkey that we know."""
    options = generate_authentication_options(
        rp_id=site.host, allow_credentials=_descriptors(act, account_id)
    )
    return Question(options_to_json(options), options.challenge)


def check_passkey(
    act: Act, account_id: str, site: Site, challenge: bytes, answer: Mapping[str, Any]
) -> None:
    """Raise Invalid unless the browser has answered with a passkey of this account."""
    try:
        key = passkey_by_credential(act.store, base64url_to_bytes(str(answer.get("rawId", ""))))
        if key is None or key.coordinator_id != account_id:
            raise Invalid(NOT_TAKEN)
        shown = verify_authentication_response(
            credential=dict(answer),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    except (WebAuthnException, ValueError) as error:
        raise Invalid(NOT_TAKEN) from error
    key.sign_count, key.used_at = shown.new_sign_count, act.now


def own_passkeys(act: Act, account_id: str) -> list[PasskeyLine]:
    """The passkeys of an account, the oldest first."""
    return [
        PasskeyLine(row.id, row.name, row.created_at, row.used_at)
        for row in passkeys_of(act.store, account_id)
    ]


def remove_passkey(act: Act, account_id: str, passkey_id: int) -> None:
    """Forget a passkey of one's own."""
    row = act.store.get(PasskeyRow, passkey_id)
    if row is None or row.coordinator_id != account_id:
        raise NotFound(NO_SUCH_PASSKEY)
    act.store.delete(row)
    act.store.flush()
    act.note("removed_passkey", "coordinator", account_id)


def _descriptors(act: Act, account_id: str) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=row.credential_id)
        for row in passkeys_of(act.store, account_id)
    ]
