"""What an operator may set about the post and the clock: who writes, by which way, and when.

Only what can be judged here is: which of the settings belong together. What a mail server's or a
provider's settings must look like is for `matcher.messages.senders` to say, at start-up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from matcher.domain.refusals import Invalid

NAME = "NEARHAND_NAME"
EMAIL_BY = "NEARHAND_EMAIL_BY"
EMAIL_FROM = "NEARHAND_EMAIL_FROM"
SMTP_HOST = "NEARHAND_SMTP_HOST"
SMTP_PORT = "NEARHAND_SMTP_PORT"
SMTP_SECURITY = "NEARHAND_SMTP_SECURITY"
SMTP_NAME = "NEARHAND_SMTP_NAME"
SMTP_PASSWORD = "NEARHAND_SMTP_PASSWORD"
SMTP_CA_FILE = "NEARHAND_SMTP_CA_FILE"
TEXTS_BY = "NEARHAND_TEXTS_BY"
TEXTS_URL = "NEARHAND_TEXTS_URL"
TEXTS_TOKEN = "NEARHAND_TEXTS_TOKEN"
TEXTS_FROM = "NEARHAND_TEXTS_FROM"
POST_FOLDER = "NEARHAND_POST_FOLDER"
ROUND_MINUTES = "NEARHAND_ROUND_MINUTES"
ROUND_HOURS = "NEARHAND_ROUND_HOURS"

_OF_SMTP = (SMTP_HOST, SMTP_PORT, SMTP_SECURITY, SMTP_NAME, SMTP_PASSWORD, SMTP_CA_FILE)
_OF_TEXTS = (TEXTS_URL, TEXTS_TOKEN, TEXTS_FROM)
POST_SETTINGS: tuple[str, ...] = (
    NAME,
    EMAIL_BY,
    EMAIL_FROM,
    *_OF_SMTP,
    TEXTS_BY,
    *_OF_TEXTS,
    POST_FOLDER,
    ROUND_MINUTES,
    ROUND_HOURS,
)

DEFAULT_NAME = "Nearhand"
# Nobody's: it stands in files that go nowhere, until an operator gives a real one.
DEFAULT_FROM = "post@nearhand.example.org"
DEFAULT_FOLDER = Path("post-out")
DEFAULT_PORT = 587
DAY_MINUTES = 24 * 60


class EmailBy(StrEnum):
    """How e-mails go."""

    FILE = "file"
    CONSOLE = "console"
    SMTP = "smtp"


class TextsBy(StrEnum):
    """How text messages go."""

    FILE = "file"
    CONSOLE = "console"
    HTTP = "http"


Way = TypeVar("Way", EmailBy, TextsBy)


@dataclass(frozen=True, slots=True)
class RoundTimes:
    """A round every so many minutes, counted from midnight UTC, within these hours of London.

    `last_hour` is the last in which one may start.
    """

    every_minutes: int = 60
    first_hour: int = 8
    last_hour: int = 20

    def __post_init__(self) -> None:
        if not 1 <= self.every_minutes <= DAY_MINUTES or DAY_MINUTES % self.every_minutes:
            raise Invalid(
                f"{ROUND_MINUTES} must divide a day, such as 15, 60 or 240.", ROUND_MINUTES
            )
        if not 0 <= self.first_hour <= self.last_hour <= 23:
            raise Invalid(f"{ROUND_HOURS} must be hours of the day, such as 8-20.", ROUND_HOURS)
        if not any(self._starts(ahead_of_utc=hours) for hours in (0, 1)):
            raise Invalid(
                f"No round would ever start within {ROUND_HOURS}: they are "
                f"counted from midnight UTC; give more hours, or a smaller {ROUND_MINUTES}.",
                ROUND_MINUTES,
            )

    def _starts(self, *, ahead_of_utc: int) -> bool:
        """Whether any round starts on a day on which London's clocks are so many hours ahead."""
        hours = {minute // 60 for minute in range(0, DAY_MINUTES, self.every_minutes)}
        return any(
            self.first_hour <= (hour + ahead_of_utc) % 24 <= self.last_hour for hour in hours
        )


@dataclass(frozen=True, slots=True)
class MailServer:
    """An operator's mail server, as it was set; neither name nor password is ever shown."""

    host: str
    port: int = DEFAULT_PORT
    security: str = "starttls"
    name: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class TextProvider:
    """An operator's provider of text messages, as it was set."""

    url: str
    sent_from: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PostSettings:
    """The post of one process, and when rounds run.

    `name` begins every text message and signs every e-mail. By default all messages become
    files in `folder`, which is what a trial and a demo want; nobody else is ever written to.
    """

    name: str = DEFAULT_NAME
    email_by: EmailBy = EmailBy.FILE
    texts_by: TextsBy = TextsBy.FILE
    email_from: str = DEFAULT_FROM
    mail_server: MailServer | None = None
    text_provider: TextProvider | None = None
    folder: Path = DEFAULT_FOLDER
    rounds: RoundTimes = field(default_factory=RoundTimes)

    def __post_init__(self) -> None:
        if (self.email_by is EmailBy.SMTP) is (self.mail_server is None):
            raise Invalid(
                f"{EMAIL_BY} is smtp and {SMTP_HOST} names the server, or neither.", SMTP_HOST
            )
        if (self.texts_by is TextsBy.HTTP) is (self.text_provider is None):
            raise Invalid(
                f"{TEXTS_BY} is http and {TEXTS_URL} names the provider, or neither.", TEXTS_URL
            )

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "PostSettings":
        """Read the settings of the post; `Invalid` names the one that makes no sense."""
        email_by = _one_of(EmailBy, environ, EMAIL_BY)
        if email_by is EmailBy.SMTP and not environ.get(EMAIL_FROM):
            raise Invalid(
                f"Set {EMAIL_FROM} to an address of yours that somebody reads.", EMAIL_FROM
            )
        return cls(
            name=environ.get(NAME, "").strip() or DEFAULT_NAME,
            email_by=email_by,
            texts_by=_one_of(TextsBy, environ, TEXTS_BY),
            email_from=environ.get(EMAIL_FROM, "").strip() or DEFAULT_FROM,
            mail_server=_mail_server(environ),
            text_provider=_text_provider(environ),
            folder=Path(environ.get(POST_FOLDER) or DEFAULT_FOLDER),
            rounds=_round_times(environ),
        )


def _mail_server(environ: Mapping[str, str]) -> MailServer | None:
    host = environ.get(SMTP_HOST)
    if not host:
        _refuse_alone(environ, _OF_SMTP, SMTP_HOST)
        return None
    ca_file = environ.get(SMTP_CA_FILE)
    return MailServer(
        host=host,
        port=_whole(environ, SMTP_PORT, DEFAULT_PORT),
        security=environ.get(SMTP_SECURITY) or "starttls",
        name=environ.get(SMTP_NAME) or None,
        password=environ.get(SMTP_PASSWORD) or None,
        ca_file=Path(ca_file) if ca_file else None,
    )


def _text_provider(environ: Mapping[str, str]) -> TextProvider | None:
    if not environ.get(TEXTS_URL):
        _refuse_alone(environ, _OF_TEXTS, TEXTS_URL)
        return None
    for name in (TEXTS_TOKEN, TEXTS_FROM):
        if not environ.get(name):
            raise Invalid(f"{TEXTS_URL} is set, but {name} is not.", name)
    return TextProvider(environ[TEXTS_URL], environ[TEXTS_FROM], environ[TEXTS_TOKEN])


def _round_times(environ: Mapping[str, str]) -> RoundTimes:
    first, _, last = (environ.get(ROUND_HOURS) or "8-20").partition("-")
    usual = RoundTimes()
    try:
        hours = int(first), int(last)
    except ValueError:
        raise Invalid(f"{ROUND_HOURS} must be hours such as 8-20.", ROUND_HOURS) from None
    return RoundTimes(_whole(environ, ROUND_MINUTES, usual.every_minutes), *hours)


def _refuse_alone(environ: Mapping[str, str], names: tuple[str, ...], needed: str) -> None:
    for name in names:
        if environ.get(name):
            raise Invalid(f"{name} is set, but {needed} is not.", name)


def _one_of(words: type[Way], environ: Mapping[str, str], name: str) -> Way:
    try:
        return words(environ.get(name) or "file")
    except ValueError:
        raise Invalid(f"{name} must be one of: {', '.join(words)}.", name) from None


def _whole(environ: Mapping[str, str], name: str, otherwise: int) -> int:
    try:
        return int(environ.get(name) or otherwise)
    except ValueError:
        raise Invalid(f"{name} must be a whole number.", name) from None
