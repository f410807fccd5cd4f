"""A food bank's whole week, in real browsers, with real processes and real mail.

Its sheet comes in, parcels are taken in and set aside, two drivers go, somebody is not in and a
bag bursts, all of it is counted, and the list goes out again as it came in. The run is tomorrow's,
since runs go out from the day before on: so midnight may pass while it is told.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Locator, expect

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

CARLA, NORA, GIVER = "carla@example.org", "nora@example.org", "bakery@example.org"
CAR, BIKE = "Carla, red car", "Ben, cargo bike"
# In her own order, with columns that nobody else calls so.
HEAD = ("Remarks", "Post code", "Client", "Mobile", "Flat / house", "Every", "Diet")
EDITH = ("Rings twice", "SE15 4QN", "Edith Moss", "07700 900201", "12 Example Road")
IVO = ("", "SE15 5BA", "Ivo Lang", "07700 900202", "Flat 2")
MINA = ("Upstairs", "SE5 8TS", "Mina Shah", "07700 900203", "Flat 9")
KOFI = ("", "SE15 4QN", "Kofi Boateng", "07700 900204", "3 Example Road")
NORA_SAYS = {
    "kind": "food_parcel",
    "postcode": "SE15 5BA",
    "name": "Nora Field",
    "address": "Flat 6, 8 Example Road",
    "notes": "",
    "email": NORA,
}
HELPERS = """Name,E-mail,Postcode,Can help with,Car
Carla Stone,carla@example.org,SE15 4QN,Food parcel,yes
Ben Hill,ben@example.org,SE15 5BA,Food parcel,no
"""
RECEIVED, DELIVERED, WASTED = 13, 3, 1


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(tmp_path_factory.mktemp("week")) as service:
        yield service


def her_sheet(day: date, *, mended: bool) -> bytes:
    """Residents with what they get every week; Edith stands there twice."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    weekday = f"{day:%A}"
    kofi = KOFI if mended else (KOFI[0], "SE15 4QNN", *KOFI[2:])
    sheet.append(HEAD)
    for row, diet in ((EDITH, ""), (IVO, ""), (MINA, "halal"), (kofi, ""), (EDITH, "")):
        sheet.append((*row, weekday, diet))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def sends_up(cora: Person, url: str, kind: str, name: str, sheet: bytes) -> None:
    """Send a sheet up, agree to the columns as they were guessed, and wait for the dry run."""
    page = cora.page
    cora.opens(f"{url}/board/sheets")
    page.locator(f"[name=kind][value={kind}]").check()
    page.locator("#file").set_input_files({"name": name, "mimeType": "", "buffer": sheet})
    cora.presses("Read the sheet")
    if page.locator("[name=default_help]").count() and kind == "needs":
        page.select_option("[name=default_help]", "food_parcel")
    for box in page.locator("[name=consent], [name=adults]").all():
        box.check()
    page.select_option("[name=how]", "met")
    cora.keeps_a_picture(f"columns-of-{kind}")
    cora.presses("Look through the rows")
    cora.sees("Waits for your yes")


def says_yes(cora: Person, words: str) -> None:
    cora.presses(words)
    cora.page.get_by_role("button", name="Undo all of it").wait_for()


def her_list_comes_in(cora: Person, url: str, day: date) -> None:
    """The dry run names both slips; mended, the row comes in; once more, nothing does."""
    sends_up(cora, url, "needs", "our list.xlsx", her_sheet(day, mended=False))
    for words in ("New 3", "Perhaps twice 1", "To be mended 1"):
        cora.sees(words)
    cora.keeps_a_picture("dry-run")
    cora.follows("To be mended")
    cora.sees("SE15 4QNN")
    cora.keeps_a_picture("to-mend")
    says_yes(cora, "Yes, bring 3 rows in")
    cora.keeps_a_picture("brought-in")
    sends_up(cora, url, "needs", "our list.xlsx", her_sheet(day, mended=True))
    cora.sees("The same 3")
    says_yes(cora, "Yes, bring one row in")
    sends_up(cora, url, "needs", "our list.xlsx", her_sheet(day, mended=True))
    cora.sees("The same 4")
    cora.sees("There is nothing to bring in as it stands")
    cora.keeps_a_picture("the-same-again")


def nora_asks(nora: Person, service: Service) -> tuple[str, str]:
    """Somebody on no list asks by herself; her own page, and her reference."""
    the_resident_asks(nora, service.url, NORA_SAYS)
    own = the_resident_confirms(nora, service, NORA)
    found = re.search(r"[A-Z][0-9]-[A-Z]+-[0-9]+", nora.page.inner_text("main"))
    assert found
    return own, found.group()


def helpers_come_in(cora: Person, url: str) -> None:
    sends_up(cora, url, "volunteers", "drivers.csv", HELPERS.encode())
    says_yes(cora, "Yes, bring 2 rows in")
    cora.opens(f"{url}/board/volunteers?list=newest")
    links = cora.page.locator("main table tbody th a").all()
    for there in [link.get_attribute("href") for link in links]:
        cora.opens(f"{url}{there}")
        cora.page.locator("[name=level][value=references]").check()
        types_a_day(cora, "seen_on", today() - timedelta(days=1))
        cora.presses("Note the check")
        cora.sees("The check is noted")


def comes_in(cora: Person, many: int, best_before: date) -> None:
    cora.page.fill("[name=quantity]", str(many))
    types_a_day(cora, "best_before", best_before)
    cora.page.fill("[name=email]", GIVER)
    cora.keeps_a_picture("something-came-in")
    cora.presses("Put it on the shelf")
    cora.sees("It is on the shelf")


def parcels_come_in(cora: Person, url: str) -> None:
    """Food parcels first: then Mina is short of one that is halal, until these come in too."""
    page, dated = cora.page, today() + timedelta(days=60)
    cora.opens(f"{url}/stock")
    page.fill("[name=place_name]", "Church hall")
    cora.presses("Add this place")
    cora.follows("Name an item")
    page.fill("[name=name]", "Food parcel")
    page.locator("[name=eaten][value=read]").check()
    cora.presses("Keep this item")
    comes_in(cora, 10, dated)
    expect(what_is_short(cora, "Halal")).to_have_text("1")
    expect(what_is_short(cora, "Everything")).to_have_text("0")
    cora.keeps_a_picture("short-this-week")
    cora.follows("Name another item")
    page.fill("[name=name]", "Halal parcel")
    page.locator("[name=eaten][value=read]").check()
    page.locator("[name=diets][value=halal]").check()
    cora.presses("Keep this item")
    comes_in(cora, 3, dated)
    expect(what_is_short(cora, "Halal")).to_have_text("0")


def what_is_short(cora: Person, diet: str) -> Locator:
    table = cora.page.get_by_role("table", name="Asked for this week")
    return table.locator("tbody tr", has_text=diet).locator("td").last


def everybody_has_one_set_aside(cora: Person, url: str) -> None:
    page = cora.page
    for _need in range(5):
        cora.opens(f"{url}/stock")
        cora.goes_by(page.get_by_role("table", name="Needs of this week").locator("th a"))
        cora.presses("Set aside")
        cora.sees("It is set aside")
    cora.keeps_a_picture("set-aside")
    cora.opens(f"{url}/stock")
    cora.sees("Everybody who asked for something this week has it set aside")
    cora.keeps_a_picture("shelf")


def a_day_begins(cora: Person, url: str, day: date) -> str:
    """A depot; who comes every week is on the list by itself, Nora is chosen; two drivers."""
    page = cora.page
    cora.opens(f"{url}/runs/depots/new")
    page.fill("[name=name]", "Church hall")
    page.fill("[name=postcode]", "SE15 4QN")
    cora.presses("Keep this depot")
    types_a_day(cora, "on_date", day)
    cora.presses("Begin this day")
    cora.sees("4 stops")
    there = page.url
    cora.follows("Choose from those who wait")
    page.locator("[name=units]").check()
    cora.presses("Put them on the list")
    cora.sees("5 stops")
    for label, kind, room, who in ((CAR, "car_boot", "20", "A car"), (BIKE, "cargo_bike", "1", "")):
        cora.follows("Add a driver")
        offer = page.locator("[name=offer] option", has_text=who).first.get_attribute("value")
        page.select_option("[name=offer]", offer)
        page.fill("[name=label]", label)
        page.select_option("[name=kind]", kind)
        page.fill("[name=parcels]", room)
        cora.keeps_a_picture("driver")
        cora.presses("Add this driver")
        cora.sees(label)
    return there


def it_is_planned(cora: Person, reference: str) -> None:
    """Whatever the planner finds, Nora's parcel goes by bike: there is room for no other."""
    page = cora.page
    page.select_option("[name=seconds]", "5")
    cora.presses("Plan the runs")
    page.get_by_role("button", name=f"Send out {CAR}").wait_for()
    cora.keeps_a_picture("planned")
    cora.follows(f"Change {reference}")
    page.select_option("[name=run]", label=BIKE)
    cora.keeps_a_picture("by-hand")
    cora.presses("Put it there, and plan the rest")
    page.get_by_role("button", name=f"Send out {BIKE}").wait_for()
    expect(run_of(cora, BIKE).locator("tbody tr")).to_have_count(1)
    expect(run_of(cora, BIKE)).to_contain_text(reference)
    expect(run_of(cora, BIKE)).to_contain_text("Stays")
    expect(run_of(cora, CAR).locator("tbody tr")).to_have_count(4)
    cora.keeps_a_picture("planned-around-it")


def run_of(cora: Person, label: str) -> Locator:
    return cora.page.locator("section", has=cora.page.locator("h2", has_text=label))


def they_set_out(cora: Person) -> None:
    """The one on the bike has no phone, and gets the sheet on paper."""
    for label in (CAR, BIKE):
        cora.presses(f"Send out {label}")
        cora.sees("private link")
    cora.keeps_a_picture("out")
    there = cora.page.url
    cora.goes_by(run_of(cora, BIKE).get_by_role("link", name="Sheet on paper"))
    cora.presses("Show names and doors, to print")
    cora.sees("Load 1 parcel, 6 kg")
    cora.sees("Nora Field")
    cora.keeps_a_picture("paper")
    cora.opens(there)


def carla_drives(carla: Person, service: Service) -> tuple[str, str]:
    """Of four doors two are served; whose is not, and who would not have a burst bag."""
    page = carla.page
    carla.opens(service.mail.link_to(CARLA, "t"))
    carla.sees("4 stops to go")
    carla.keeps_a_picture("run")
    carla.taps("Delivered")
    carla.sees("Noted: delivered")
    carla.taps("Take back")
    carla.sees("Taken back")
    at_next = page.locator(".nh-stop--next")
    at_next.locator("summary", has_text="Left somewhere safe").click()
    at_next.locator("[name=where]").fill("Behind the blue bin")
    carla.taps("I left it there")
    carla.sees("3 stops to go")
    carla.taps("Delivered")
    carla.sees("2 stops to go")
    away = it_does_not_work(carla, "not_in", "")
    carla.sees("We try again on the next run")
    carla.keeps_a_picture("not-in")
    burst = it_does_not_work(carla, "refused", "The bag had burst.")
    carla.sees("You have been everywhere")
    expect(page.locator("main")).not_to_contain_text("Load at")
    carla.keeps_a_picture("everywhere")
    carla.presses("I am back")
    carla.sees("You brought 2 of 4 parcels")
    carla.keeps_a_picture("home")
    return away, burst


def it_does_not_work(carla: Person, why: str, note: str) -> str:
    """Note a failure at the next stop; who lives there."""
    at_next = carla.page.locator(".nh-stop--next")
    name = at_next.locator("strong").first.inner_text()
    at_next.locator("summary", has_text="It did not work").click()
    at_next.locator("[name=failure]").select_option(why)
    at_next.locator("details [name=note]").fill(note)
    at_next.get_by_role("button", name="It did not work", exact=True).click()
    return name


def paper_is_typed_in(cora: Person, there: str) -> None:
    cora.opens(there)
    cora.goes_by(run_of(cora, BIKE).get_by_role("link", name="Type in what happened"))
    cora.page.get_by_label("Delivered", exact=True).check()
    cora.keeps_a_picture("typed-in")
    cora.presses("Keep what I typed")
    cora.sees("Kept")
    cora.presses("The run is back")
    cora.sees("nothing should have come back")
    cora.presses("They are counted")
    cora.sees("are counted")


def parcels_are_counted(cora: Person, there: str) -> None:
    """One came back and one had burst: with one unsaid, the page says of whom it is missing."""
    page = cora.page
    cora.opens(there)
    cora.goes_by(run_of(cora, CAR).get_by_role("link", name="Count the parcels"))
    if page.locator("[name=returned]").count():
        # Both had the same, so two numbers would do if nothing were missing.
        page.fill("[name=returned]", "1")
        cora.presses("They are counted")
    burst = stop_to_count(cora, "They did not want it")
    stop_to_count(cora, "Nobody was in").get_by_label("Came back").fill("1")
    burst.get_by_label("Came back").fill("0")
    cora.presses("They are counted")
    cora.sees("Some parcels are missing")
    cora.keeps_a_picture("one-is-missing")
    burst.get_by_label("Cannot be given any more").fill("1")
    cora.presses("They are counted")
    cora.sees("are counted")
    cora.keeps_a_picture("counted")


def stop_to_count(cora: Person, why: str) -> Locator:
    return cora.page.locator("fieldset", has=cora.page.locator("legend", has_text=why))


def the_ledger_balances(cora: Person, url: str) -> None:
    """What came in is what was given, what burst and what is left, by page and by ledger."""
    cora.opens(f"{url}/stock")
    cora.keeps_a_picture("shelf-afterwards")
    table = cora.page.get_by_role("table", name="On the shelf")
    items = [one.get_attribute("href") for one in table.locator("th a").all()]
    free, accounts = 0, Counter[str]()
    for item in items:
        cora.opens(f"{url}{item}")
        cora.keeps_a_picture("ledger")
        said = re.search(r"(\d+) free, 0 set aside, 0 packed", cora.page.inner_text("main"))
        assert said
        free += int(said[1])
        for row in cora.page.get_by_role("table", name="Ledger").locator("tbody tr").all():
            _what, many, source, target = row.locator("td").all_inner_texts()[:4]
            accounts.update({target: int(many)})
            accounts.subtract({source: int(many)})
    assert free == RECEIVED - DELIVERED - WASTED
    assert {name: number for name, number in accounts.items() if number} == {
        "From outside": -RECEIVED,
        "Free": free,
        "Given": DELIVERED,
        "Thrown away": WASTED,
    }


def the_list_goes_out(cora: Person, url: str, day: date) -> dict[str, str]:
    """It says what came in, and brought in again every row is the same; references by name."""
    cora.opens(f"{url}/board/sheets")
    cora.page.select_option("[name=out-kind]", "needs")
    with cora.page.expect_download() as taken:
        cora.taps("Take the list")
    content = taken.value.path().read_bytes()
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}
    assert rows.keys() == {row[2] for row in (EDITH, IVO, MINA, KOFI)}
    letters = f"{day:%a}"[:2].upper()
    for notes, postcode, name, phone, address in (EDITH, IVO, MINA, KOFI):
        row = rows[name]
        assert row["phone"].lstrip("'").replace(" ", "") == phone.replace(" ", "")
        assert (row["notes"], row["postcode"], row["address"]) == (notes, postcode, address)
        assert row["category"] == "food_parcel"
        assert row["repeats"] == f"FREQ=WEEKLY;BYDAY={letters}"
        assert row["dietary"] == ("halal" if name == MINA[2] else "")
    sends_up(cora, url, "needs", "needs.csv", content)
    cora.sees("The same 4")
    cora.sees("There is nothing to bring in as it stands")
    return {name: row["reference"] for name, row in rows.items()}


def who_was_not_in_comes_again(cora: Person, url: str, day: date, away: str, refused: str) -> None:
    """Who was not in is on the next list by itself; whoever refused is for her to choose."""
    cora.opens(f"{url}/runs")
    types_a_day(cora, "on_date", day + timedelta(days=1))
    cora.presses("Begin this day")
    cora.sees("1 stop")
    row = cora.page.get_by_role("table", name="On nobody’s run").locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(away)
    expect(row).to_contain_text("Once more")
    cora.follows("Choose from those who wait")
    expect(cora.page.locator("tbody th a")).to_have_text([refused])
    cora.page.locator("[name=units]").check()
    cora.keeps_a_picture("who-waits")
    cora.presses("Put them on the list")
    cora.sees("2 stops")
    cora.keeps_a_picture("next-list")


def test_a_food_bank_has_its_week(browser: Browser, service: Service):
    cora = Person(browser, "cora", DESK_PX, "week")
    carla = Person(browser, "carla", PHONE_PX, "week")
    nora = Person(browser, "nora", PHONE_PX, "week")
    url, day = service.url, today() + timedelta(days=1)

    the_coordinator_comes_in(cora, service)
    her_list_comes_in(cora, url, day)
    own, reference = nora_asks(nora, service)
    parcels_come_in(cora, url)
    everybody_has_one_set_aside(cora, url)
    helpers_come_in(cora, url)

    there = a_day_begins(cora, url, day)
    it_is_planned(cora, reference)
    they_set_out(cora)
    away, burst = carla_drives(carla, service)
    paper_is_typed_in(cora, there)
    parcels_are_counted(cora, there)
    the_ledger_balances(cora, url)

    nora.opens(own)
    nora.sees("says that it is done")
    nora.keeps_a_picture("brought")
    nora.presses("Yes, it was done")
    nora.sees("Done, as you told us")
    cora.opens(f"{url}/board")
    cora.keeps_a_picture("board")
    references = the_list_goes_out(cora, url, day)
    who_was_not_in_comes_again(cora, url, day, references[away], references[burst])
