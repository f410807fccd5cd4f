"""Sites to test: tools and pages with only what matters said."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from matcher.bootstrap import Tools
from matcher.config import Config
from matcher.config_web import Mode, WebSettings
from matcher.service.readiness import ReadyCheck
from matcher.storage.database import Database
from matcher.storage.schema import upgrade
from tests.clocks import Ticking, london
from web.app import Site, create_app

# Kept free by Ofcom for stories: nobody answers it.
A_PHONE = "020 7946 0018"
SETTINGS = WebSettings(
    mode=Mode.TESTING,
    secret_key="a secret of the tests, which nobody keeps",
    phone=A_PHONE,
    phone_hours="9 – 18",
)


# Seals nothing but what tests make up.
A_KEY = "00112233445566778899aabbccddeeff" * 2
# A working day before noon: nobody sleeps, and London's date is the date in UTC too.
A_MORNING = london("2026-06-10 11:00")


def living_tools(folder: Path, **settings: object) -> Tools:
    """Tools with a database of their own in `folder`: all tables, and nothing in them."""
    config = Config(
        web=replace(SETTINGS, **settings),
        database_url=f"sqlite:///{folder / 'nearhand.sqlite'}",
        key=A_KEY,
    )
    (folder / "nearhand.sqlite").write_bytes(_no_rows())
    return Tools(config, now=Ticking(A_MORNING))


@cache
def _no_rows() -> bytes:
    """An SQLite file with all tables; to copy it costs nothing, to make one all migrations."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite"
        database = Database(f"sqlite:///{file}")
        upgrade(database)
        database.close()
        return file.read_bytes()


class ToolsWithChecks(Tools):
    """Tools whose checks a test chooses."""

    checks: tuple[ReadyCheck, ...] = ()

    @property
    def ready_checks(self) -> tuple[ReadyCheck, ...]:
        return self.checks


def a_site(*, translations: Sequence[Path] = (), **settings: object) -> Site:
    """Pages as tests want them, but for the settings that are said."""
    return create_app(Tools(Config(web=replace(SETTINGS, **settings))), translations)


def a_site_with_checks(*checks: tuple[str, Callable[[], object]]) -> Site:
    tools = ToolsWithChecks(Config(web=SETTINGS))
    object.__setattr__(tools, "checks", tuple(ReadyCheck(*check) for check in checks))
    return create_app(tools)


def a_visitor(**settings: object) -> FlaskClient:
    """Somebody without a browser, who follows no redirect."""
    return a_site(**settings).test_client()
