"""A window that many looks share: to open one is ten times the work of a page in an open one.

A fresh window starts a process, compiles every script and reads every letter anew. A look at how
a page stands needs none of that, as long as nothing of the page before is left. So cookies are
taken away, and the mouse; and a window in which a page kept anything else, or in which anything
went wrong, is closed, and the next look has a new one. What a page does is tested in fresh ones.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.web.browsing import PHONE_PX, Looker
from web.languages import COOKIE

# What outlives a page. A worker may still be on its way, so its page says that it will come.
KEEPS = """async () =>
    localStorage.length + sessionStorage.length + (await caches.keys()).length
    + (await navigator.serviceWorker.getRegistrations()).length
    + document.querySelectorAll("[data-worker]").length"""
# A page of our own with nothing on it: on the way to a stranger the browser starts a new process.
NOWHERE = "/health"


@dataclass
class KeptWindow:
    """One window of a telephone's width, for one look after the other."""

    looker: Looker
    _open: ExitStack = field(default_factory=ExitStack)
    _page: Page | None = None
    _spoilt: bool = False

    @contextmanager
    def page(self, language: str) -> Iterator[Page]:
        """An empty page that knows nothing of those before it; what is complained of fails it."""
        if self._page is None:
            self._page = self._open.enter_context(self.looker.page(PHONE_PX, language=language))
            self._page.context.on("serviceworker", self._spoil)
        page = self._page
        page.set_viewport_size({"width": PHONE_PX, "height": 900})
        page.mouse.move(-1, -1)
        page.context.clear_cookies()
        page.context.add_cookies([{"name": COOKIE, "value": language, "url": self.looker.site}])
        clean = False
        try:
            yield page
            clean = self._is_clean(page)
        finally:
            complaints = "\n".join(self.looker.complaints)
            self.looker.complaints.clear()
            if complaints or not clean:
                self.close()
        assert not complaints, complaints

    def close(self) -> None:
        self._page, self._spoilt = None, False
        self._open.close()

    def _is_clean(self, page: Page) -> bool:
        if self._spoilt or len(page.context.pages) > 1:
            return False
        if not page.url.startswith(self.looker.site) or page.evaluate(KEEPS):
            return False
        page.goto(self.looker.site + NOWHERE)
        return True

    def _spoil(self, _worker: object) -> None:
        self._spoilt = True
