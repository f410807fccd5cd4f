"""Messages as senders get them: finished words for one address.

Each checks itself, so that nothing in it can become a second header, a second recipient or a
path. What could tell who is written to, or open a private page, stays out of `repr`, since
`repr` is what ends up in logs.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from matcher.domain.refusals import Invalid

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_ADDRESS = re.compile(r"[!#-'*+./0-9=?A-Z^-~-]{1,64}@[A-Za-z0-9.-]{1,253}")


@dataclass(frozen=True, slots=True)
class Sms:
    """A text message; `to` is a number in E.164 form, `id` the same at every try."""

    id: str
    to: str = field(repr=False)
    text: str = field(repr=False)

    def __post_init__(self) -> None:
        _check_id(self.id)
        if not _E164.fullmatch(self.to):
            raise Invalid("A text message goes to one number such as +447700900123.", "to")
        if not self.text.strip():
            raise Invalid("A text message says something.", "text")


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail; `to` is one bare ASCII address, `written_at` is when it was first meant to go.

    `stop_url` is the page that ends such messages, None where there is nothing to end.
    """

    id: str
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    written_at: datetime
    language: str = "en"
    stop_url: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        _check_id(self.id)
        if not _ADDRESS.fullmatch(self.to):
            raise Invalid("An e-mail goes to one address such as name@example.org.", "to")
        if self.written_at.utcoffset() is None:
            raise Invalid("The time of an e-mail names its zone.", "written_at")
        lines = {"subject": self.subject, "language": self.language, "stop_url": self.stop_url}
        for name, line in lines.items():
            if line is not None and not is_one_line(line):
                raise Invalid("The %(name)s of an e-mail is one line.", name, name=name)


Message = Sms | Email


def is_one_line(text: str) -> bool:
    """Whether text is something to read, without line breaks and other control characters."""
    return bool(text.strip()) and not any(
        unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") for character in text
    )


def _check_id(id: str) -> None:
    if not _ID.fullmatch(id):
        raise Invalid("The id of a message is letters, digits, - and _ only.", "id")
