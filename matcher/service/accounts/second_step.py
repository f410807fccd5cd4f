"""What a second step needs the database for: a code is taken once, a recovery code is used up.

Whether six digits are right is Flask-Security's to say. That nobody sends the same ones again is
kept by the table that keeps a form from being sent twice, so that it holds in all processes.
"""

import hmac
import secrets
from collections.abc import Sequence

from matcher.service.acting import Act
from matcher.storage.tables import CoordinatorRow
from matcher.storage.writing.idempotency import Answer, once

CODES = 8


def take_code(act: Act, account_id: str, secret: str, step: int) -> bool:
    """Whether the code of this half-minute is still unused; from now on it is not."""
    key = f"{act.sealer.search_hash(secret)[:16]}:{step}"
    return not once(act.store, act.sealer, f"code:{account_id}", key, {}, _empty, now=act.now).again


def keep_recovery_codes(act: Act, account_id: str, codes: Sequence[str]) -> None:
    """Keep fresh codes for the day the telephone is lost, as keyed hashes; older ones are over."""
    account = _account(act, account_id)
    account.mf_recovery_codes = [
        act.sealer.search_hash(_said(account_id, code)) for code in codes
    ] or None
    act.note("drew_recovery_codes", "coordinator", account_id)


def use_recovery_code(act: Act, account_id: str, code: str) -> bool:
    """Whether this is one of the account's codes, however it is written; then it is used up."""
    account = _account(act, account_id)
    asked = act.sealer.search_hashes(_said(account_id, code))
    kept = account.mf_recovery_codes or []
    left = [one for one in kept if not any(hmac.compare_digest(one, hash) for hash in asked)]
    if len(left) == len(kept):
        return False
    account.mf_recovery_codes = left
    act.note("used_recovery_code", "coordinator", account_id, left=len(left))
    return True


def some_recovery_codes() -> list[str]:
    """Codes for an account that is made without pages."""
    return [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(CODES)]


def _account(act: Act, account_id: str) -> CoordinatorRow:
    # Locked, so that two who send one code at the same moment come one after the other.
    return act.store.get_one(CoordinatorRow, account_id, with_for_update=True)


def _said(account_id: str, code: str) -> str:
    return f"recovery:{account_id}:{''.join(c for c in code.lower() if c.isalnum())}"


def _empty() -> Answer:
    return Answer(204)
