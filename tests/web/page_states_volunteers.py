"""The pages of volunteers, in the states that matter: fresh, filled, with mistakes, at each end."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from matcher.bootstrap import Tools
from matcher.domain.life_cycles import MatchStatus
from matcher.service.matches import report_done
from matcher.service.matches_resident import confirm_done
from matcher.service.needs_after import say_thanks
from matcher.service.rota.leaving import offer_place
from matcher.service.rota.signing import sign_up, stand_by
from matcher.storage.tables import MatchRow
from tests.web.browsing import Looker
from tests.web.staffed import a_town
from tests.web.volunteering import Volunteer, a_volunteer, ask, asked, joining, newest_letter

State = Callable[[Looker, Page], None]

# Rules of pages whose address holds a secret: each is looked at below.
RULES = {
    "/volunteer",
    "/volunteer/join",
    "/volunteer/code",
    "/volunteer/back",
    "/s/<secret>",
    "/v/<secret>",
    "/v/<secret>/reach",
    "/<any(n, v):page>/<secret>/new-contact",
    "/w/<secret>",
    "/v/<secret>/kinds",
    "/v/<secret>/home",
    "/v/<secret>/home/map",
    "/v/<secret>/times",
    "/v/<secret>/languages",
    "/v/<secret>/limits",
    "/v/<secret>/break",
    "/v/<secret>/calendar",
    "/v/<secret>/stop",
    "/v/<secret>/shifts",
    "/v/<secret>/shifts/leave/<sign_up_id>",
    # Leads on to them.
    "/r/<secret>",
    "/r/<secret>/stop",
    "/v/<secret>/m/<match>",
    "/v/<secret>/m/<match>/no",
    "/v/<secret>/m/<match>/done",
    "/v/<secret>/m/<match>/could-not",
    "/v/<secret>/m/<match>/hand-back",
    "/v/<secret>/m/<match>/wrong",
    "/p/<secret>",
    "/p/<secret>/no",
    "/p/<secret>/done",
    "/p/<secret>/could-not",
    "/p/<secret>/hand-back",
    "/p/<secret>/wrong",
    "/p/<secret>/stop",
    # No pages: a script or a phone reads them.
    "/v/<secret>/home/near",
    "/places/boroughs.json",
    "/calendar/<secret>",
    "/calendar/<secret>.ics",
    "/rota-calendar/<secret>.ics",
}


def tools_of(looker: Looker) -> Tools:
    assert looker.tools is not None
    return looker.tools


def join(looker: Looker, page: Page) -> None:
    """Sign up, as far as the page of the code."""
    looker.go(page, "/volunteer/join")
    for name, value in joining().items():
        if name != "consent":
            page.fill(f"[name='{name}']", value)
    page.check("[name=consent]")
    page.locator("form button").first.click()
    page.wait_for_url("**/volunteer/code")


def joining_mistakes(looker: Looker, page: Page) -> None:
    looker.go(page, "/volunteer/join")
    page.locator("form button").first.click()
    page.locator(".govuk-error-summary").wait_for()


def proof(looker: Looker, page: Page) -> None:
    join(looker, page)
    looker.go(page, newest_letter(tools_of(looker), "prove_contact").link.path)


def own(path: str = "") -> State:
    """A page of a volunteer who is asked one thing, promised another, and did a third."""

    def look(looker: Looker, page: Page) -> None:
        one = busy(tools_of(looker))
        looker.go(page, f"/v/{one.own}{path}")

    return look


def busy(tools: Tools) -> Volunteer:
    one = a_volunteer(tools, capacity=5)
    for _ in range(3):
        ask(tools, one)
    done, promised, _ = one.matches
    one.accept(done)
    with tools.acting(one.by) as act:
        report_done(act, done, 45)
        say_thanks(act, done, act.store.get_one(MatchRow, done).need_id, "You were so kind.")
    one.accept(promised)
    return one


def shifts(path: str = "") -> State:
    """Promised one shift, which is offered to others; more are open near by."""

    def look(looker: Looker, page: Page) -> None:
        tools = tools_of(looker)
        town, one = a_town(tools), a_volunteer(tools)
        with tools.acting(one.by) as act:
            mine = sign_up(act, one.id, town.shift_id)
            offer_place(act, one.id, mine)
            stand_by(act, one.id, town.slot_id, wanted=True)
        looker.go(page, f"/v/{one.own}/shifts{path.format(mine=mine)}")

    return look


def unasked(looker: Looker, page: Page) -> None:
    one = a_volunteer(tools_of(looker), level=None, categories=frozenset({"groceries", "visit"}))
    looker.go(page, f"/v/{one.own}")


def calendar_made(looker: Looker, page: Page) -> None:
    own("/calendar")(looker, page)
    page.locator("form button").first.click()
    page.locator("code").wait_for()


def on_the_map(looker: Looker, page: Page) -> None:
    """Press in the middle of the map, which is the middle of London."""
    own("/home/map")(looker, page)
    page.locator(".nh-map svg").wait_for()
    page.locator(".nh-map").click()
    expect(page.locator("[name=at]")).not_to_have_value("")


def new_contact(looker: Looker, page: Page) -> None:
    """Give another number, as far as the page of its code."""
    one = a_volunteer(tools_of(looker))
    looker.go(page, f"/v/{one.own}/reach")
    page.fill("[name=phone]", "07700 900456")
    page.locator("form button").first.click()
    page.wait_for_url("**/new-contact")


def a_proposal(path: str = "", *, accepted: bool = False) -> State:
    def look(looker: Looker, page: Page) -> None:
        one, secret = asked(tools_of(looker), urgency="urgent" if not accepted else "soon")
        if accepted:
            one.accept(one.matches[0])
        looker.go(page, f"/p/{secret}{path}")

    return look


def lapsed(looker: Looker, page: Page) -> None:
    """Nobody answered in time."""
    one, secret = asked(tools_of(looker))
    with tools_of(looker).acting() as act:
        act.store.get_one(MatchRow, one.matches[0]).status = MatchStatus.LAPSED
    looker.go(page, f"/p/{secret}")


def taken(looker: Looker, page: Page) -> None:
    """Somebody else was first."""
    tools = tools_of(looker)
    one, other = a_volunteer(tools), a_volunteer(tools)
    ask(tools, one, other)
    other.accept(other.matches[0])
    looker.go(page, f"/p/{one.secret_of('proposal')}")


def confirmed(looker: Looker, page: Page) -> None:
    """The resident said that it was done, and thanked."""
    one, secret = asked(tools_of(looker))
    done = one.matches[0]
    one.accept(done)
    with tools_of(looker).acting() as act:
        report_done(act, done, 45)
        confirm_done(act, done)
        say_thanks(act, done, act.store.get_one(MatchRow, done).need_id, "1 2 3")
    looker.go(page, f"/p/{secret}")


# Looked at in every way, as all pages are.
STATES: dict[str, State] = {
    "volunteer-join-mistakes": joining_mistakes,
    "volunteer-own": own(),
    "volunteer-times": own("/times"),
    "volunteer-shifts": shifts(),
    "proposal-asked": a_proposal(),
    "proposal-yours": a_proposal(accepted=True),
}
# Made of the same patterns: each is looked at once small and once large, in both directions.
OTHERS: dict[str, State] = {
    "volunteer": lambda looker, page: looker.go(page, "/volunteer"),
    "volunteer-code": join,
    "volunteer-back": lambda looker, page: looker.go(page, "/volunteer/back"),
    "volunteer-proof": proof,
    "volunteer-unasked": unasked,
    "volunteer-reach": own("/reach"),
    "volunteer-new-contact": new_contact,
    "volunteer-kinds": own("/kinds"),
    "volunteer-home": own("/home"),
    "volunteer-home-map": on_the_map,
    "volunteer-languages": own("/languages"),
    "volunteer-limits": own("/limits"),
    "volunteer-break": own("/break"),
    "volunteer-calendar": calendar_made,
    "volunteer-stop": own("/stop"),
    "volunteer-leaves-a-shift": shifts("/leave/{mine}"),
    "proposal-no": a_proposal("/no"),
    "proposal-done": a_proposal("/done", accepted=True),
    "proposal-could-not": a_proposal("/could-not", accepted=True),
    "proposal-hand-back": a_proposal("/hand-back", accepted=True),
    "proposal-wrong": a_proposal("/wrong", accepted=True),
    "proposal-lapsed": lapsed,
    "proposal-taken": taken,
    "proposal-confirmed": confirmed,
}
