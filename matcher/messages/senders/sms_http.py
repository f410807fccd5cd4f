"""Text messages over HTTP, through a provider that an operator chose.

One POST for each message, a JSON object `{"to", "from", "text", "reference"}`, with the token as
`Authorization: Bearer …` and the message's id as `Idempotency-Key`. A provider answers 2xx, with
its own id of the message under `id` where it has one. Any provider that speaks otherwise wants a
small adapter of the operator's between us and it.
"""

import json
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as TimedOut

from matcher.domain.refusals import Invalid
from matcher.messages.delivery import Delivery, Trouble
from matcher.messages.message import Sms
from matcher.messages.senders.hosts import is_host, is_this_machine
from matcher.messages.senders.http_answers import Answer, read_answer

# A provider's answer has an id and perhaps a price; more than this is not read.
MOST_BYTES = 64 * 1024
_FROM = re.compile(r"\+?[0-9]{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """An operator's provider of text messages.

    `sent_from` is a number, or a name of up to 11 letters and digits (GSM 03.38 allows no
    more). `connect_s` and `answer_s` are time-outs in seconds.
    """

    url: str
    sent_from: str
    token: str = field(repr=False)
    connect_s: float = 5
    answer_s: float = 20

    def __post_init__(self) -> None:
        if not _is_page(self.url):
            raise Invalid(
                "The provider's address is one such as https://sms.example.org/messages; "
                "without https only on this machine.",
                "url",
            )
        if not re.fullmatch(r"[!-~]+", self.token):
            raise Invalid("The provider's token is letters and signs without spaces.", "token")
        if not _FROM.fullmatch(self.sent_from):
            raise Invalid(
                "Texts come from a number, or from a name of up to 11 letters and digits.",
                "sent_from",
            )
        for name, seconds in (("connect_s", self.connect_s), ("answer_s", self.answer_s)):
            if not 0 < seconds <= 300:
                raise Invalid("%(name)s must be above 0 and at most 300.", name, name=name)


class SmsSender:
    """Hands texts to the provider; safe to share between threads."""

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings
        # No retries of urllib3's own, which the board would not see, and no redirects, which
        # would carry the token elsewhere.
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=settings.connect_s, read=settings.answer_s),
            retries=False,
        )

    def send(self, message: Sms, /) -> Delivery:
        """Try once; the provider knows a repeat by its `Idempotency-Key`."""
        try:
            return read_answer(self._ask(message))
        except SSLError:
            return Delivery.retry_later(Trouble.WRONG_SETTINGS)
        except (NameResolutionError, NewConnectionError):
            # Said before the time-outs: urllib3 counts both among them.
            return Delivery.retry_later(Trouble.NO_CONNECTION)
        except TimedOut:
            return Delivery.retry_later(Trouble.TIMED_OUT)
        except HTTPError:
            return Delivery.retry_later(Trouble.CUT_OFF)

    def _ask(self, message: Sms) -> Answer:
        settings = self._settings
        response = self._pool.request(
            "POST",
            settings.url,
            body=json.dumps(
                {
                    "to": message.to,
                    "from": settings.sent_from,
                    "text": message.text,
                    "reference": message.id,
                }
            ).encode(),
            headers={
                "Accept": "application/json",
                "Authorization": f"Bearer {settings.token}",
                "Content-Type": "application/json",
                "Idempotency-Key": message.id,
                "User-Agent": "Nearhand",
            },
            redirect=False,
            preload_content=False,
        )
        try:
            body = self._read(response)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        headers = response.headers
        framed = "Content-Length" in headers or "Transfer-Encoding" in headers
        if not body and not framed and response.status != 204:
            # http.client takes a connection that breaks among the headers for their end.
            raise HTTPError("the answer ends before its body")
        return Answer(response.status, body, headers.get("Retry-After"), headers.get("Date"))

    def _read(self, response: urllib3.BaseHTTPResponse) -> bytes:
        """The body, as far as it is wanted; a time-out of urllib3 starts anew with each byte."""
        until = time.monotonic() + self._settings.answer_s
        body = b""
        while len(body) <= MOST_BYTES:
            piece = response.read1(MOST_BYTES)
            if not piece:
                return body
            body += piece
            if time.monotonic() > until:
                raise TimedOut("the answer took too long")
        raise HTTPError("the answer is longer than any could be")


def _is_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
        plain = parts.scheme == "http" and is_this_machine(parts.hostname or "")
        return bool(
            parts.hostname
            and is_host(parts.hostname)
            and (parts.port is None or parts.port > 0)
            and (parts.scheme == "https" or plain)
            and parts.username is None
            and not parts.fragment
            and url.isprintable()
            and " " not in url
        )
    except ValueError:
        return False
