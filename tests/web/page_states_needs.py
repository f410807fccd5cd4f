"""The pages of asking for help, in the states that matter: fresh, filled, with mistakes."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from matcher.domain.availability import DAYS
from matcher.domain.contact import Contact, ContactWay, Phone
from matcher.domain.london_time import in_london
from matcher.domain.recurring import Weekly
from matcher.service.contacts import Details
from matcher.service.needs import Registered, register_need
from matcher.service.needs_asked import AskedNeed
from matcher.service.needs_dates import leave_out
from matcher.service.needs_recurring import dates_ahead
from matcher.service.post import opened_letter
from matcher.service.referrals_consent import ask_resident
from matcher.service.whereabouts import place_of_postcode
from matcher.storage.tables import MatchRow, NeedRow, OutboxRow
from tests.builders import SOUTHWARK
from tests.matcher.service.charitable import a_group
from tests.web.browsing import Looker
from tests.web.helped import said_yes

State = Callable[[Looker, Page], None]

# Rules of pages whose address holds a secret or a question. Those that are not looked at below
# (a look costs four seconds) are made of the very parts of those that are.
RULES = {
    "/ask/<slug>",
    "/n/<secret>",
    "/n/<secret>/another-charity",
    "/n/<secret>/asked",
    "/n/<secret>/change",
    "/n/<secret>/change/<slug>",
    "/n/<secret>/code",
    "/n/<secret>/erase",
    "/n/<secret>/helpers/<match_id>",
    "/n/<secret>/looks",
    "/n/<secret>/pause",
    "/n/<secret>/stop",
    "/n/<secret>/thanks/<match_id>",
    "/n/<secret>/withdraw",
    "/n/<secret>/wrong",
    "/c/<secret>",
    "/c/<secret>/stop",
    "/ask/check",
}


def a_need(looker: Looker, **said: Any) -> Registered:
    """A need of Rosa's that nobody has confirmed."""
    tools = looker.tools
    assert tools is not None
    place = place_of_postcode(tools.gazetteer, "SE15 4QN")
    person = Details("Rosa", Contact(phone=Phone("+447700900123"), prefers=ContactWay.TEXT))
    with tools.acting() as act:
        return register_need(act, AskedNeed("groceries", place, person, **said))


def the_letter(looker: Looker, need_id: str):  # type: ignore[no-untyped-def]
    with looker.tools.looking() as act:
        row = act.store.query(OutboxRow).filter_by(need_id=need_id, kind="confirm_need").one()
        return opened_letter(act.sealer, row.payload, row.id)


def a_need_with_help(looker: Looker) -> tuple[Registered, str]:
    """A need that Val said yes to, and the match."""
    need = a_need(looker)
    assert looker.tools is not None
    with looker.tools.acting() as act:
        return need, said_yes(act, need.need_id)


def handing_on(looker: Looker, page: Page) -> None:
    """A charity asks whether a need that it holds may go to another."""
    need = a_need(looker)
    assert looker.tools is not None
    with looker.tools.acting() as act:
        holder, other = (a_group(act.store, name, boroughs=(SOUTHWARK,)) for name in ("123", "45"))
        act.store.get_one(NeedRow, need.need_id).charity_id = holder.id
        ask_resident(act, holder.desk, need.need_id, other.id)
    looker.go(page, f"/n/{need.secret}/another-charity")


def at(path: str) -> State:
    """A page of a need that waits to be confirmed."""

    def look(looker: Looker, page: Page) -> None:
        looker.go(page, f"/n/{a_need(looker).secret}{path}")

    return look


def pressed(state: State) -> State:
    """A page, after its first form was sent as it stands."""

    def press(looker: Looker, page: Page) -> None:
        state(looker, page)
        page.locator("main form button").first.click()
        page.locator(".govuk-error-summary").wait_for()

    return press


def answered(until: str) -> State:
    """The journey, with every question answered up to this page."""

    def walk(looker: Looker, page: Page) -> None:
        looker.go(page, "/ask/kind")
        for slug, fill in FILLED.items():
            if slug == until:
                return
            fill(page)
            page.locator("main form button").first.click()

    return walk


FILLED: dict[str, Callable[[Page], None]] = {
    "kind": lambda page: page.check("#kind-0"),
    "postcode": lambda page: page.fill("#postcode", "SE15 4QN"),
    "soon": lambda page: page.check("#soon-1"),
    "often": lambda page: page.check("#often-0"),
    "day": lambda page: None,
    "times": lambda page: page.check("#free_days-1"),
    "languages": lambda page: page.check("#languages-2"),
    "diet": lambda page: page.check("#without-1"),
    "matters": lambda page: page.check("#matters-1"),
    "notes": lambda page: page.fill("#notes", "1 2 3"),
    "who": lambda page: page.fill("#name", "123"),
    "reach": lambda page: (
        page.fill("#phone", "07700 900123"),
        page.check("#prefers-0"),
    )[0],
    "check": lambda page: None,
}


def a_wrong_postcode(looker: Looker, page: Page) -> None:
    looker.go(page, "/ask/postcode")
    page.fill("#postcode", "5E15 4QN")
    page.locator("main form button").first.click()
    page.locator(".govuk-error-summary").wait_for()


def found(path: str = "") -> State:
    """A page of a need that somebody said yes to."""

    def look(looker: Looker, page: Page) -> None:
        need, match_id = a_need_with_help(looker)
        looker.go(page, f"/n/{need.secret}{path.format(match_id=match_id)}")

    return look


def by_letter(path: str = "") -> State:
    """The page that the first message leads to."""

    def look(looker: Looker, page: Page) -> None:
        letter = the_letter(looker, a_need(looker).need_id)
        looker.go(page, f"{letter.link.path}{path}")

    return look


def comes_again(looker: Looker, page: Page) -> None:
    """Val comes on one of the next dates, nobody is wanted on another."""
    assert looker.tools is not None
    today = in_london(looker.tools.now()).date()
    rule = Weekly(today, frozenset({DAYS[today.weekday()]}))
    need = a_need(looker, weekly=rule)
    with looker.tools.acting() as act:
        day = act.store.get_one(MatchRow, said_yes(act, need.need_id)).on_date
        leave_out(act, need.need_id, next(one for one in dates_ahead(rule, today) if one != day))
    looker.go(page, f"/n/{need.secret}")


def just(path: str) -> State:
    return lambda looker, page: looker.go(page, path)


def arranged(looker: Looker, page: Page) -> None:
    """Another kind of help is chosen, where a coordinator had arranged the first."""
    need, match_id = a_need_with_help(looker)
    with looker.tools.acting() as act:
        act.store.get_one(MatchRow, match_id).locked = True
    looker.go(page, f"/n/{need.secret}/change/kind")
    page.check("[value=prescriptions]")
    page.locator("form button").first.click()
    page.locator("[name=knowingly]").wait_for()


STATES: dict[str, State] = {
    "ask": just("/ask"),
    "ask-kind": just("/ask/kind"),
    "ask-postcode": a_wrong_postcode,
    "ask-street": pressed(just("/ask/street")),
    "ask-week": pressed(just("/ask/week")),
    "ask-times": just("/ask/times"),
    "ask-languages": just("/ask/languages"),
    "ask-diet": just("/ask/diet"),
    "ask-reach": pressed(just("/ask/reach")),
    "ask-check": pressed(answered("check")),
    "need-asked": at("/asked"),
    "need-code": pressed(at("/code")),
    "need-found": found(),
    "need-dates": comes_again,
    "need-change": found("/change"),
    "need-arranged": arranged,
    "need-handing-on": handing_on,
    "need-erase": pressed(at("/erase")),
    "need-looks": at("/looks"),
    "need-wrong": found("/wrong"),
    "confirm": by_letter(),
}
