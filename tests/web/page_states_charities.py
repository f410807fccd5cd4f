"""Charities: for everybody, as one registers, and as their own staff see them."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page

from matcher.domain.charities import CharityWords
from matcher.domain.roles import Role, Scope
from matcher.service.charities import keep_words, register_charity
from matcher.service.charities_own import pause_intake
from matcher.service.desk import Desk
from matcher.storage.ids import new_id
from matcher.storage.tables import CharityRow
from tests.builders import LAMBETH
from tests.web.browsing import Looker
from tests.web.staffed import a_member, cookie_of

Look = Callable[[Looker, Page], None]
RULES = {
    "/board/charities",
    "/board/charities/<charity_id>",
    "/charities/<slug>",
    "/charities/register",
}
# Made of the same parts as those above, and looked at by their own tests.
LIKE_THE_OTHERS = {
    "/board/charities/<charity_id>/change",
    "/charities",
    "/charities/<slug>/registered",
}


def settled(looker: Looker) -> CharityRow:
    """A charity in Lambeth that is full, a neighbour that is not, and a newcomer."""
    assert looker.tools is not None
    with looker.tools.acting() as act:
        rows = []
        for name in ("12345", "678"):
            row = CharityRow(id=new_id(), slug=new_id(), name=name, created_at=act.now)
            act.store.add(row)
            act.store.flush()
            keep_words(act, row.id, CharityWords(name, "1 2 3", frozenset({LAMBETH})))
            rows.append(row)
        scope = Scope(frozenset({(row.id, LAMBETH) for row in rows}))
    account = a_member(looker.tools, charity_id=rows[0].id)
    with looker.tools.acting() as act:
        desk = Desk(account.id, "", Role.COORDINATOR, scope)
        pause_intake(act, desk, rows[0].id, "123", act.today + timedelta(days=9))
        newcomer = CharityWords(f"9{new_id()[:6]}", "1 2 3", frozenset({LAMBETH}), phone="0123")
        register_charity(act, newcomer, f"{new_id()[:9]}@example.org")
    return rows[0]


def public(path: str) -> Look:
    return lambda looker, page: looker.go(page, path.format(slug=settled(looker).slug))


def at(path: str) -> Look:
    """A page of a charity's own coordinator."""

    def look(looker: Looker, page: Page) -> None:
        charity = settled(looker)
        assert looker.tools is not None
        cookie = cookie_of(looker.tools, a_member(looker.tools, charity_id=charity.id))
        page.context.add_cookies([{"name": "nearhand", "value": cookie, "url": looker.site}])
        looker.go(page, path.format(charity_id=charity.id))

    return look


def with_mistakes(looker: Looker, page: Page) -> None:
    looker.go(page, "/charities/register")
    page.locator("main button.govuk-button").last.click()
    page.locator(".govuk-error-summary").wait_for()


STATES: dict[str, Look] = {
    "charity-full": public("/charities/{slug}"),
    "charities-register-mistakes": with_mistakes,
    "board-charities": at("/board/charities"),
    "board-charity": at("/board/charities/{charity_id}"),
}
