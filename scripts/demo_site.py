"""A demo of the whole service in one folder: keys, database, messages and processes of its own."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from matcher.bootstrap import Tools
from matcher.config import PREFIX
from matcher.domain.refusals import Conflict
from matcher.service.demo.town import Maker
from matcher.service.upkeep import upgrade_database

KEYS, TOWN, DATABASE, POST = "keys.json", "town.json", "nearhand.sqlite", "post"
# Ofcom keeps it for stories: nobody answers it.
PHONE = "020 7946 0018"
SEED = 2020
STOP_S = 40
HALF_MADE = "{folder} holds a demo that was stopped while it was made: remove it, or name another."


@dataclass(frozen=True, slots=True)
class DemoSite:
    """One demo; `settings` are what its processes find in their environment."""

    folder: Path
    port: int
    settings: Mapping[str, str]

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def post(self) -> Path:
        """The folder of its messages, one file each."""
        return self.folder / POST


def demo_in(folder: Path, port: int) -> DemoSite:
    """The demo of a folder, with keys of its own: made the first time, the same ever after."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = _kept(folder / KEYS)
    if keys is None:
        keys = {"key": secrets.token_hex(32), "secret_key": secrets.token_hex(32)}
        _keep(folder / KEYS, keys)
    settings = {
        "NEARHAND_DATABASE_URL": f"sqlite:///{(folder / DATABASE).absolute()}",
        "NEARHAND_KEY": str(keys["key"]),
        "NEARHAND_SECRET_KEY": str(keys["secret_key"]),
        "NEARHAND_MODE": "demo",
        "NEARHAND_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "NEARHAND_PHONE": PHONE,
        "NEARHAND_PHONE_HOURS": "made up, as all of this demo: nobody answers it",
        "NEARHAND_POST_FOLDER": str((folder / POST).absolute()),
        # Somebody who looks on does not want to wait for an hour.
        "NEARHAND_ROUND_MINUTES": "5",
        "NEARHAND_ROUND_HOURS": "0-23",
    }
    return DemoSite(folder, port, settings)


def town_of(site: DemoSite, *, residents: int, volunteers: int) -> dict[str, object]:
    """What to show of the town, which is made where there is none yet."""
    known = _kept(site.folder / TOWN)
    if known is not None:
        return known
    if (site.folder / DATABASE).exists():
        raise Conflict(HALF_MADE.format(folder=site.folder))
    tools = Tools.from_env(site.settings)
    upgrade_database(tools.database)
    town = Maker(
        tools.database, tools.sealer, tools.gazetteer, tools.postcodes, datetime.now(UTC)
    ).make(residents=residents, volunteers=volunteers, seed=SEED)
    tools.database.close()
    shown: dict[str, object] = {
        "logins": [
            {"email": one.email, "password": one.password, "role": one.role, "codes": one.codes}
            for one in town.logins
        ],
        "pages": town.pages,
    }
    _keep(site.folder / TOWN, shown)
    return shown


@contextmanager
def running(site: DemoSite, log: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The pages and the clock, each in processes of its own; both are ended in the end."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    commands = (["serve", "--port", str(site.port)], ["worker", "--lease-seconds", "5"])
    with log.open("ab") as lines:
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "scripts", *command],
                env=others | dict(site.settings),
                stdout=lines,
                stderr=lines,
                # Ctrl-C is ours to hear: we tell them, and wait for what they are at.
                start_new_session=True,
            )
            for command in commands
        ]
        try:
            yield started
        finally:
            for process in started:
                with suppress(ProcessLookupError):
                    process.send_signal(signal.SIGTERM)
            for process in started:
                _ended(process)


def is_ready(site: DemoSite) -> bool:
    """Whether its pages answer, and a worker keeps the clock."""
    try:
        with urlopen(f"{site.address}/ready", timeout=5) as answer:
            checks = json.load(answer)["checks"]
    except (URLError, OSError, ValueError):
        return False
    return set(checks.values()) == {"good"}


def free_port() -> int:
    """A port of this machine that nobody answers at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _ended(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _kept(file: Path) -> dict[str, object] | None:
    if not file.exists():
        return None
    kept: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def _keep(file: Path, what: object) -> None:
    """Write it whole or not at all, for our eyes only: keys and private links are in it."""
    beside = file.with_name(f".{file.name}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        json.dump(what, opened, indent=1)
    beside.replace(file)
