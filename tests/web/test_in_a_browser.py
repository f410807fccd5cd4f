"""The pages as people meet them, in a real browser, small and large, in both directions."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.web.browsing import DESK_PX, PHONE_PX, Looker, as_lines, findings, keep_picture, sideways
from tests.web.pseudo import CODE as PSEUDO
from web.languages import ENGLISH


def just(path: str) -> Callable[[Looker, Page], None]:
    return lambda looker, page: looker.go(page, path)


def with_mistakes(path: str) -> Callable[[Looker, Page], None]:
    """Sent empty, so that every field has something to mend."""

    def send(looker: Looker, page: Page) -> None:
        looker.go(page, path)
        page.locator("form button").first.click()
        page.locator(".govuk-error-summary").wait_for()

    return send


def opened(path: str) -> Callable[[Looker, Page], None]:
    """With everything shown that a page folds away."""

    def look(looker: Looker, page: Page) -> None:
        looker.go(page, path)
        for summary in page.locator("summary").all():
            summary.click()

    return look


# Every page in each state that it has; a page that is added is added here.
PAGES: dict[str, Callable[[Looker, Page], None]] = {
    "home": just("/"),
    "how-it-works": just("/how-it-works"),
    "privacy": just("/privacy"),
    "accessibility": just("/accessibility"),
    "help": just("/help"),
    "help-opened": opened("/help"),
    "cookies": just("/cookies"),
    "not-found": just("/no-such-page"),
    "fault": just("/style/fault"),
    "style": just("/style"),
    "style-filled": just("/style?filled"),
    "style-mistakes": with_mistakes("/style"),
    "question": just("/style/question"),
    "question-mistakes": with_mistakes("/style/question"),
}
WITHOUT_A_PAGE_TO_SEE = {"/health", "/ready", "/metrics", "/language/<code>", "/static/<path:filename>"}

# What is the same in every language.
NAMES = {"Nearhand", "Southwark", "nearhand", "nearhand-language"}

looks = pytest.mark.parametrize("name", PAGES)
sizes = pytest.mark.parametrize("width", [PHONE_PX, DESK_PX])
directions = pytest.mark.parametrize("language", [ENGLISH, PSEUDO])


@looks
@sizes
@directions
def test_axe_finds_nothing_and_nothing_sticks_out(
    looker: Looker, name: str, width: int, language: str
):
    with looker.page(width, language=language) as page:
        PAGES[name](looker, page)
        keep_picture(page, f"{name}-{width}-{language}")
        assert not (wide := sideways(page)), as_lines(wide)
        assert not (found := findings(page)), as_lines(found)


@looks
@directions
def test_nothing_sticks_out_when_everything_is_four_times_as_large(
    looker: Looker, name: str, language: str
):
    with looker.page(DESK_PX, zoom=4, language=language) as page:
        PAGES[name](looker, page)
        assert not (wide := sideways(page)), as_lines(wide)


@looks
def test_no_english_is_left_in_another_language(looker: Looker, name: str):
    """But for names, numbers, the words of the map's licences, and what a person typed."""
    with looker.page(language=PSEUDO) as page:
        PAGES[name](looker, page)
        left = page.evaluate(
            """() => {
                const said = [];
                const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
                for (let node; (node = walker.nextNode());) {
                    const parent = node.parentElement;
                    if (parent.closest("[translate=no], script, style, textarea, code")) continue;
                    said.push(node.textContent.trim());
                }
                for (const one of document.querySelectorAll("[aria-label], [alt], [title]")) {
                    for (const name of ["aria-label", "alt", "title"]) {
                        if (one.hasAttribute(name)) said.push(one.getAttribute(name));
                    }
                }
                return said;
            }"""
        )
        words = {word for text in left for word in re.findall(r"[A-Za-z][A-Za-z_-]{2,}", text)}
        assert words <= NAMES
