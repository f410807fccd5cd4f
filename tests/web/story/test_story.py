"""One need from the first page to the last, in a real browser, with real processes and real mail.

Resident, volunteer and coordinator each have a browser of their own. Nothing here reaches into
the database: what they see and press is all there is.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.web.browsing import DESK_PX, PHONE_PX
from tests.web.story.people import (
    Person,
    the_coordinator_comes_in,
    the_resident_asks,
    the_resident_confirms,
    today,
    types_a_day,
)
from tests.web.story.town import Service, running_service

RESIDENT, VOLUNTEER = "rosa@example.org", "val@example.org"
ROSA = {
    "kind": "groceries",
    "postcode": "SE15 4QN",
    "name": "Rosa Resident",
    "address": "Flat 4, 1 Example Road",
    "notes": "Milk, bread and tea.",
    "email": RESIDENT,
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.mark.parametrize(
    ("letters", "cookies", "status", "words"),
    [
        (5_000, 0, 404, "We cannot find that page"),
        # Beyond this the server itself reads no further, and no page of ours is asked.
        (9_000, 0, 414, "open it again from the message"),
        (9, 9_000, 431, "delete this site’s cookies"),
    ],
)
def test_a_link_or_cookies_much_too_long_lead_to_a_page_of_ours(
    service: Service, letters: int, cookies: int, status: int, words: str
):
    asked = Request(f"{service.url}/n/{'a' * letters}", headers={"Cookie": "a" * cookies})
    with pytest.raises(HTTPError) as answer:
        urlopen(asked, timeout=60)
    assert answer.value.code == status
    assert words in answer.value.read().decode()


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
        # At night a letter would wait for the morning, and so would whoever runs this.
        for hour in ("quiet_from", "quiet_until"):
            if page.locator(f"[name={hour}]").count():
                page.select_option(f"[name={hour}]", "")
        volunteer.goes_on()
    volunteer.opens(own)
    volunteer.keeps_a_picture("own-page")


def the_coordinator_notes_a_check(coordinator: Person, url: str) -> None:
    page = coordinator.page
    coordinator.opens(f"{url}/board/volunteers?list=newest")
    coordinator.goes_by(page.locator("main table tbody th a"))
    page.locator("[name=level][value=references]").check()
    types_a_day(coordinator, "seen_on", today() - timedelta(days=1))
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

    the_resident_asks(resident, service.url, ROSA)
    the_board_says(coordinator, service.url, "Nobody has confirmed it")
    need = the_resident_confirms(resident, service, RESIDENT)
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
