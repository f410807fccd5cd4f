"""A site that answers on this machine, and a browser that looks at it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.serving import make_server

from matcher.bootstrap import Tools
from tests.web.browsing import PATIENCE_S, Looker, chromium, start
from tests.web.kept_window import KeptWindow
from tests.web.late import late
from tests.web.pseudo import write_pseudo_catalogue
from tests.web.ready_templates import ReadyTemplates
from tests.web.sites import a_visitor, living_tools
from web.app import Site, create_app

expect.set_options(timeout=PATIENCE_S * 1_000)
Site.jinja_options = {**Site.jinja_options, "bytecode_cache": ReadyTemplates()}

NO_BROWSER = (
    "NO CHROMIUM ON THIS MACHINE: nobody has looked at the pages. "
    "Install it (on Debian: apt-get install chromium) and run this again."
)


@pytest.fixture(scope="session")
def pseudo_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pseudo_catalogue(tmp_path_factory.mktemp("translations"))


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    """What the site that is looked at works with; states of pages are made with them."""
    tools = living_tools(tmp_path_factory.mktemp("living"))
    yield tools
    tools.database.close()


@pytest.fixture(scope="session")
def served(pseudo_catalogue: Path, tools: Tools) -> Iterator[str]:
    """The address of a site with English and the made-up language."""
    site = create_app(tools, [pseudo_catalogue])
    server = make_server("127.0.0.1", 0, late(site), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = start(playwright)
        yield browser
        browser.close()


@pytest.fixture
def looker(browser: Browser, served: str, tools: Tools) -> Iterator[Looker]:
    """Whatever the console said, or was asked of another host, fails the test that looked."""
    looker = Looker(browser, served, tools)
    yield looker
    assert not looker.complaints, "\n".join(looker.complaints)


@pytest.fixture(scope="session")
def kept_window(browser: Browser, served: str, tools: Tools) -> Iterator[KeptWindow]:
    """For looks at many pages, one after the other, of which nothing is left for the next."""
    window = KeptWindow(Looker(browser, served, tools))
    yield window
    window.close()


@pytest.fixture
def visitor() -> FlaskClient:
    return a_visitor()
