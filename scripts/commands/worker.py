"""`nearhand worker`: the clock."""

import os
import signal
import sys
from threading import Event
from types import FrameType

import click

from matcher.bootstrap import Tools
from matcher.jobs.worker import LEASE_S, Worker
from matcher.service.log_lines import logging_to
from matcher.service.readiness import require_key, require_tables

EPILOG = """\b
Example:
  nearhand worker
  nearhand worker --lease-seconds 10

Start one, or two on two machines: one of them leads, and the other takes over when it dies.
It ends on Ctrl-C or SIGTERM, after what is running.
"""


@click.command(name="worker", epilog=EPILOG)
@click.option(
    "--lease-seconds",
    default=LEASE_S,
    show_default=True,
    type=click.FloatRange(1, 600),
    help="How long after its death another worker takes over.",
)
def command(lease_seconds: float) -> None:
    """Keep the clock: rounds, messages, reminders, follow-ups, retention."""
    tools = Tools.from_env(os.environ)
    require_tables(tools.database)
    require_key(tools.database, tools.sealer)
    # Wrong settings of the post are said now, and not when the first message is due.
    assert tools.post_office
    stop = Event()

    def told_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, told_to_stop)
    with logging_to(sys.stderr):
        Worker(tools, lease_s=lease_seconds).run(stop)
    tools.database.close()
