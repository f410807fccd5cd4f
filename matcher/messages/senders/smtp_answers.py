"""What a mail server's answers mean for a message.

A server's own words never leave this module: they often repeat the recipient's address.
"""

import re
import smtplib
import ssl

from matcher.messages.delivery import Delivery, Trouble

# “5.1.1” after the code, the reason in numbers (RFC 3463).
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
# The server wants a name and a password, or others (RFC 4954, section 6).
_LOG_IN = (530, 534, 535, 538)


def after_error(error: smtplib.SMTPException | OSError) -> Delivery:
    """What became of a message when a try ended with this error."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            # There is one recipient, so there is one answer.
            ((code, text),) = error.recipients.values()
            return _answered(code, text, Trouble.ADDRESS_REFUSED)
        case smtplib.SMTPDataError():
            return _answered(error.smtp_code, error.smtp_error, Trouble.MESSAGE_REFUSED)
        case smtplib.SMTPResponseException():
            # Greeting, HELO, log-in or sender: it is us whom the server refuses, not this
            # message, and others after it would fare the same until somebody mends it.
            return _answered(error.smtp_code, error.smtp_error, None)
        case smtplib.SMTPServerDisconnected():
            return _lost(error)
        case smtplib.SMTPNotSupportedError() | ssl.SSLError():
            return Delivery.retry_later(Trouble.WRONG_SETTINGS)
        case TimeoutError():
            return Delivery.retry_later(Trouble.TIMED_OUT)
        case smtplib.SMTPException():
            # The server speaks no way of logging in that we know.
            return Delivery.retry_later(Trouble.WRONG_SETTINGS)
        case _:
            return Delivery.retry_later(Trouble.NO_CONNECTION)


def _lost(error: smtplib.SMTPServerDisconnected) -> Delivery:
    # smtplib says “disconnected” for a time-out as well; what it met first tells the two apart.
    if isinstance(error.__context__, TimeoutError):
        return Delivery.retry_later(Trouble.TIMED_OUT)
    return Delivery.retry_later(Trouble.CUT_OFF)


def _answered(code: int, text: bytes | str, refused: Trouble | None) -> Delivery:
    """Read a code of three digits: 4xx is “not now”, 5xx “never” when `refused` says why."""
    shown = _shown(code, text)
    if code in _LOG_IN:
        return Delivery.retry_later(Trouble.NOT_LET_IN, shown)
    if 400 <= code < 500:
        return Delivery.retry_later(Trouble.ASKED_TO_WAIT, shown)
    if 500 <= code < 600:
        if refused is None:
            return Delivery.retry_later(Trouble.NOT_LET_IN, shown)
        return Delivery.refused(refused, shown)
    # smtplib's −1 for an answer with no code, and codes that answer another question.
    return Delivery.retry_later(Trouble.WRONG_SETTINGS, shown)


def _shown(code: int, text: bytes | str) -> str:
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    enhanced = _ENHANCED.match(words)
    return f"{code} {enhanced[1]}" if enhanced else str(code)
