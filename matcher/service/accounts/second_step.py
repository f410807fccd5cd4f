"""The second step of signing in: six digits of an authenticator (RFC 6238), or a recovery code.

The secret is sealed at rest. A code is taken once: its half-minute is noted as used, by the same
table that keeps a form from being sent twice. Recovery codes are kept as keyed hashes.
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyotp

from matcher.domain.refusals import Invalid
from matcher.service.accounts.sign_in import AUTHENTICATOR
from matcher.service.acting import Act
from matcher.storage.tables import CoordinatorRow
from matcher.storage.writing.idempotency import Answer, once

ISSUER = "Nearhand"
CODES = 8
# No letter that is mistaken for another, so that a code can be copied from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_STEP_S = 30

USED_CODE = "That code was used already: wait for the next one, half a minute at most."
WRONG_RECOVERY_CODE = "That is not one of your recovery codes, or it has been used."


@dataclass(frozen=True, slots=True)
class AuthenticatorSetUp:
    """What an authenticator wants to be told: by a picture of the address, or by the secret."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


def start_authenticator(act: Act, account_id: str) -> AuthenticatorSetUp:
    """Draw a secret, or show the one that still waits for its first code.

    The authenticator that there was goes on being asked for until then.
    """
    account = _account(act, account_id)
    kept = _opened(act, account)
    if "next" not in kept:
        kept["next"] = pyotp.random_base32()
        _keep(act, account, kept)
    address = pyotp.TOTP(kept["next"]).provisioning_uri(name=account.email, issuer_name=ISSUER)
    return AuthenticatorSetUp(kept["next"], address)


def finish_authenticator(act: Act, account_id: str, code: str) -> None:
    """Take the first code of a new authenticator; from then on it is asked for."""
    account = _account(act, account_id)
    kept = _opened(act, account)
    _take_code(act, account, kept.get("next"), code)
    _keep(act, account, {"secret": kept["next"]})
    account.tf_primary_method = AUTHENTICATOR
    account.changed_at = act.now
    act.note("set_up_authenticator", "coordinator", account_id)


def check_code(act: Act, account_id: str, code: str) -> None:
    """Raise Invalid unless this is the authenticator's code now, and unused."""
    account = _account(act, account_id)
    if account.tf_primary_method != AUTHENTICATOR:
        raise _wrong_code()
    _take_code(act, account, _opened(act, account).get("secret"), code)


def new_recovery_codes(act: Act, account_id: str) -> list[str]:
    """Draw codes for the day the telephone is lost; older ones no longer work.

    They are shown once: only their hashes are kept.
    """
    account = _account(act, account_id)
    codes = [f"{_part()}-{_part()}" for _ in range(CODES)]
    account.mf_recovery_codes = [_hash(act, account_id, code) for code in codes]
    act.note("drew_recovery_codes", "coordinator", account_id)
    return codes


def use_recovery_code(act: Act, account_id: str, code: str) -> int:
    """Use a recovery code up; return how many are left, or raise Invalid."""
    account = _account(act, account_id)
    asked = act.sealer.search_hashes(_said(account_id, code))
    kept = account.mf_recovery_codes or []
    left = [one for one in kept if not any(hmac.compare_digest(one, hash) for hash in asked)]
    if len(left) == len(kept):
        raise Invalid(WRONG_RECOVERY_CODE, "code")
    account.mf_recovery_codes = left
    act.note("used_recovery_code", "coordinator", account_id, left=len(left))
    return len(left)


def _account(act: Act, account_id: str) -> CoordinatorRow:
    # Locked, so that two who send one code at the same moment come one after the other.
    return act.store.get_one(CoordinatorRow, account_id, with_for_update=True)


def _take_code(act: Act, account: CoordinatorRow, secret: str | None, code: str) -> None:
    typed = "".join(code.split()).encode()
    if secret is None:
        raise _wrong_code()
    authenticator = pyotp.TOTP(secret)
    now = int(act.now.timestamp()) // _STEP_S
    # One half-minute either way: telephones' clocks are not quite right, people type slowly.
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(authenticator.generate_otp(step).encode(), typed):
            key = f"{act.sealer.search_hash(secret)[:16]}:{step}"
            scope = f"code:{account.id}"
            if once(act.store, scope, key, {}, lambda: Answer(204), now=act.now).again:
                raise Invalid(USED_CODE, "code")
            return
    raise _wrong_code()


def _keep(act: Act, account: CoordinatorRow, secrets_of: Mapping[str, str]) -> None:
    sealed = act.sealer.seal(secrets_of, _about(account.id))
    account.tf_totp_secret = b64encode(sealed).decode()


def _opened(act: Act, account: CoordinatorRow) -> dict[str, str]:
    """`secret` is asked for, `next` is being set up; either may be missing."""
    if account.tf_totp_secret is None:
        return {}
    return act.sealer.open(b64decode(account.tf_totp_secret), _about(account.id))


def _about(account_id: str) -> str:
    return f"coordinators:{account_id}:authenticator"


def _part() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(5))


def _said(account_id: str, code: str) -> str:
    return f"recovery:{account_id}:{''.join(c for c in code.lower() if c.isalnum())}"


def _hash(act: Act, account_id: str, code: str) -> str:
    return act.sealer.search_hash(_said(account_id, code))


def _wrong_code() -> Invalid:
    return Invalid(
        "That code is not right, or its half-minute is over: give the one that is shown now.",
        "code",
    )
