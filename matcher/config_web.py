"""What an operator may set about the pages: where they are, who to ring, what keeps them safe."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from matcher.domain.refusals import Invalid

MODE = "NEARHAND_MODE"
PUBLIC_URL = "NEARHAND_PUBLIC_URL"
SECRET_KEY = "NEARHAND_SECRET_KEY"
PHONE = "NEARHAND_PHONE"
PHONE_HOURS = "NEARHAND_PHONE_HOURS"
TRUSTED_PROXIES = "NEARHAND_TRUSTED_PROXIES"
METRICS_TOKEN = "NEARHAND_METRICS_TOKEN"

WEB_SETTINGS: tuple[str, ...] = (
    MODE,
    PUBLIC_URL,
    SECRET_KEY,
    PHONE,
    PHONE_HOURS,
    TRUSTED_PROXIES,
    METRICS_TOKEN,
)

DEFAULT_PUBLIC_URL = "http://127.0.0.1:8000"
FEWEST_LETTERS_OF_A_SECRET = 32
MOST_PROXIES = 5

_DIALLED = re.compile(r"[+(]?[0-9][0-9 ()-]{6,20}[0-9]")


class Mode(StrEnum):
    """Whom the process serves: people, onlookers, or our own tests."""

    LIVE = "live"
    DEMO = "demo"
    TESTING = "testing"


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The pages of one process.

    `public_url` is what people type: its host is the only name that is answered to (besides
    this machine's own), and `https` in it switches on secure cookies and HSTS. `secret_key` signs
    cookies and forms; there is no default, since a secret that everybody knows is none.
    `trusted_proxies` is how many servers of ours stand between people and this process.
    """

    mode: Mode = Mode.LIVE
    public_url: str = DEFAULT_PUBLIC_URL
    # Kept out of repr, so that neither can end up in a log.
    secret_key: str = field(default="", repr=False)
    phone: str = ""
    phone_hours: str = ""
    trusted_proxies: int = 0
    metrics_token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not _is_site(self.public_url):
            raise Invalid(
                f"{PUBLIC_URL} must be the address that people type, without a page, "
                "such as https://help.example.org.",
                PUBLIC_URL,
            )
        if self.secret_key and len(self.secret_key) < FEWEST_LETTERS_OF_A_SECRET:
            raise Invalid(
                f"{SECRET_KEY} must have {FEWEST_LETTERS_OF_A_SECRET} letters at least; "
                'make one with: python3 -c "import secrets; print(secrets.token_hex(32))"',
                SECRET_KEY,
            )
        if self.phone and not _DIALLED.fullmatch(self.phone):
            raise Invalid(
                f"{PHONE} must be a telephone number, such as 020 7946 0018.",
                PHONE,
            )
        if self.phone_hours and not self.phone:
            raise Invalid(f"{PHONE_HOURS} is set, but {PHONE} is not.", PHONE_HOURS)
        if not 0 <= self.trusted_proxies <= MOST_PROXIES:
            raise Invalid(
                f"{TRUSTED_PROXIES} must be a whole number from 0 to {MOST_PROXIES}.",
                TRUSTED_PROXIES,
            )

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "WebSettings":
        """Read the settings of the pages; `Invalid` names the one that makes no sense."""
        return cls(
            mode=_mode(environ.get(MODE)),
            public_url=(environ.get(PUBLIC_URL) or DEFAULT_PUBLIC_URL).rstrip("/"),
            secret_key=environ.get(SECRET_KEY, ""),
            phone=environ.get(PHONE, "").strip(),
            phone_hours=environ.get(PHONE_HOURS, "").strip(),
            trusted_proxies=_proxies(environ.get(TRUSTED_PROXIES)),
            metrics_token=environ.get(METRICS_TOKEN, ""),
        )

    @property
    def https(self) -> bool:
        """Whether people reach the pages by https."""
        return self.public_url.startswith("https:")

    @property
    def host(self) -> str:
        """The name that people type, without a port."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def phone_link(self) -> str:
        """The telephone number as a link dials it: digits, and a plus where there is one.

        >>> WebSettings(phone="(020) 7946 0018").phone_link
        'tel:02079460018'
        """
        return f"tel:{re.sub(r'[^+0-9]', '', self.phone)}" if self.phone else ""


def _mode(text: str | None) -> Mode:
    try:
        return Mode(text or Mode.LIVE)
    except ValueError:
        raise Invalid(f"{MODE} must be one of: {', '.join(Mode)}.", MODE) from None


def _proxies(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError:
        raise Invalid(
            f"{TRUSTED_PROXIES} must be a whole number from 0 to {MOST_PROXIES}.", TRUSTED_PROXIES
        ) from None


def _is_site(url: str) -> bool:
    """Whether an address names a web server and nothing on it."""
    try:
        parts = urlsplit(url)
        named = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and parts.netloc.lower() == named
        and not (parts.path or parts.query or parts.fragment)
    )
