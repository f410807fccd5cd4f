"""Charities: for everybody, as one registers, and as their own staff see them."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page

from matcher.domain.charities import CharityWords
from matcher.domain.contact import Contact, ContactWay, Phone
from matcher.domain.holding import ReleaseReason
from matcher.domain.referrals import ConsentBy
from matcher.domain.roles import Role, Scope
from matcher.service.charities import keep_words, register_charity
from matcher.service.charities_own import pause_intake
from matcher.service.desk import Desk
from matcher.service.drawn_areas import read_area
from matcher.service.drivers_invited import invite_driver
from matcher.service.helping import help_charity
from matcher.service.holding import ask_release
from matcher.service.post import opened_letter
from matcher.service.referrals_offering import refer
from matcher.service.where_charities_work import keep_area
from matcher.storage.ids import new_id
from matcher.storage.tables import CharityRow, OutboxRow
from tests.builders import LAMBETH, SOUTHWARK
from tests.matcher.service.charitable import a_group
from tests.matcher.service.desks import a_desk
from tests.matcher.storage.rows import a_stored_need
from tests.web.browsing import Looker
from tests.web.staffed import a_member, cookie_of
from tests.web.volunteering import a_volunteer

Look = Callable[[Looker, Page], None]
OVER_THE_BORDER = "TQ 309 769\nTQ 331 769\nTQ 331 757\nTQ 309 757"
RULES = {
    "/board/charities",
    "/board/charities/<charity_id>",
    "/board/charities/<charity_id>/area",
    "/board/needs/<need_id>/refer",
    "/board/referrals",
    "/board/shared",
    "/charities/<slug>",
    "/charities/register",
    "/drive/<secret>",
    "/v/<secret>/charities",
}
# Made of the same parts as those above, and looked at by their own tests.
LIKE_THE_OTHERS = {
    "/asked/<charity_id>",
    "/board/charities/<charity_id>/change",
    "/board/charities/<charity_id>/drivers",
    "/charities",
    "/charities/<slug>/registered",
    "/drive/thanks/<said>",
    "/handed/<charity_id>",
    "/joined/<charity_id>",
    "/news/<charity_id>",
    "/settled/<charity_id>",
    "/staff/directory",
}


def settled(looker: Looker) -> CharityRow:
    """A charity of a part of Lambeth that is full, a neighbour that is not, and a newcomer."""
    assert looker.tools is not None
    with looker.tools.acting() as act:
        rows = []
        for name in ("12345", "678"):
            row = CharityRow(id=new_id(), slug=new_id(), name=name, created_at=act.now)
            act.store.add(row)
            act.store.flush()
            keep_words(act, row.id, CharityWords(name, "1 2 3", frozenset({LAMBETH})))
            rows.append(row)
        seen = read_area(looker.tools.gazetteer, OVER_THE_BORDER).seen
        assert seen is not None
        keep_area(act, rows[0].id, seen, frozenset({LAMBETH}))
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


def drawn(looker: Looker, page: Page) -> None:
    """Where a charity works, drawn over the border of its borough, with the map beside it."""
    charity = settled(looker)
    assert looker.tools is not None
    boss = a_member(looker.tools, Role.ADMINISTRATOR)
    cookie = cookie_of(looker.tools, boss)
    page.context.add_cookies([{"name": "nearhand", "value": cookie, "url": looker.site}])
    looker.go(page, f"/board/charities/{charity.id}/area")
    page.locator(".nh-area__corner").nth(3).wait_for()


def with_mistakes(looker: Looker, page: Page) -> None:
    looker.go(page, "/charities/register")
    page.locator("main button.govuk-button").last.click()
    page.locator(".govuk-error-summary").wait_for()


def shared(looker: Looker, page: Page) -> None:
    """A need that nobody holds, one that a neighbour holds, and one that is asked for."""
    assert looker.tools is not None
    long_ago = looker.tools.now() - timedelta(days=9)
    with looker.tools.acting() as act:
        ours, theirs = a_group(act.store, "12"), a_group(act.store, "345")
        a_need = {"created_at": act.now, "changed_at": act.now, "registered_on": act.today}
        for number in range(3):
            said = {"charity_id": theirs.id, "taken_at": long_ago} if number else {}
            need = a_stored_need(act.store, **a_need | said)
        ask_release(act, ours.desk, need.id, ours.id, ReleaseReason.CAN_SERVE)
    account = a_member(looker.tools, charity_id=ours.id)
    cookie = cookie_of(looker.tools, account)
    page.context.add_cookies([{"name": "nearhand", "value": cookie, "url": looker.site}])
    looker.go(page, "/board/shared")


def handing_on(path: str, *, mistakes: bool = False) -> Look:
    """A need that one charity offers to another, on a page of the one that has said nothing."""

    def look(looker: Looker, page: Page) -> None:
        assert looker.tools is not None
        with looker.tools.acting("coordinator:tests") as act:
            giver, taker = a_group(act.store, "12"), a_group(act.store, "345")
            dates = {"created_at": act.now, "changed_at": act.now, "registered_on": act.today}
            need = a_stored_need(act.store, charity_id=giver.id, **dates)
            refer(act, giver.desk, need.id, taker.id, ConsentBy.TELEPHONE)
        account = a_member(looker.tools, charity_id=(giver if mistakes else taker).id)
        cookie = cookie_of(looker.tools, account)
        page.context.add_cookies([{"name": "nearhand", "value": cookie, "url": looker.site}])
        looker.go(page, path.format(need_id=need.id))
        if mistakes:
            page.locator("main form button.govuk-button").last.click()
            page.locator(".govuk-error-summary").wait_for()

    return look


def invited_to_drive(looker: Looker, page: Page) -> None:
    """A stranger whom a charity asks to drive for it, before they have said anything."""
    assert looker.tools is not None
    charity = settled(looker)
    number = f"+4477009{int(new_id()[:8], 16) % 100_000:05d}"
    with looker.tools.acting("coordinator:tests") as act:
        desk = a_desk(act.store, charity_id=charity.id)
        contact = Contact(phone=Phone(number), prefers=ContactWay.TEXT)
        id = invite_driver(act, desk, charity.id, contact)
        [row] = act.store.query(OutboxRow).filter_by(idempotency_key=f"drive_for_us:{id}")
        path = opened_letter(act.sealer, row.payload, row.id).link.path
    looker.go(page, path)


def helping(looker: Looker, page: Page) -> None:
    """A volunteer who helps one charity and could help another."""
    assert looker.tools is not None
    one = a_volunteer(looker.tools)
    with looker.tools.acting(one.by) as act:
        groups = [a_group(act.store, name, boroughs=(SOUTHWARK,)) for name in ("12", "345")]
        help_charity(act, one.id, groups[0].id, drives=True)
    looker.go(page, f"/v/{one.own}/charities")


STATES: dict[str, Look] = {
    "charity-full": public("/charities/{slug}"),
    "charities-register-mistakes": with_mistakes,
    "board-charities": at("/board/charities"),
    "board-charity": at("/board/charities/{charity_id}"),
    "board-area": drawn,
    "board-shared": shared,
    "volunteer-charities": helping,
    "volunteer-invited-to-drive": invited_to_drive,
    "board-refer-mistakes": handing_on("/board/needs/{need_id}/refer", mistakes=True),
    "board-referrals": handing_on("/board/referrals"),
}
