"""Answers on their way through a journey of pages, sealed so that only we can read them.

The browser carries them, and nothing is kept here until the last page: who stops half-way leaves
nothing behind. A journey that was left for a whole day is not taken up again, so that what
somebody typed on a shared computer does not wait there for the next person.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from matcher.domain.refusals import Invalid
from matcher.storage.sealed import CannotOpen, Sealer

# Longer than the 20 hours that WCAG 2.2 (2.2.1) asks for where a time limit cannot be put off.
LEFT_AFTER = timedelta(hours=24)
# Browsers keep 4,096 bytes of a cookie, with its name and where it belongs.
MOST_BYTES = 3_900
_KEPT_AT, _SAID = "at", "said"


def sealed_answers(sealer: Sealer, name: str, answers: Mapping[str, Any], *, now: datetime) -> str:
    """The answers so far as letters that a cookie may hold; `Invalid` where they are too long."""
    kept = {_KEPT_AT: int(now.timestamp()), _SAID: dict(answers)}
    sealed = urlsafe_b64encode(sealer.seal(kept, _about(name))).decode()
    if len(sealed) > MOST_BYTES:
        raise Invalid("That is more than we can carry: please make your notes shorter.", "notes")
    return sealed


def opened_answers(sealer: Sealer, name: str, sealed: str, *, now: datetime) -> dict[str, Any]:
    """What `sealed_answers` kept; nothing where it was left too long, or is none of ours."""
    try:
        kept = sealer.open(urlsafe_b64decode(sealed.encode()), _about(name))
    except (CannotOpen, NotBase64, UnicodeEncodeError):
        return {}
    if now - datetime.fromtimestamp(kept[_KEPT_AT], now.tzinfo) > LEFT_AFTER:
        return {}
    answers: dict[str, Any] = kept[_SAID]
    return answers


def _about(name: str) -> str:
    return f"journey:{name}"
