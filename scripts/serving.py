"""The pages behind one port, in several processes: gunicorn, told what we want of it.

Chosen by trial over waitress, which is one process and so one core: on two busy cores two processes
gave 280 to 310 pages a second, waitress 150 to 300, and a process that dies is replaced. Pages are
loaded in each process after the fork, so that no connection and no lock is shared.
"""

import logging
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.util import import_app

from matcher.domain.refusals import Invalid
from matcher.service.log_lines import JsonLines
from scripts.unread_requests import Worker

PAGES = "web.serving:site()"
UNREADABLE = "Invalid request"
# What prometheus_client reads when it is imported, which each process does after the fork.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


class BareLines(JsonLines):
    """What the server itself says, without what it says it of: that may be somebody's link.

    Of a request that it cannot read, it puts who sent it and what they sent into the sentence.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write one line with the words of the program alone."""
        said = str(record.msg)
        said = UNREADABLE if said.startswith(UNREADABLE) else said
        bare = logging.makeLogRecord({**vars(record), "msg": said, "args": (), "exc_info": None})
        return super().format(bare)


class QuietLogger(Logger):  # type: ignore[misc]
    """The server's own log, in our lines; requests are logged by the pages."""

    def setup(self, cfg: Any) -> None:
        """Send what is worth a warning to stderr."""
        super().setup(cfg)
        self.error_log.setLevel(logging.WARNING)
        for handler in self.error_log.handlers:
            handler.setFormatter(BareLines())


class Pages(BaseApplication):  # type: ignore[misc]
    """The server, with settings of ours and none from files or the environment."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Take over our settings."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Load the pages, in a process of their own."""
        return import_app(PAGES)


def require_free(host: str, port: int) -> None:
    """`Invalid` where nobody can answer: gunicorn tries for five seconds, and does not say why."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=kind).close()
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Invalid(
            f"Nothing can answer at {host}, port {port}: {why}. Name others with --host and --port."
        ) from error


def serve_pages(host: str, port: int, *, processes: int, threads: int) -> None:
    """Answer until SIGTERM or SIGINT; then finish what is being answered, and return."""
    with _shared_figures():
        Pages(
            {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "workers": processes,
                "worker_class": Worker,
                "threads": threads,
                # A page takes milliseconds; who does not answer for so long hangs.
                "timeout": 60,
                "graceful_timeout": 20,
                # The longest that there is: without one somebody could fill the memory. What is
                # longer is answered by `scripts.unread_requests`.
                "limit_request_line": 8190,
                "logger_class": QuietLogger,
                # Whom to believe about who asks is NEARHAND_TRUSTED_PROXIES' business.
                "forwarded_allow_ips": "",
                "proc_name": "nearhand",
            }
        ).run()


@contextmanager
def _shared_figures() -> Iterator[None]:
    """A folder in which the processes count together, unless the operator named one."""
    if os.environ.get(SHARED_FOLDER):
        yield
        return
    folder = tempfile.mkdtemp(prefix="nearhand-figures-")
    os.environ[SHARED_FOLDER] = folder
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
