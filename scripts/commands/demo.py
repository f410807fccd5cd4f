"""`nearhand demo`: the whole service on this machine, with a town of made-up people."""

import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click

from matcher.domain.refusals import Conflict
from scripts.demo_site import DemoSite, demo_in, free_port, is_ready, running, town_of
from scripts.demo_walk import Walker

EPILOG = """\b
Example:
  nearhand demo --port 8000
  nearhand demo my-demo
  nearhand demo --check

Nobody in the town exists, and nothing is sent: messages become files in the demo's folder.
Ctrl-C ends it. Without FOLDER, everything is gone afterwards.
"""
LOG = "processes.log"
READY_S, POST_S = 120, 60
Processes = Sequence[subprocess.Popen[bytes]]


@click.command(name="demo", epilog=EPILOG)
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65_535),
    help="The port to answer at; 0 takes any that is free.",
)
@click.option(
    "--residents",
    default=180,
    show_default=True,
    type=click.IntRange(10, 500),
    help="How many residents the town has.",
)
@click.option(
    "--volunteers",
    default=140,
    show_default=True,
    type=click.IntRange(10, 500),
    help="How many volunteers the town has.",
)
@click.option("--check", is_flag=True, help="Walk through the main pages, say what is wrong, end.")
def command(folder: Path | None, port: int, residents: int, volunteers: int, check: bool) -> None:
    """Show all of it: pages, clock and a lively town, in one folder of its own."""
    with _heeding_stops(), _some_folder(folder) as place:
        site = demo_in(place, port or free_port())
        click.echo("Making the town; the very first time this also compiles the solver …", err=True)
        town = town_of(site, residents=residents, volunteers=volunteers)
        log = place / LOG
        with running(site, log) as processes:
            _wait(lambda: is_ready(site), processes, log, READY_S, "does not get ready")
            if check:
                _check(site, town, processes, log)
                return
            _show(site, town)
            while all(process.poll() is None for process in processes):
                time.sleep(0.5)
            raise Conflict(f"A process of the demo has ended by itself; the end of {log} says why.")


def _show(site: DemoSite, town: Mapping[str, Any]) -> None:
    click.echo(f"\nOpen {site.address}\n")
    named = {
        "resident": "A resident, whom somebody will help",
        "accepted": "The volunteer who said yes to that",
        "proposal": "A volunteer who is asked just now",
        "volunteer": "The same volunteer's own page",
    }
    for name, path in town["pages"].items():
        click.echo(f"{named[name]}:\n  {site.address}{path}")
    click.echo(f"\nStaff sign in at {site.address}/sign-in; each code works once:")
    for login in town["logins"]:
        codes = " ".join(login["codes"][:4])
        click.echo(f"  {login['role']}: {login['email']} / {login['password']} / {codes}")
    click.echo(f"\nMessages become files in {site.post}. Ctrl-C ends the demo.")


def _check(site: DemoSite, town: Mapping[str, Any], processes: Processes, log: Path) -> None:
    """Walk through the pages and see that a message has gone out; refuse if anything is wrong."""
    coordinator = next(one for one in town["logins"] if one["role"] == "coordinator")
    complaints = list(
        Walker(site.address).complaints(
            town["pages"],
            coordinator["email"],
            coordinator["password"],
            coordinator["codes"][-1],
        )
    )
    if complaints:
        raise Conflict("\n".join(complaints))
    _wait(lambda: any(site.post.glob("*.*")), processes, log, POST_S, "sends no message")
    click.echo("Checked: the pages answer, staff can sign in, and messages go out.", err=True)


def _wait(
    holds: Callable[[], bool], processes: Processes, log: Path, for_s: float, otherwise: str
) -> None:
    """Wait until something holds; `Conflict` with the end of the log where it does not in time."""
    until = time.monotonic() + for_s
    while not holds():
        if time.monotonic() > until or any(process.poll() is not None for process in processes):
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
            raise Conflict("\n".join([f"The demo {otherwise}:", *lines]))
        time.sleep(0.2)


@contextmanager
def _some_folder(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="nearhand-demo-") as made:
        yield Path(made)


@contextmanager
def _heeding_stops() -> Iterator[None]:
    """SIGTERM and Ctrl-C end us, with everything put away; who says it twice is not quicker."""
    heard = (signal.SIGTERM, signal.SIGINT)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for each in heard:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {each: signal.signal(each, stop) for each in heard}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
