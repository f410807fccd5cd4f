"""One form for one phone or mailbox, however it was typed, so that a hash of it finds it again."""

import re
import unicodedata

_NOT_DIALLED = re.compile(r"[^\d+]")


def normal_phone(text: str) -> str:
    """Return `+442079460000` for every way to write that number; empty when there is none.

    >>> typed = ("020 7946 0000", "+44 (0)20 7946-0000", "0044 20 7946 0000")
    >>> {normal_phone(text) for text in typed}
    {'+442079460000'}
    """
    dialled = _NOT_DIALLED.sub("", unicodedata.normalize("NFKC", text).replace("(0)", ""))
    plus, digits = dialled.startswith("+"), dialled.replace("+", "")
    if not digits:
        return ""
    if plus:
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+44{digits[1:]}" if digits.startswith("0") else f"+{digits}"


def normal_email(text: str) -> str:
    """Return the mailbox as it is compared: no spaces around, no capitals.

    >>> normal_email(" Ada@Example.ORG ")
    'ada@example.org'
    """
    return unicodedata.normalize("NFKC", text).strip().casefold()
