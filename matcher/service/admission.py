"""Who comes in through the API's door, and how often: counted for all processes together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.service.acting import Act
from matcher.service.tokens import Holder, holder, note_use_of
from matcher.storage.writing.rates import allow, asker_hash

PER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many requests a minute: of one token, and of one address that has none."""

    per_token: int = 600
    per_stranger: int = 60


@dataclass(frozen=True, slots=True)
class Admission:
    """Who asks, and how much more they may. `holder` is None for whoever has no good token."""

    holder: Holder | None
    allowed: bool
    most: int
    left: int
    again_at: datetime


def admit(act: Act, secret: str | None, address: str, limits: Limits) -> Admission:
    """Count one request of whoever has this token, or else comes from this address.

    Call it in a transaction of its own: what is refused afterwards was asked all the same. The
    address is never kept, only a keyed hash of it.
    """
    known = holder(act, secret) if secret else None
    if known:
        asker, most = f"token:{known.token_id}", limits.per_token
    else:
        asker, most = asker_hash(act.sealer, "api", address), limits.per_stranger
    counted = allow(act.store, asker, most=most, per=PER, now=act.now)
    if known and counted.allowed:
        note_use_of(act, known)
    return Admission(known, counted.allowed, most, counted.left, counted.again_at)
