"""Every page in each state that it has; whoever adds a page adds a line to `PAGES`.

A state is made with `looker.tools` where somebody has to be there first: it is made once for
each look, so it makes people of its own and leans on nobody else's.
"""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.web import (
    page_states_api,
    page_states_charities,
    page_states_coordinators,
    page_states_needs,
    page_states_runs,
    page_states_stock,
    page_states_volunteers,
)
from tests.web.browsing import Looker, goes_by


def just(path: str) -> Callable[[Looker, Page], None]:
    return lambda looker, page: looker.go(page, path)


def with_mistakes(path: str) -> Callable[[Looker, Page], None]:
    """Sent empty, so that every field has something to mend."""

    def send(looker: Looker, page: Page) -> None:
        looker.go(page, path)
        goes_by(page, page.locator("form button"))
        page.locator(".govuk-error-summary").wait_for()

    return send


def opened(path: str) -> Callable[[Looker, Page], None]:
    """With everything shown that a page folds away."""

    def look(looker: Looker, page: Page) -> None:
        looker.go(page, path)
        for summary in page.locator("summary").all():
            summary.click()

    return look


PAGES: dict[str, Callable[[Looker, Page], None]] = {
    "home": just("/"),
    "how-it-works": just("/how-it-works"),
    "privacy": just("/privacy"),
    "accessibility": just("/accessibility"),
    "help-opened": opened("/help"),
    "cookies": just("/cookies"),
    "not-found": just("/no-such-page"),
    "fault": just("/style/fault"),
    "style": just("/style"),
    "style-filled": just("/style?filled"),
    "style-mistakes": with_mistakes("/style"),
    "question-mistakes": with_mistakes("/style/question"),
    **page_states_needs.STATES,
    **page_states_coordinators.STATES,
    **page_states_charities.STATES,
    **page_states_stock.STATES,
    **page_states_volunteers.STATES,
    **page_states_runs.STATES,
    **page_states_api.STATES,
}
