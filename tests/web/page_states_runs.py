"""The pages of delivery runs, and of their drivers."""

from collections.abc import Callable

from playwright.sync_api import Page

from matcher.domain.roles import Role
from tests.web.browsing import Looker
from tests.web.run_days import RunsTown, a_day_of_runs
from tests.web.staffed import cookie_of

# Rules of pages that have a state under another name than their own.
RULES = {
    "/t/<secret>",
    "/runs",
    "/runs/<day_id>",
    "/runs/<day_id>/run/<run_id>",
    "/runs/<day_id>/run/<run_id>/type-in",
    "/runs/<day_id>/stops/<stop_id>",
}
# Made of the same parts as those above, and looked at by their own tests.
LIKE_THE_OTHERS = {
    "/t/<secret>/stop",
    "/t/worker.js",
    "/runs/<day_id>/choose",
    "/runs/<day_id>/drivers",
    "/runs/<day_id>/extra",
    "/runs/<day_id>/map.json",
    "/runs/<day_id>/progress.json",
    "/runs/<day_id>/run/<run_id>/count",
    "/runs/<day_id>/run/<run_id>/stops/<stop_id>/picture",
    "/runs/depots/new",
}
Look = Callable[[Looker, Page], None]


def a_shift(looker: Looker, page: Page, state: str) -> RunsTown:
    assert looker.tools is not None
    town = a_day_of_runs(looker.tools, state=state, role=Role.COORDINATOR)
    cookie = cookie_of(looker.tools, town.account)
    page.context.add_cookies([{"name": "nearhand", "value": cookie, "url": looker.site}])
    return town


def at(path: str, state: str = "planned") -> Look:
    def look(looker: Looker, page: Page) -> None:
        town = a_shift(looker, page, state)
        ids = {name: getattr(town, name) for name in RunsTown.__slots__}
        looker.go(page, path.format(**ids))

    return look


def mapped(looker: Looker, page: Page) -> None:
    at("/runs/{day_id}")(looker, page)
    page.locator(".nh-map__run").first.wait_for()


def with_mistakes(path: str, state: str = "planned") -> Look:
    def look(looker: Looker, page: Page) -> None:
        at(path, state)(looker, page)
        page.fill("#parcels", "many")
        page.locator("main form button.govuk-button").first.click()
        page.locator(".govuk-error-summary").wait_for()

    return look


def with_people(looker: Looker, page: Page) -> None:
    at("/runs/{day_id}/run/{run_id}", "out")(looker, page)
    page.locator("form[action$='/people'] button").click()
    page.locator("[data-print]").wait_for()


def driving(looker: Looker, page: Page) -> None:
    """One stop is done, and another lacks where it was left."""
    assert looker.tools is not None
    town = a_day_of_runs(looker.tools, state="out")
    looker.go(page, f"/t/{town.secret}")
    page.locator("form[action$='/delivered'] button").first.click()
    page.locator("form[action$='/undo']").wait_for()
    page.locator("details:has(form[action$='/left-safe']) summary").first.click()
    page.locator("form[action$='/left-safe'] button").first.click()
    page.locator(".govuk-error-message").wait_for()


STATES: dict[str, Look] = {
    "runs": at("/runs"),
    "run-day": mapped,
    "run-stop-mistakes": with_mistakes("/runs/{day_id}/stops/{stop_id}"),
    "run-on-paper": with_people,
    "run-typed-in": at("/runs/{day_id}/run/{run_id}/type-in", "out"),
    "driving": driving,
}
