"""One day of runs in a real browser: planned, out, driven without a network, back, and counted."""

import re

from playwright.sync_api import Page, expect

from matcher.domain.run_days import PlanState
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.service.post import opened_letter
from matcher.storage.tables import MatchRow, OutboxRow, RunDayRow, RunRow, StopPhotoRow, StopRow
from tests.web.browsing import PHONE_PX, Looker, goes_by, keep_picture
from tests.web.run_days import ROSA, RunsTown, a_day_of_runs, plan_waiting
from tests.web.staffed import cookie_of
from tests.web.test_driving import a_photo


def press(page: Page, words: str, within: str = "main") -> None:
    page.locator(within).get_by_role("button", name=words, exact=True).first.click()


def follow(page: Page, words: str) -> None:
    goes_by(page, page.locator("main").get_by_role("link", name=words))


def sees(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(re.compile(words))


def test_a_day_from_the_list_to_the_last_parcel(looker: Looker):
    tools = looker.tools
    assert tools is not None
    town = a_day_of_runs(tools, state="list", needs=3)
    with looker.page() as page:
        session = {"name": "nearhand", "value": cookie_of(tools, town.account)}
        page.context.add_cookies([{**session, "url": looker.site}])
        plan_with_one_more(looker, page, town)
        press(page, "Send out The red van")
        sees(page, "private link")
        with looker.page(PHONE_PX) as phone:
            drive(looker, phone, town)
        count(looker, page, town)
    with tools.looking() as act:
        run = act.store.get_one(RunRow, town.run_id)
        assert run.status is RunStatus.RECONCILED
        assert (run.parcels_out, run.delivered_parcels, run.returned_parcels) == (4, 3, 1)
        stops = act.store.query(StopRow).filter_by(day_id=town.day_id)
        statuses = sorted(stop.status for stop in stops)
        done = [StopStatus.DELIVERED] * 2 + [StopStatus.FAILED, StopStatus.LEFT_SAFE]
        assert statuses == sorted(done)
        pictures = {stop.status for stop in stops if act.store.get(StopPhotoRow, stop.id)}
        assert pictures == {StopStatus.LEFT_SAFE}
        brought = act.store.query(MatchRow).filter_by(offer_id=run.offer_id)
        assert {row.status for row in brought} == {"done_reported"}
        assert brought.count() == 3


def plan_with_one_more(looker: Looker, page: Page, town: RunsTown) -> None:
    """Choose somebody who waits, plan, and wait for the bar to come to its end by itself."""
    looker.go(page, f"/runs/{town.day_id}")
    follow(page, "Choose from those who wait")
    page.check(f"input[value='{town.unit_id}']")
    press(page, "Put them on the list")
    sees(page, "4 stops")
    press(page, "Plan the runs")
    sees(page, "are being planned")
    plan_waiting(looker.tools)
    page.get_by_role("button", name="Send out The red van").wait_for()
    keep_picture(page, "story-runs-planned")


def drive(looker: Looker, phone: Page, town: RunsTown) -> None:
    looker.go(phone, link_of(looker, town))
    sees(phone, "4 stops to go")
    press(phone, "Delivered")
    sees(phone, "Noted: delivered")
    press(phone, "Take back")
    sees(phone, "Taken back")
    press(phone, "Delivered", ".nh-stop--next")
    sees(phone, "3 stops to go")
    without_a_network(phone)
    # What the browser says of a network that we took away is no fault.
    looker.complaints[:] = [one for one in looker.complaints if "ERR_INTERNET" not in one]
    sees(phone, "We try again on the next run")
    keep_picture(phone, "story-runs-driven")
    press(phone, "Delivered", ".nh-stop--next")
    sees(phone, "You have been everywhere")
    press(phone, "I am back")
    sees(phone, "You brought 3 of 4 parcels")
    assert ROSA not in phone.inner_text("main")
    # Nothing of anybody stays on the phone.
    phone.wait_for_function("async () => (await caches.keys()).length === 0")
    phone.wait_for_function("async () => (await indexedDB.databases()).length === 0")


def without_a_network(phone: Page) -> None:
    """Two doors are noted while nothing gets through; one of them is pressed twice and taken back.

    What the phone keeps meanwhile tells nobody's name.
    """
    # Its worker says so only when all of the page is there.
    phone.locator("[data-kept]").wait_for(state="attached")
    stops = [one.get_attribute("id") for one in phone.locator(".nh-stop:has([data-door])").all()]
    phone.context.set_offline(True)
    first, second = f"#{stops[0]}", f"#{stops[1]}"
    press(phone, "Delivered", first)
    expect(phone.locator(first)).to_contain_text("Noted on this phone")
    press(phone, "Take back", first)
    phone.locator(f"{first} summary").first.click()
    phone.fill(f"{first} input[name=where]", "Porch")
    press(phone, "I left it there", first)
    expect(phone.locator(first)).to_contain_text("Noted on this phone")
    file = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": a_photo((600, 400))}
    keep_picture(phone, "story-runs-underground")
    phone.set_input_files(f"{first} [data-waiting] [type=file]", file)
    press(phone, "Keep the picture", first)
    expect(phone.locator(first)).to_contain_text("A picture is kept with it")
    phone.locator(f"{second} summary", has_text="It did not work").click()
    # Sent without its button, which heeds a second press only after a while.
    failed = phone.locator(f"{second} form[action$=failed]")
    failed.evaluate("form => form.requestSubmit()")
    expect(phone.locator("[data-queue]")).to_contain_text("why it did not work")
    phone.select_option(f"{second} select", "unwell")
    failed.evaluate("form => form.requestSubmit()")
    expect(phone.locator(second)).to_contain_text("Ring them as soon as you can")
    press(phone, "Take back", second)
    phone.select_option(f"{second} select", "not_in")
    press(phone, "It did not work", second)
    expect(phone.locator(second)).to_contain_text("Nobody was in. Noted on this phone")
    kept = phone.evaluate("() => JSON.stringify(localStorage)")
    assert "Porch" in kept
    assert not [word for word in (ROSA, "Example Road", "C47-11", "+447700900123") if word in kept]
    # The phone closed the page underground, and opens it again there.
    phone.reload()
    expect(phone.locator(second)).to_contain_text("Noted on this phone")
    expect(phone.locator(first)).to_contain_text("A picture is kept with it")
    expect(phone.locator(".nh-stop--next")).to_contain_text(ROSA)
    phone.context.set_offline(False)
    sees(phone, "1 stop to go")
    assert phone.evaluate("() => localStorage.length") == 0


def count(looker: Looker, page: Page, town: RunsTown) -> None:
    looker.go(page, f"/runs/{town.day_id}")
    follow(page, "Count the parcels")
    page.fill("#returned", "0")
    press(page, "They are counted")
    sees(page, "Some parcels are missing")
    page.fill("#returned", "1")
    press(page, "They are counted")
    sees(page, "are counted")


def link_of(looker: Looker, town: RunsTown) -> str:
    """The address in the letter to the driver."""
    tools = looker.tools
    with tools.looking() as act:
        rows = act.store.query(OutboxRow).filter_by(kind="run_ready")
        mine = next(row for row in rows if row.idempotency_key.startswith(f"run:{town.run_id}"))
        return opened_letter(act.sealer, mine.payload, mine.id).link.path


def test_all_of_it_works_with_scripts_switched_off(looker: Looker):
    tools = looker.tools
    assert tools is not None
    town = a_day_of_runs(tools, state="out", needs=2)
    with looker.page(PHONE_PX, scripts=False) as phone:
        phone.goto(looker.site + link_of(looker, town))
        press(phone, "Delivered")
        sees(phone, "1 stop to go")
        phone.locator(".nh-stop--next summary", has_text="It did not work").click()
        phone.select_option(".nh-stop--next select", "unwell")
        press(phone, "It did not work", ".nh-stop--next")
        sees(phone, "ring 999")
        press(phone, "I am back")
        sees(phone, "You brought 1 of 2 parcels")
    planned = a_day_of_runs(tools, state="list", needs=2)
    with looker.page(scripts=False) as page:
        session = {"name": "nearhand", "value": cookie_of(tools, planned.account)}
        page.context.add_cookies([{**session, "url": looker.site}])
        page.goto(f"{looker.site}/runs/{planned.day_id}")
        press(page, "Plan the runs")
        plan_waiting(tools)
        follow(page, "See how far it is")
        press(page, "Send out The red van")
        sees(page, "private link")
    with tools.looking() as act:
        assert act.store.get_one(RunDayRow, planned.day_id).plan_state is PlanState.MADE
