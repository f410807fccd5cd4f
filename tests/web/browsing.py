"""A real Chromium that looks at pages, and complains of what a person would never see."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    TimeoutError,
)

from matcher.bootstrap import Tools
from web.languages import COOKIE, ENGLISH

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "web" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = ROOT / "screenshots"

# Debian's name first. A browser of our own is never fetched.
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Only what never comes is waited for so long.
PATIENCE_S = 120
# A picture takes a second, and on a machine that is ten times too busy ten.
PICTURE_MS = 30_000

PHONE_PX = 320
DESK_PX = 1280


def chromium() -> str | None:
    """Where the machine's browser is."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def start(playwright: Playwright) -> Browser:
    found = chromium()
    assert found is not None
    return playwright.chromium.launch(executable_path=found, args=FLAGS)


@dataclass
class Looker:
    """Somebody who looks at the pages of one site, with a list of what was wrong behind them.

    `tools` are the site's own, for the states of pages that need somebody to be there first.
    """

    browser: Browser
    site: str
    tools: Tools | None = None
    complaints: list[str] = field(default_factory=list)

    @contextmanager
    def page(
        self,
        width: int = DESK_PX,
        *,
        language: str = ENGLISH,
        scripts: bool = True,
        zoom: float = 1.0,
        media: str = "screen",
    ) -> Iterator[Page]:
        """A fresh browser window; `zoom` makes everything so many times as large."""
        context = self.browser.new_context(
            viewport={"width": round(width / zoom), "height": round(900 / zoom)},
            device_scale_factor=zoom,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": COOKIE, "value": language, "url": self.site}])
        context.set_default_timeout(PATIENCE_S * 1_000)
        page = context.new_page()
        page.emulate_media(media=media)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", self._asked)
        try:
            yield page
        finally:
            context.close()

    def go(self, page: Page, path: str) -> None:
        page.goto(self.site + path, wait_until="load")
        settle(page)

    def _heard(self, message: ConsoleMessage) -> None:
        # Chromium remarks on each answer of 400 and above: those are pages that we asked for.
        if message.type in {"error", "warning"} and "server responded with" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        scheme = urlsplit(request.url).scheme
        if scheme != "data" and not request.url.startswith(self.site + "/"):
            self.complaints.append(f"asked another host: {request.url}")


def goes_by(page: Page, way: Locator) -> None:
    """Click what leads to another page, and wait until all of that page is there.

    A click alone is over when the next page begins: what is counted then is a part of it.
    """
    with page.expect_navigation():
        way.first.click()


def settle(page: Page) -> None:
    """Wait until all of a page is there, and its letters: others would move what is measured."""
    page.wait_for_load_state("load")
    page.evaluate("() => document.fonts.ready.then(() => true)")


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def findings(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA, one line for each element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate(
        """rules => axe.run(document, {
            runOnly: {type: "tag", values: rules},
            resultTypes: ["violations"],
            rules: {"target-size": {enabled: true}},
        }).then(result => result.violations)""",
        RULES,
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """How much wider the page is than its window, and the first elements that stick out."""
    wide: list[str] = page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            const wide = document.documentElement.scrollWidth;
            if (wide <= room) return [];
            return [
                `${wide} px in a window of ${room} px`,
                ...[...document.querySelectorAll("body *")]
                .filter(one => { const box = one.getBoundingClientRect();
                                 return box.right > room + 1 || box.left < -1; })
                .slice(0, 5).map(one => one.outerHTML.slice(0, 120))
            ];
        }"""
    )
    return wide


def keep_picture(page: Page, name: str) -> None:
    """Photograph the whole page into a folder that is not committed."""
    latest = monotonic() + PATIENCE_S
    SCREENSHOTS.mkdir(exist_ok=True)
    # As JPEG in two thirds of the time that PNG takes; there are hundreds.
    path = SCREENSHOTS / f"{name}.jpeg"
    while True:
        try:
            page.screenshot(path=path, full_page=True, type="jpeg", quality=70, timeout=PICTURE_MS)
            return
        except TimeoutError:
            # Now and then the browser draws nothing after a window was made wider, and waits for
            # ever: once in some thousand pictures. In front again, it draws.
            assert monotonic() < latest, f"{name}: no picture was drawn"
            page.bring_to_front()


def as_lines(found: list[str]) -> str:
    return json.dumps(found, indent=1, ensure_ascii=False)
