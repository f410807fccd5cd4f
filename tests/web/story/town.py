"""A whole service on this machine for one story: its own database, mail server and processes."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Condition
from typing import Any
from urllib.request import urlopen

from matcher.domain.london_time import in_london
from tests.matcher.messages.senders.mail_server import AtAnyPort

ROOT = Path(__file__).resolve().parent.parent.parent.parent
# Starting all of a service on a busy machine is slow, and the first round compiles the solver;
# nothing here waits longer than it must.
PATIENCE_S = 300


@dataclass
class Mailboxes:
    """What a mail server took in, by whom it was for."""

    came: list[tuple[str, EmailMessage]] = field(default_factory=list)
    news: Condition = field(default_factory=Condition)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a message in, as aiosmtpd asks its handler to."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        with self.news:
            self.came += [(address, message) for address in envelope.rcpt_tos]
            self.news.notify_all()
        return "250 taken"

    def link_to(self, address: str, page: str) -> str:
        """Wait for a letter to somebody that leads to a page such as `p`; its newest link."""
        pattern = re.compile(rf"https?://\S+/{page}/[A-Za-z0-9_-]{{22}}(?![A-Za-z0-9_/-])")
        return self._waited(address, pattern)

    def code_to(self, address: str) -> str:
        """Wait for a letter to somebody that holds a code."""
        return self._waited(address, re.compile(r"(?<!\d)\d{6}(?!\d)"))

    def _waited(self, address: str, pattern: re.Pattern[str]) -> str:
        def newest() -> str | None:
            for to, message in reversed(self.came):
                text = message.get_body(("plain",))
                found = pattern.search(text.get_content()) if to == address and text else None
                if found:
                    return found.group()
            return None

        with self.news:
            assert self.news.wait_for(newest, PATIENCE_S), f"no letter with {pattern.pattern}"
            found = newest()
        assert found is not None
        return found


@dataclass
class Service:
    """Where a running service answers, and how to speak to it as its operator."""

    url: str
    settings: dict[str, str]
    mail: Mailboxes

    def nearhand(self, *words: str) -> str:
        """Run a command as the operator would; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "scripts", *words],
            cwd=ROOT,
            env=os.environ | self.settings,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextmanager
def running_service(folder: Path) -> Iterator[Service]:
    """Start mail server, pages and worker; end all of them, whatever happens."""
    mail, port = Mailboxes(), free_port()
    server = AtAnyPort(mail, "127.0.0.1", ready_timeout=PATIENCE_S)
    server.start()
    try:
        service = Service(f"http://127.0.0.1:{port}", settings(folder, port, server.port), mail)
        service.nearhand("db", "upgrade")
        with process(service, folder, "serve", "--port", str(port), "--processes", "1") as pages:
            wait_until_ready(service.url, pages)
            with process(service, folder, "worker"):
                yield service
    finally:
        server.stop()


def settings(folder: Path, port: int, mail_port: int) -> dict[str, str]:
    # The story runs its round itself, by the command: the worker's are half a day away.
    far = in_london(datetime.now(UTC) + timedelta(hours=12)).hour
    return {
        "NEARHAND_ROUND_HOURS": f"{far}-{far}",
        "NEARHAND_DATABASE_URL": f"sqlite:///{folder / 'nearhand.sqlite'}",
        "NEARHAND_KEY": "8d1f03c5a7e94b62" * 4,
        "NEARHAND_SECRET_KEY": "a secret of one story, which nobody keeps",
        "NEARHAND_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "NEARHAND_PHONE": "020 7946 0018",
        "NEARHAND_EMAIL_BY": "smtp",
        "NEARHAND_EMAIL_FROM": "post@nearhand.example.org",
        "NEARHAND_SMTP_HOST": "127.0.0.1",
        "NEARHAND_SMTP_PORT": str(mail_port),
        "NEARHAND_SMTP_SECURITY": "none",
        "NEARHAND_POST_FOLDER": str(folder / "post"),
    }


@contextmanager
def process(service: Service, folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    log = folder / f"{words[0]}.log"
    with log.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "scripts", *words],
            cwd=ROOT,
            env=os.environ | service.settings,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield child
        assert child.poll() is None, f"{words[0]} ended"
    except AssertionError as failed:
        failed.add_note(log.read_text()[-3_000:])
        raise
    finally:
        child.terminate()
        try:
            child.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def wait_until_ready(url: str, pages: subprocess.Popen[bytes]) -> None:
    """Ask until the pages answer."""
    for _try in range(PATIENCE_S * 5):
        assert pages.poll() is None, "The pages did not begin."
        try:
            with urlopen(f"{url}/health", timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            # Nothing else can tell a process that is starting from one that is not.
            _pause()
    raise AssertionError("The pages never answered.")


def _pause() -> None:
    pause = Condition()
    with pause:
        pause.wait(0.2)


def free_port() -> int:
    """A port that nobody is at, below those that the machine gives to whoever asks for any.

    So that nobody is given it before the pages are there to take it.
    """
    for port in range(20_000 + os.getpid() % 10_000, 32_000):
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port
    raise AssertionError("Every port is taken.")
