"""Sheets on the board: sent up, looked through, agreed to, undone, taken out; with no scripts."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matcher.bootstrap import Tools
from matcher.domain.roles import Role
from matcher.jobs.table import sheets
from matcher.storage.reading.import_stock import lots_of_charity
from matcher.storage.tables import LogRow, LookRow, NeedRow, RunDayRow, StopRow, VolunteerRow
from tests.matcher.service.imports.importing import VOLUNTEERS
from tests.matcher.service.imports.test_first_look import WRONG
from tests.web.run_days import a_day_of_runs
from tests.web.sites import living_tools
from tests.web.staffed import Staffed, a_day_with_a_list, a_member, a_member_of, a_town, signed_in
from web.app import Site, create_app
from web.forms import new_key


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    tools = living_tools(tmp_path_factory.mktemp("sheets"))
    yield tools
    tools.database.close()


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


def sent(client: FlaskClient, path: str, **said: object) -> TestResponse:
    check = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/board/sheets").text)
    assert check
    return client.post(path, data={"csrf_token": check[1], "key": new_key()} | said)


def sheet(client: FlaskClient, town: Staffed, kind: str, text: str) -> str:
    """Send a sheet up and confirm the columns as they were guessed; the address of its page."""
    file = io.BytesIO(text.encode()), "list.csv"
    answer = sent(client, "/board/sheets", kind=kind, charity=town.charity_id, file=file)
    assert answer.status_code == 303, answer.text
    assert "What is in which column?" in client.get(answer.location).text
    said = {"consent": "y", "adults": "y", "how": "rang", "default_help": ""}
    assert sent(client, answer.location, **said).status_code == 303
    return answer.location.removesuffix("/columns")


def coordinator(site: Site, tools: Tools, town: Staffed) -> FlaskClient:
    return signed_in(site, tools, a_member_of(tools, town, Role.COORDINATOR))


def test_a_sheet_comes_in_after_a_yes_and_goes_again(site, tools):
    town = a_town(tools)
    client = coordinator(site, tools, town)
    lambeth_only = "\n".join(VOLUNTEERS.splitlines()[:3])
    page = sheet(client, town, "volunteers", lambeth_only)
    assert "0 of 2 rows so far" in client.get(page).text
    assert sheets(tools) == 2
    looked = client.get(page).text
    assert "Yes, bring 2 rows in" in looked
    assert "Ada Lovelace" in looked
    assert own(tools, VolunteerRow, town) == 1
    for _ in range(2):
        assert sent(client, f"{page}/yes").status_code == 303
    sheets(tools)
    assert own(tools, VolunteerRow, town) == 3
    done = client.get(page).text
    assert "Undo all of it" in done
    for _ in range(2):
        assert sent(client, f"{page}/undo").status_code == 303
    sheets(tools)
    assert own(tools, VolunteerRow, town) == 1


def test_stock_comes_in_at_a_place_that_is_said_for_all_rows(site, tools):
    town = a_town(tools)
    client = coordinator(site, tools, town)
    text = "Item,Kind of help,Quantity\nFood parcel,food parcel,12\nCoat,clothing,3\n"
    answer = sent(client, "/board/sheets", kind="stock", charity=town.charity_id, file=upload(text))
    columns = client.get(answer.location).text
    assert "this sheet is a count" in columns
    assert "agreed to be on our list" not in columns
    said = {"column-0": "item", "column-1": "category", "column-2": "quantity"}
    assert sent(client, answer.location, default_place="Hall", **said).status_code == 303
    page = answer.location.removesuffix("/columns")
    sheets(tools)
    assert "Yes, bring 2 rows in" in client.get(page).text
    sent(client, f"{page}/yes")
    sheets(tools)
    with tools.looking() as act:
        kept = lots_of_charity(act.store, town.charity_id)
        assert sorted((i.name, p.name, lot.free) for lot, i, p in kept) == [
            ("Coat", "Hall", 3),
            ("Food parcel", "Hall", 12),
        ]


def test_what_is_wrong_is_said_with_the_mend_and_can_be_taken_away(site, tools):
    town = a_town(tools)
    client = coordinator(site, tools, town)
    text = "Name,Postcode,Help\nRosa,SW2 1RZZ,visit\nEmma,SE5 8TS,visit\nNora,SW2 1RW,visit\n"
    page = sheet(client, town, "needs", text)
    sheets(tools)
    assert "To be mended 2" in client.get(page).text
    wrong = client.get(f"{page}?rows=wrong").text
    assert "SW2 1RZZ" in wrong
    assert "not in a borough that you look after" in wrong
    mend = client.get(f"{page}/to-mend.csv")
    assert mend.data.decode("utf-8-sig").splitlines()[0].endswith("what to mend")
    assert sent(client, f"{page}/drop").status_code == 303
    for gone in (f"{page}/columns", f"{page}/to-mend.csv"):
        answer = client.get(gone)
        assert (answer.status_code, "This sheet was dropped" in answer.text) == (404, True)


def test_mistakes_keep_what_was_typed(site, tools):
    town = a_town(tools)
    client = coordinator(site, tools, town)
    file = io.BytesIO(b"%PDF-1.7\x00"), "list.pdf"
    answer = sent(client, "/board/sheets", kind="needs", charity=town.charity_id, file=file)
    assert answer.status_code == 422
    assert 'value="needs" checked' in answer.text
    stranger = sent(
        client, "/board/sheets", kind="needs", charity="0" * 32, file=upload("a,b\n1,2")
    )
    assert stranger.status_code == 422
    assert "Choose the charity" in stranger.text
    answer = sent(
        client, "/board/sheets", kind="needs", charity=town.charity_id,
        file=upload("Name,Postcode\nAda,SW2 1RW"),
    )  # fmt: skip
    unsaid = sent(client, answer.location, **{"column-0": "name", "column-1": ""})
    assert unsaid.status_code == 422
    assert "Say which column is this one: Postcode" in unsaid.text


def upload(text: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), "list.csv"


def test_a_list_is_taken_out_and_everybody_on_it_can_read_so(site, tools):
    town = a_town(tools)
    client = coordinator(site, tools, town)
    before = count(tools, LookRow)
    said = {"out-kind": "needs", "out-charity": town.charity_id, "out-key": new_key()}
    answer = sent(client, "/board/sheets/out", **said, **{"out-form": "csv"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="needs.csv"'
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert all("Rosa" in line for line in lines[1:])
    assert count(tools, LookRow) == before + 4
    with tools.looking() as act:
        assert act.store.query(LogRow).filter_by(verb="list_exported").count() == 1
    book = sent(client, "/board/sheets/out", **said, **{"out-form": "xlsx"})
    assert book.data.startswith(b"PK")


def count(tools: Tools, table: type) -> int:
    with tools.looking() as act:
        return act.store.query(table).count()


def own(tools: Tools, table: type[VolunteerRow] | type[NeedRow], town: Staffed) -> int:
    with tools.looking() as act:
        return act.store.query(table).filter_by(charity_id=town.charity_id).count()


def test_a_file_of_five_megabytes_is_read_and_a_larger_one_is_told_so(site, tools):
    town = a_town(tools)
    client = coordinator(site, tools, town)
    assert "larger than 5 MB" in large(client, town, 5_050_000, 422)
    large(client, town, 5_200_000, 413)


def large(client: FlaskClient, town: Staffed, size: int, status: int) -> str:
    """Send so many bytes up; the client's own way of doing it leaves a file open."""
    check = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/board/sheets").text)
    assert check
    said = {"csrf_token": check[1], "key": "l" * 20, "kind": "needs", "charity": town.charity_id}
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in said.items()
    ]
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\n'
    body = "".join([*parts, head, "x" * size, "\r\n--x--\r\n"]).encode()
    answer = client.post("/board/sheets", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == status
    return answer.text


def test_a_delivery_list_is_put_on_the_day_that_is_chosen_for_all_rows(site, tools):
    town = a_town(tools)
    client = coordinator(site, tools, town)
    text = "Name,Mobile,Postcode,Boxes\nXenia,07700 900987,SW2 1RW,2\nNora,,SW9 8QH,1\n"
    file = upload(text)
    answer = sent(client, "/board/sheets", kind="stops", charity=town.charity_id, file=file)
    assert "Begin a day first" in client.get(answer.location).text
    with tools.acting(f"coordinator:{town.colleague_id}") as act:
        on = act.today + timedelta(days=1)
        day_id = a_day_with_a_list(act, town, on)
    columns = client.get(answer.location).text
    assert f'value="{on}"' in columns
    assert 'value="food_parcel" selected' in columns
    said = {f"column-{n}": name for n, name in enumerate(("name", "phone", "postcode", "parcels"))}
    said |= {"consent": "y", "default_day": str(on), "default_help": "food_parcel"}
    unsaid = sent(client, answer.location, **said)
    assert (unsaid.status_code, "Say how you know" in unsaid.text) == (422, True)
    assert f'value="{on}" selected' in unsaid.text
    assert sent(client, answer.location, **said, how="rang").status_code == 303
    page = answer.location.removesuffix("/columns")
    sheets(tools)
    assert "Yes, bring 2 rows in" in client.get(page).text
    sent(client, f"{page}/yes")
    sheets(tools)
    with tools.looking() as act:
        found = act.store.query(StopRow).filter_by(day_id=day_id).order_by(StopRow.typed)
        assert [stop.parcels for stop in found] == [2, 1]


def test_a_page_leads_to_its_own_list_and_a_day_to_the_list_of_that_day(site, tools):
    runs = a_day_of_runs(tools, state="out", needs=1)
    with tools.looking() as act:
        charity_id = act.store.get_one(RunDayRow, runs.day_id).charity_id
    account = a_member(tools, Role.COORDINATOR, charity_id=charity_id)
    client = signed_in(site, tools, account)
    [link] = re.findall(
        r'href="(/board/sheets\?out=stops[^"#]*)', client.get(f"/runs/{runs.day_id}").text
    )
    page = client.get(unescape(link)).text
    assert "The delivery list of" in page
    said = {"out-kind": "stops", "out-day": runs.day_id, "out-key": new_key(), "out-form": "csv"}
    answer = sent(client, "/board/sheets/out", **said)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="stops.csv"'
    assert len(answer.data.decode("utf-8-sig").splitlines()) == 2
    page = client.get(f"/board/sheets?out=runs&charity={charity_id}").text
    assert 'value="runs" selected' in page
    for kind, status in (("runs", 200), ("rota", 422), ("ledger", 422), ("novels", 422)):
        said = {"out-kind": kind, "out-charity": charity_id, "out-key": new_key()}
        answer = sent(client, "/board/sheets/out", **said)
        assert answer.status_code == status, (kind, answer.text)


def test_whatever_file_is_sent_up_ends_in_one_sentence_and_keeps_what_was_chosen(site, tools):
    town = a_town(tools)
    client = coordinator(site, tools, town)
    for name, (content, part) in WRONG.items():
        file = io.BytesIO(content), name
        answer = sent(client, "/board/sheets", kind="needs", charity=town.charity_id, file=file)
        assert answer.status_code == 422, name
        [said] = re.findall(r'<p id="file-error"[^>]*>(.*?)</p>', answer.text, re.DOTALL)
        assert part in unescape(said)
        assert 'value="needs" checked' in answer.text
    emoji = "Name,Phone,Postcode,Help\n🌻🌻,07700 900988,SW2 1RW,visit\nNo\x00ra,,SW2 1RW,visit\n"
    page = sheet(client, town, "needs", emoji)
    sheets(tools)
    looked = client.get(page).text
    assert "🌻🌻" in looked
    assert "holds a NUL byte" in looked
