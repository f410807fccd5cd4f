"""The API's page for people."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.web.browsing import Looker


def docs(looker: Looker, page: Page) -> None:
    looker.go(page, "/api/v1/docs")


STATES: dict[str, Callable[[Looker, Page], None]] = {"api-docs": docs}
