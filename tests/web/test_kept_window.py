"""A window that many looks share shows each of them a page as if it were the first."""

import pytest

from tests.web.browsing import PHONE_PX
from tests.web.kept_window import KeptWindow
from tests.web.pseudo import CODE as PSEUDO
from web.languages import COOKIE, ENGLISH


def left_behind(window: KeptWindow, deed: str) -> bool:
    """Whether the window is a new one after a page in which this was done."""
    with window.page(ENGLISH) as page:
        window.looker.go(page, "/help")
        page.evaluate(deed)
    with window.page(ENGLISH) as next_page:
        return next_page is not page


def test_the_next_page_has_the_window_but_no_cookie_no_size_and_no_language_of_the_last(
    kept_window: KeptWindow,
):
    site = kept_window.looker.site
    with kept_window.page(PSEUDO) as page:
        kept_window.looker.go(page, "/help")
        page.context.add_cookies([{"name": "nearhand", "value": "somebody", "url": site}])
        page.set_viewport_size({"width": 1_280, "height": 900})
    with kept_window.page(ENGLISH) as again:
        assert again is page
        cookies = {one["name"]: one["value"] for one in again.context.cookies()}
        assert cookies == {COOKIE: ENGLISH}
        kept_window.looker.go(again, "/help")
        assert again.evaluate("() => innerWidth") == PHONE_PX
        assert again.locator("html").get_attribute("dir") == "ltr"


def test_what_a_page_keeps_on_the_machine_the_next_does_not_find(kept_window: KeptWindow):
    assert not left_behind(kept_window, "() => 0")
    assert left_behind(kept_window, "() => localStorage.setItem('kept', '1')")
    assert left_behind(kept_window, "() => sessionStorage.setItem('kept', '1')")
    assert left_behind(kept_window, "() => caches.open('kept').then(() => 0)")
    assert left_behind(kept_window, "() => { document.body.dataset.worker = '/worker.js' }")


def test_what_is_complained_of_fails_its_own_page_and_none_after_it(kept_window: KeptWindow):
    with pytest.raises(AssertionError, match="a fault"):
        left_behind(kept_window, "() => console.error('a fault')")
    with kept_window.page(ENGLISH) as page:
        kept_window.looker.go(page, "/help")


def test_after_something_went_wrong_the_window_is_another(kept_window: KeptWindow):
    with pytest.raises(ZeroDivisionError), kept_window.page(ENGLISH) as page:
        raise ZeroDivisionError
    with kept_window.page(ENGLISH) as another:
        assert another is not page
