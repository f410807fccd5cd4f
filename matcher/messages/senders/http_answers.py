"""What a provider's HTTP answers mean for a message."""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from matcher.messages.delivery import Delivery, Trouble

# “Come back later”, the two of them that are no fault of the provider's, and its own troubles.
_ASKS_TO_WAIT = (408, 409, 425, 429)
# The token is wrong, or there is nothing left on the account.
_NOT_LET_IN = (401, 402, 403, 407)
# Nobody there takes messages: that is our settings, not this message.
_WRONG_PLACE = (404, 405, 406, 411, 415, 426)
_ID = re.compile(r"[!-~]{1,100}")


class Answer(NamedTuple):
    """A whole answer; `retry_after` and `date` are headers, as they came."""

    status: int
    body: bytes
    retry_after: str | None = None
    date: str | None = None


def read_answer(answer: Answer) -> Delivery:
    """What became of a message that was answered so.

    Only what is wrong with the message or the number itself is final; a wrong token, an empty
    account or a wrong address are mended by the operator, and the message then goes out.
    """
    status, code = answer.status, f"HTTP {answer.status}"
    if 200 <= status < 300:
        return _taken(answer.body, code)
    if status in _ASKS_TO_WAIT:
        return Delivery.retry_later(Trouble.ASKED_TO_WAIT, code, _seconds(answer))
    if status in _NOT_LET_IN:
        return Delivery.retry_later(Trouble.NOT_LET_IN, code)
    if 500 <= status < 600:
        return Delivery.retry_later(Trouble.SERVER_TROUBLE, code, _seconds(answer))
    if status in _WRONG_PLACE or not 400 <= status < 500:
        return Delivery.retry_later(Trouble.WRONG_SETTINGS, code)
    # Which of the two, the number or the text, providers say in words of their own; nearly
    # always it is the number, since the text is ours.
    return Delivery.refused(Trouble.ADDRESS_REFUSED, code)


def _taken(body: bytes, code: str) -> Delivery:
    """A 2xx with nothing, or with a JSON object, is a provider's yes; a web page is nobody's."""
    if not body.strip():
        return Delivery.sent(code=code)
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return Delivery.retry_later(Trouble.CUT_OFF, code)
    if not isinstance(said, dict):
        return Delivery.retry_later(Trouble.WRONG_SETTINGS, code)
    return Delivery.sent(_id(said.get("id")), code)


def _id(said: object) -> str | None:
    text = str(said) if isinstance(said, str | int) else ""
    return text if _ID.fullmatch(text) else None


def _seconds(answer: Answer) -> float | None:
    """How long we are asked to stay away; a date is held against the server's own clock."""
    wish = (answer.retry_after or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", wish):
        return float(wish)
    until, now = _moment(wish), _moment(answer.date)
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _moment(header: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header or "")
    except ValueError:
        return None
    # “-0000” is a time without a zone; HTTP's are all in UTC.
    return moment.replace(tzinfo=moment.tzinfo or UTC)
