"""The pages of the stock: an empty shelf, a full one, and the forms with something to mend."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.matcher.service.desks import a_charity
from tests.web.browsing import Looker
from tests.web.staffed import a_member, cookie_of
from tests.web.stocked import Stocked, a_stocked_charity

Look = Callable[[Looker, Page], None]
RULES = {
    "/stock",
    "/stock/items/<item_id>",
    "/stock/<charity_id>/items",
    "/stock/<charity_id>/picking",
}
# Made of the same parts as those above, and looked at by their own tests.
LIKE_THE_OTHERS = {
    "/stock/<charity_id>/needs/<need_id>",
    "/stock/<charity_id>/receive",
    "/stock/items/<item_id>/change",
    "/stock/lots/<lot_id>",
    "/d/<donation_id>",
}


def sit_down(looker: Looker, page: Page, charity_id: str) -> None:
    assert looker.tools is not None
    cookie = cookie_of(looker.tools, a_member(looker.tools, charity_id=charity_id))
    page.context.add_cookies([{"name": "nearhand", "value": cookie, "url": looker.site}])


def at(path: str, *, mistakes: bool = False) -> Look:
    """A page of a stocked charity; names in braces are its ids."""

    def look(looker: Looker, page: Page) -> None:
        assert looker.tools is not None
        here = a_stocked_charity(looker.tools)
        sit_down(looker, page, here.charity_id)
        looker.go(page, path.format(**{name: getattr(here, name) for name in Stocked.__slots__}))
        if mistakes:
            page.locator("main form:not(.nh-press) button.govuk-button").last.click()
            page.locator(".govuk-error-summary").wait_for()

    return look


def empty(looker: Looker, page: Page) -> None:
    assert looker.tools is not None
    with looker.tools.acting() as act:
        charity_id = a_charity(act.store, "12345")
    sit_down(looker, page, charity_id)
    looker.go(page, "/stock")


STATES: dict[str, Look] = {
    "stock-empty": empty,
    "stock": at("/stock"),
    "stock-item": at("/stock/items/{item_id}"),
    "stock-item-mistakes": at("/stock/{charity_id}/items", mistakes=True),
    "stock-picking": at("/stock/{charity_id}/picking"),
}
