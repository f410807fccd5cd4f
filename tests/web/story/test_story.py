"""One need from the first page to the last, in a real browser, with real processes and real mail.

Resident, volunteer and coordinator each have a browser of their own. Nothing here reaches into
the database: what they see and press is all there is.
"""

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.browsing import DESK_PX, PHONE_PX, keep_picture
from tests.web.story.town import PATIENCE_S, Service, running_service

RESIDENT, VOLUNTEER, COORDINATOR = "rosa@example.org", "val@example.org", "cora@example.org"
PASSWORD = "nine green bottles on a wall"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(tmp_path_factory.mktemp("service")) as service:
        yield service


expect.set_options(timeout=PATIENCE_S * 1_000)


class Person:
    """Somebody at a browser, who keeps a picture of each page that matters."""

    def __init__(self, browser: Browser, name: str, width: int) -> None:
        self.name = name
        self._context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )
        self._context.set_default_timeout(PATIENCE_S * 1_000)
        self.page: Page = self._context.new_page()
        self._pictures = 0

    def opens(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.ok, f"{answer.status} at {answer.url}"

    def presses(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).first.click()

    def goes_on(self) -> None:
        """Press the form's own button, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.locator("main form button[type=submit]").first.click()
        assert not self.page.locator(".govuk-error-summary").count(), self.page.inner_text("main")

    def follows(self, words: str) -> None:
        self.page.get_by_role("link", name=words).first.click()

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(re.compile(words, re.IGNORECASE))

    def keeps_a_picture(self, what: str) -> None:
        self._pictures += 1
        keep_picture(self.page, f"story-{self.name}-{self._pictures:02}-{what}")


def the_resident_asks(resident: Person, url: str) -> None:
    page = resident.page
    resident.opens(f"{url}/ask")
    page.locator("main .govuk-button").first.click()
    chosen = {"kind": "groceries", "soon": "soon", "often": "once", "prefers": "email"}
    typed = {
        "postcode": "SE15 4QN",
        "name": "Rosa Resident",
        "address": "Flat 4, 1 Example Road",
        "notes": "Milk, bread and tea.",
        "email": RESIDENT,
    }
    for _question in range(16):
        if page.url.endswith("/check"):
            break
        for name, value in chosen.items():
            choice = page.locator(f"[name={name}][value={value}]")
            if choice.count():
                choice.check()
        for name, value in typed.items():
            if page.locator(f"[name={name}]").count():
                page.fill(f"[name={name}]", value)
        resident.goes_on()
    resident.keeps_a_picture("check")
    page.locator("[name=agreed]").check()
    resident.presses("Ask for help")
    resident.keeps_a_picture("asked")


def the_resident_confirms(resident: Person, service: Service) -> str:
    """Type in the code that came by mail; the address of the need's own page."""
    own = re.sub(r"/(asked|code).*", "", resident.page.url)
    resident.opens(f"{own}/code")
    resident.page.fill("[name=code]", service.mail.code_to(RESIDENT))
    resident.goes_on()
    resident.opens(own)
    resident.keeps_a_picture("confirmed")
    return own


def the_coordinator_comes_in(coordinator: Person, service: Service) -> None:
    page = coordinator.page
    link = service.nearhand(
        "invite", COORDINATOR, "--role", "administrator", "--charity", "Peckham Pantry",
        "--borough", "Southwark",
    )  # fmt: skip
    coordinator.opens(link)
    page.fill("[name=name]", "Cora")
    page.fill("[name=password]", PASSWORD)
    coordinator.goes_on()
    page.fill("[name=email]", COORDINATOR)
    page.fill("[name=password]", PASSWORD)
    coordinator.presses("Sign in")
    coordinator.presses("Use an authenticator")
    secret = page.locator("code.nh-secret").inner_text().replace(" ", "")
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    coordinator.presses("Go on")
    coordinator.presses("Draw recovery codes")
    coordinator.keeps_a_picture("codes")
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url("**/board**")


def the_volunteer_joins(volunteer: Person, service: Service) -> str:
    """Sign up and prove the mailbox; the address of the volunteer's own page."""
    page = volunteer.page
    volunteer.opens(f"{service.url}/volunteer/join")
    fields = {"name": "Val", "born_on-day": "1", "born_on-month": "5", "born_on-year": "1980"}
    for name, value in (fields | {"email": VOLUNTEER}).items():
        page.fill(f"[name='{name}']", value)
    page.locator("[name=consent]").check()
    volunteer.goes_on()
    page.wait_for_url("**/volunteer/code")
    page.fill("[name=code]", service.mail.code_to(VOLUNTEER))
    volunteer.goes_on()
    page.wait_for_url("**/v/**")
    own = re.match(r".*/v/[^/]+", page.url)
    assert own is not None
    volunteer.keeps_a_picture("joined")
    return own.group()


def the_volunteer_says_what_they_can_do(volunteer: Person, own: str) -> None:
    page = volunteer.page
    volunteer.opens(f"{own}/kinds")
    page.locator("[name=categories][value=groceries]").check()
    volunteer.goes_on()
    page.fill("[name=postcode]", "SE15 5BA")
    page.locator("[name=radius]").nth(1).check()
    for _question in range(4):
        volunteer.goes_on()
    volunteer.opens(own)
    volunteer.keeps_a_picture("own-page")


def the_coordinator_notes_a_check(coordinator: Person, url: str) -> None:
    page = coordinator.page
    coordinator.opens(f"{url}/board/volunteers?list=newest")
    page.locator("main table tbody th a").first.click()
    page.locator("[name=level][value=references]").check()
    for part, value in (("day", "1"), ("month", "3"), ("year", "2026")):
        page.fill(f"[name=seen_on-{part}]", value)
    coordinator.presses("Note the check")
    coordinator.sees("The check is noted")
    coordinator.keeps_a_picture("check")


def the_board_says(coordinator: Person, url: str, words: str) -> None:
    coordinator.opens(f"{url}/board?standing={'closed' if words == 'Closed' else ''}")
    coordinator.keeps_a_picture("board")
    expect(coordinator.page.locator("main tbody")).to_contain_text(words)


def test_a_resident_asks_and_a_neighbour_helps(browser: Browser, service: Service):
    resident = Person(browser, "resident", PHONE_PX)
    volunteer = Person(browser, "volunteer", PHONE_PX)
    coordinator = Person(browser, "coordinator", DESK_PX)

    the_coordinator_comes_in(coordinator, service)
    own = the_volunteer_joins(volunteer, service)
    the_volunteer_says_what_they_can_do(volunteer, own)
    the_coordinator_notes_a_check(coordinator, service.url)

    the_resident_asks(resident, service.url)
    the_board_says(coordinator, service.url, "Nobody has confirmed it")
    need = the_resident_confirms(resident, service)
    the_board_says(coordinator, service.url, "Nobody yet")

    service.nearhand("round")
    the_board_says(coordinator, service.url, "Asked, no answer yet")

    volunteer.opens(service.mail.link_to(VOLUNTEER, "p"))
    volunteer.sees("Southwark")
    assert "Rosa" not in volunteer.page.content()
    volunteer.keeps_a_picture("proposal")
    volunteer.goes_on()
    volunteer.sees("Rosa Resident")
    volunteer.sees("Flat 4, 1 Example Road")
    volunteer.keeps_a_picture("details")
    the_board_says(coordinator, service.url, "Somebody comes")

    resident.opens(need)
    resident.sees("Val")
    resident.keeps_a_picture("found")

    volunteer.follows("It is done")
    volunteer.keeps_a_picture("done")
    volunteer.goes_on()
    the_board_says(coordinator, service.url, "Done, to be confirmed")

    resident.opens(need)
    resident.presses("Yes, it was done")
    resident.keeps_a_picture("met")
    resident.sees("done")
    resident.opens(f"{need}/looks")
    resident.sees("Val|volunteer")
    the_board_says(coordinator, service.url, "Closed")
