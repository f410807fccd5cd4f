"""Answers that come late and in pieces, where whoever runs the tests asks for it.

With `TEST_LATENCY_MS=300` or more, a test that counts on a page before all of it is there fails at
once; without it, only now and then, and on somebody else's machine.
"""

import os
from collections.abc import Iterable, Iterator
from threading import Event
from typing import Any

from playwright.sync_api import Page

THIN_LINE = 200_000  # bytes a second
PIECE = 4_000


def late_ms() -> int:
    return int(os.environ.get("TEST_LATENCY_MS", "0"))


def hold_up(page: Page) -> None:
    """Let the browser itself wait, for a service of its own processes.

    Not for pages that are printed or go without a network: a second session of the browser's tools
    puts an end to both.
    """
    if late_ms():
        said = {"offline": False, "latency": late_ms(), "downloadThroughput": THIN_LINE}
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.emulateNetworkConditions", said | {"uploadThroughput": THIN_LINE})


def late(site: Any) -> Any:
    """A site whose answers come in pieces, the first after the whole delay."""
    never = Event()

    def answer(environ: dict[str, Any], start: Any) -> Iterator[bytes]:
        body: Iterable[bytes] = site(environ, start)
        never.wait(late_ms() / 1_000)
        for part in body:
            for at in range(0, len(part), PIECE):
                yield part[at : at + PIECE]
                never.wait(PIECE / THIN_LINE)

    return answer if late_ms() else site
