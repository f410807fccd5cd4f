"""What an operator may set, read once from the environment at the edge, and never guessed at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from matcher.config_post import POST_SETTINGS, PostSettings
from matcher.config_web import WEB_SETTINGS, WebSettings
from matcher.domain.refusals import Invalid

GEODATA = "NEARHAND_GEODATA"
NOMINATIM_URL = "NEARHAND_NOMINATIM_URL"
NOMINATIM_USER_AGENT = "NEARHAND_NOMINATIM_USER_AGENT"
NOMINATIM_SECONDS = "NEARHAND_NOMINATIM_SECONDS_BETWEEN_CALLS"

OSRM_URL = "NEARHAND_OSRM_URL"
VALHALLA_URL = "NEARHAND_VALHALLA_URL"

DATABASE_URL = "NEARHAND_DATABASE_URL"
KEY = "NEARHAND_KEY"

# Every setting that there is; README's table is held against it.
SETTINGS: tuple[str, ...] = (
    DATABASE_URL,
    KEY,
    GEODATA,
    NOMINATIM_URL,
    NOMINATIM_USER_AGENT,
    NOMINATIM_SECONDS,
    OSRM_URL,
    VALHALLA_URL,
    *WEB_SETTINGS,
    *POST_SETTINGS,
)
PREFIX = "NEARHAND_"

# In the folder where Nearhand is started.
DEFAULT_DATABASE_URL = "sqlite:///nearhand.sqlite"
# The public server's rule for everybody; an operator's own server may allow more.
DEFAULT_SECONDS_BETWEEN_CALLS = 1.0


@dataclass(frozen=True, slots=True)
class Nominatim:
    """A geocoding server that an operator chose to ask, and how politely."""

    url: str
    user_agent: str
    seconds_between_calls: float = DEFAULT_SECONDS_BETWEEN_CALLS

    def __post_init__(self) -> None:
        if not _is_server(self.url):
            raise Invalid(
                f"{NOMINATIM_URL} must be a server's address such as https://maps.example.org.",
                NOMINATIM_URL,
            )
        if not self.user_agent.strip():
            raise Invalid(
                f"Set {NOMINATIM_USER_AGENT} to your group's name and an e-mail address: "
                "who runs the server must be able to tell whose questions these are.",
                NOMINATIM_USER_AGENT,
            )
        if not 0 <= self.seconds_between_calls <= 60:
            raise Invalid(f"{NOMINATIM_SECONDS} must be between 0 and 60.", NOMINATIM_SECONDS)

    @property
    def scheme(self) -> Literal["http", "https"]:
        """How the server is spoken to."""
        return "https" if self.url.lower().startswith("https:") else "http"

    @property
    def host(self) -> str:
        """The server's name, with its port where one was given."""
        return urlsplit(self.url).netloc


@dataclass(frozen=True, slots=True)
class StreetSettings:
    """A server that an operator asks for ways by street, and which language it speaks."""

    url: str
    speaks: str


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one process.

    `geodata` is a folder of packed map data, None for the London data that come with
    Nearhand. `nominatim` is None unless an operator named a server: by default no address
    ever leaves the machine; `streets`, a server of ways by street, likewise. `web` is about the
    pages, `post` about messages and rounds. `key` seals people's contact details: it has no
    default, and what needs it refuses to start without. Neither it nor the database's address
    is ever shown.
    """

    geodata: Path | None = None
    nominatim: Nominatim | None = None
    streets: StreetSettings | None = None
    web: WebSettings = field(default_factory=WebSettings)
    post: PostSettings = field(default_factory=PostSettings)
    database_url: str = field(default=DEFAULT_DATABASE_URL, repr=False)
    key: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.geodata is not None and not self.geodata.is_dir():
            raise Invalid(f"{GEODATA} names “{self.geodata}”, which is not a folder.", GEODATA)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Config":
        """Read every NEARHAND_ setting; a misspelt or half-made one is refused, not ignored."""
        _refuse_unknown(environ)
        folder = environ.get(GEODATA)
        return cls(
            geodata=Path(folder) if folder else None,
            nominatim=_nominatim(environ),
            streets=_streets(environ),
            web=WebSettings.from_env(environ),
            post=PostSettings.from_env(environ),
            database_url=environ.get(DATABASE_URL) or DEFAULT_DATABASE_URL,
            key=environ.get(KEY) or None,
        )


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in SETTINGS:
            raise Invalid(f"{name} is not a setting; there are: {', '.join(SETTINGS)}.", name)


def _nominatim(environ: Mapping[str, str]) -> Nominatim | None:
    url = environ.get(NOMINATIM_URL)
    if not url:
        for name in (NOMINATIM_USER_AGENT, NOMINATIM_SECONDS):
            if environ.get(name):
                raise Invalid(f"{name} is set, but {NOMINATIM_URL} is not.", name)
        return None
    return Nominatim(
        url=url,
        user_agent=environ.get(NOMINATIM_USER_AGENT, ""),
        seconds_between_calls=_seconds(environ.get(NOMINATIM_SECONDS)),
    )


def _streets(environ: Mapping[str, str]) -> StreetSettings | None:
    osrm, valhalla = environ.get(OSRM_URL), environ.get(VALHALLA_URL)
    if osrm and valhalla:
        raise Invalid(f"Set {OSRM_URL} or {VALHALLA_URL}, not both.", VALHALLA_URL)
    for url, name, speaks in ((osrm, OSRM_URL, "OSRM"), (valhalla, VALHALLA_URL, "Valhalla")):
        if url:
            if not _is_server(url):
                raise Invalid(
                    f"{name} must be a server's address such as http://127.0.0.1:5000.", name
                )
            return StreetSettings(url, speaks)
    return None


def _is_server(url: str) -> bool:
    """Whether an address names a web server and nothing on it: no page, no password."""
    try:
        parts = urlsplit(url)
        named = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and parts.netloc.lower() == named
        and not (parts.path.strip("/") or parts.query or parts.fragment)
    )


def _seconds(text: str | None) -> float:
    if not text:
        return DEFAULT_SECONDS_BETWEEN_CALLS
    try:
        return float(text)
    except ValueError:
        raise Invalid(
            f"{NOMINATIM_SECONDS} must be a number of seconds.", NOMINATIM_SECONDS
        ) from None
