"""The looker finds what it is there to find: each fault is planted and seen."""

import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.web.browsing import PHONE_PX, Looker, findings, sideways
from tests.web.sites import a_site

PLANTED = {
    "inline-script": "<script>document.title = 'mine'</script>",
    "inline-style": '<p style="color: red">Red</p>',
    "stranger": '<img src="http://127.0.0.1:9/elsewhere.png" alt="">',
    "wide": "<pre>" + "x" * 400 + "</pre>",
    "unlabelled": "<input name='postcode'>",
    "sound": "<p>Good.</p>",
}


@pytest.fixture
def planted(browser: Browser) -> Iterator[Callable[[str], tuple[Looker, str]]]:
    site = a_site()
    frame = (
        '<!DOCTYPE html><html lang="en"><title>Planted</title><main><h1>Here</h1>{}</main></html>'
    )
    for name, fault in PLANTED.items():
        site.add_url_rule(f"/{name}", endpoint=name, view_func=lambda f=fault: frame.format(f))
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield lambda name: (Looker(browser, f"http://127.0.0.1:{server.server_port}"), f"/{name}")
    server.shutdown()
    thread.join()
    server.server_close()


def seen(planted: Callable[[str], tuple[Looker, str]], name: str) -> tuple[list[str], ...]:
    looker, path = planted(name)
    with looker.page(PHONE_PX) as page:
        looker.go(page, path)
        return looker.complaints, sideways(page), findings(page)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("inline-script", "Content Security Policy"),
        ("inline-style", "Content Security Policy"),
        ("stranger", "asked another host"),
    ],
)
def test_what_a_browser_would_only_mutter_is_heard(
    planted: Callable[[str], tuple[Looker, str]], name: str, words: str
):
    complaints, _wide, _found = seen(planted, name)
    assert any(words in complaint for complaint in complaints)


def test_a_page_that_is_too_wide_is_found(planted: Callable[[str], tuple[Looker, str]]):
    _complaints, wide, _found = seen(planted, "wide")
    assert wide[0].endswith("in a window of 320 px")


def test_a_box_that_nobody_named_is_found(planted: Callable[[str], tuple[Looker, str]]):
    _complaints, _wide, found = seen(planted, "unlabelled")
    assert any(one.startswith("label:") for one in found)


def test_a_sound_page_is_left_in_peace(planted: Callable[[str], tuple[Looker, str]]):
    assert seen(planted, "sound") == ([], [], [])
