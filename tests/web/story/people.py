"""Who is in the stories: somebody at a browser of their own, and how staff come in."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pyotp
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from matcher.domain.london_time import in_london
from tests.web.browsing import goes_by, keep_picture
from tests.web.late import hold_up
from tests.web.story.town import PATIENCE_S, Service

COORDINATOR = "cora@example.org"
PASSWORD = "nine green bottles on a wall"


class Person:
    """Somebody at a browser, who keeps a picture of each page that matters."""

    def __init__(self, browser: Browser, name: str, width: int, story: str = "story") -> None:
        self.name = f"{story}-{name}"
        self._context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )
        self._context.set_default_timeout(PATIENCE_S * 1_000)
        self.page: Page = self._context.new_page()
        hold_up(self.page)
        self._pictures = 0

    def opens(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.ok, f"{answer.status} at {answer.url}"

    def goes_by(self, way: Locator) -> None:
        goes_by(self.page, way)

    def presses(self, words: str) -> None:
        self.goes_by(self._button(words))

    def taps(self, words: str) -> None:
        """Press a button that a script answers, or that a file comes of."""
        self._button(words).first.click()

    def follows(self, words: str) -> None:
        self.goes_by(self.page.get_by_role("link", name=words))

    def _button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words, exact=True)

    def goes_on(self) -> None:
        """Press the form's own button, and wait for the page that it leads to."""
        self.goes_by(self.page.locator("main form button[type=submit]"))
        assert not self.page.locator(".govuk-error-summary").count(), self.page.inner_text("main")

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(re.compile(words, re.IGNORECASE))

    def keeps_a_picture(self, what: str) -> None:
        self._pictures += 1
        keep_picture(self.page, f"{self.name}-{self._pictures:02}-{what}")


def today() -> date:
    """The day in London: a story has none of its own."""
    return in_london(datetime.now(UTC)).date()


def types_a_day(person: Person, name: str, day: date) -> None:
    for part in ("day", "month", "year"):
        person.page.fill(f"[name={name}-{part}]", str(getattr(day, part)))


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
    coordinator.follows("I have kept them")
    page.wait_for_url("**/board**")


def the_resident_asks(resident: Person, url: str, said: Mapping[str, str]) -> None:
    """Go through the questions; `said` is what is typed, and the kind of help."""
    page = resident.page
    resident.opens(f"{url}/ask")
    resident.goes_by(page.locator("main .govuk-button"))
    chosen = {"kind": said["kind"], "soon": "soon", "often": "once", "prefers": "email"}
    typed = {name: text for name, text in said.items() if name != "kind"}
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


def the_resident_confirms(resident: Person, service: Service, email: str) -> str:
    """Type in the code that came by mail; the address of the need's own page."""
    own = re.sub(r"/(asked|code).*", "", resident.page.url)
    resident.opens(f"{own}/code")
    resident.page.fill("[name=code]", service.mail.code_to(email))
    resident.goes_on()
    resident.opens(own)
    resident.keeps_a_picture("confirmed")
    return own
