"""Workers as they really run: processes that send, stop when they are told, and take over."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from matcher.bootstrap import Tools
from matcher.messages.letters.contents import Code, Link
from matcher.messages.letters.needs import ConfirmNeed
from matcher.service.post import post
from tests.matcher.messages.posting import SECRET as A_LINK
from tests.matcher.messages.senders.mail_server import HOST, Post, a_mail_server
from tests.matcher.service.sending import AN_ADDRESS, a_reader
from tests.web.sites import A_KEY, living_tools

ROOT = Path(__file__).resolve().parents[3]
# Only what is never said is waited for so long.
SOON_S = 300


class Process:
    """One `nearhand worker`, and what it says."""

    def __init__(self, tools: Tools, **settings: str) -> None:
        others = {name: said for name, said in os.environ.items() if "NEARHAND" not in name}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "scripts", "worker", "--lease-seconds", "2"],
            cwd=ROOT,
            env=others
            | {"NEARHAND_DATABASE_URL": tools.config.database_url, "NEARHAND_KEY": A_KEY}
            # No round: that is for its own tests, and it compiles the solver.
            | {"NEARHAND_ROUND_HOURS": "0-0", "NEARHAND_ROUND_MINUTES": "1440"}
            | settings,
            stderr=subprocess.PIPE,
            text=True,
        )
        # Whoever waits for what is never said must not wait for ever.
        self._patience = Timer(SOON_S, self._process.kill)
        self._patience.start()

    def says(self, event: str) -> dict[str, object]:
        """Wait until it says something, and return that line; fail when it ends before."""
        assert self._process.stderr is not None
        for line in self._process.stderr:
            said: dict[str, object] = json.loads(line) if line.startswith("{") else {"event": line}
            if said["event"] == event:
                return said
        raise AssertionError(f"it ended without saying “{event}”")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self._process.send_signal(how)
        return self.ended()

    def ended(self) -> int:
        assert self._process.stderr is not None
        self.rest = self._process.stderr.read()
        self._process.stderr.close()
        self._patience.cancel()
        return self._process.wait(SOON_S)

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self.ended()


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Tools]:
    tools = living_tools(tmp_path)
    yield tools
    tools.database.close()


def test_a_worker_sends_a_letter_by_smtp_and_stops_when_it_is_told(tools: Tools):
    # A code goes at once, at whatever hour this test runs.
    letter = ConfirmNeed(Link(f"/c/{A_LINK}"), Code("123456"))
    with tools.acting() as act:
        assert post(act, letter, person_id=a_reader(act.store, sealer=act.sealer), key="code:1")
    mails = Post()
    with a_mail_server(mails) as port:
        smtp = {
            "NEARHAND_EMAIL_BY": "smtp",
            "NEARHAND_EMAIL_FROM": "post@nearhand.example.org",
            "NEARHAND_SMTP_HOST": HOST,
            "NEARHAND_SMTP_PORT": str(port),
            "NEARHAND_SMTP_SECURITY": "none",
        }
        with Process(tools, **smtp) as worker:
            assert worker.says("message")["became"] == "sent"
            assert worker.stop() == 0
            assert "worker ended" in worker.rest
    assert mails.recipients == [[AN_ADDRESS]]
    assert AN_ADDRESS not in worker.rest


def test_of_two_workers_one_leads_and_when_it_is_killed_the_other_takes_over(
    tools: Tools, tmp_path: Path
):
    folder = {"NEARHAND_POST_FOLDER": str(tmp_path / "post")}
    with Process(tools, **folder) as first:
        leading = first.says("lead taken")["worker"]
        with Process(tools, **folder) as second:
            second.says("worker began")
            first.stop(signal.SIGKILL)
            assert second.says("lead taken")["worker"] != leading
            assert second.stop(signal.SIGINT) == 0
