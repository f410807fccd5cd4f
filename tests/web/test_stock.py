"""Who may open which page of the stock, and what its pages do when they are pressed."""

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest
from flask.testing import FlaskClient

from matcher.bootstrap import Tools
from matcher.domain.roles import Role
from matcher.storage.tables import OutboxRow, StockItemRow, StockMovementRow, StockPlaceRow
from tests.matcher.service.desks import a_charity
from tests.matcher.service.stocked import stands
from tests.web.sites import living_tools
from tests.web.staffed import a_member, signed_in
from tests.web.stocked import CODE, Stocked, a_stocked_charity
from tests.web.test_board import ask, press
from web.app import Site, create_app

LADDER = [Role.INTAKE, Role.COORDINATOR, Role.ADMINISTRATOR]
# The lowest role that may, for each page; all of them are about one charity's stock but the first.
ACCESS: dict[tuple[str, str], Role] = {
    ("GET", "/stock"): Role.INTAKE,
    ("POST", "/stock/<charity_id>/find"): Role.INTAKE,
    ("POST", "/stock/<charity_id>/places"): Role.COORDINATOR,
    ("GET", "/stock/<charity_id>/items"): Role.COORDINATOR,
    ("POST", "/stock/<charity_id>/items"): Role.COORDINATOR,
    ("GET", "/stock/<charity_id>/receive"): Role.INTAKE,
    ("POST", "/stock/<charity_id>/receive"): Role.INTAKE,
    ("GET", "/stock/<charity_id>/picking"): Role.INTAKE,
    ("POST", "/stock/<charity_id>/holdings/<holding_id>/<deed>"): Role.INTAKE,
    ("GET", "/stock/<charity_id>/needs/<need_id>"): Role.INTAKE,
    ("POST", "/stock/<charity_id>/needs/<need_id>"): Role.INTAKE,
    ("GET", "/stock/items/<item_id>"): Role.INTAKE,
    ("POST", "/stock/items/<item_id>/give"): Role.INTAKE,
    ("GET", "/stock/items/<item_id>/change"): Role.COORDINATOR,
    ("POST", "/stock/items/<item_id>/change"): Role.COORDINATOR,
    ("POST", "/stock/items/<item_id>/<deed>"): Role.COORDINATOR,
    ("POST", "/stock/items/<item_id>/entries/<entry_id>/undo"): Role.COORDINATOR,
    ("GET", "/stock/lots/<lot_id>"): Role.INTAKE,
    ("POST", "/stock/lots/<lot_id>/count"): Role.COORDINATOR,
    ("POST", "/stock/lots/<lot_id>/waste"): Role.COORDINATOR,
    ("POST", "/stock/lots/<lot_id>/carry"): Role.INTAKE,
}


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    tools = living_tools(tmp_path_factory.mktemp("stock"))
    yield tools
    tools.database.close()


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


@pytest.fixture
def here(tools: Tools) -> Stocked:
    return a_stocked_charity(tools)


def at_a_desk(
    site: Site, tools: Tools, charity_id: str, role: Role = Role.COORDINATOR
) -> FlaskClient:
    return signed_in(site, tools, a_member(tools, role, charity_id=charity_id))


def address(rule: str, here: Stocked, deed: str = "pick") -> str:
    ids = {field.name: getattr(here, field.name) for field in fields(here)} | {"deed": deed}
    return re.sub(r"<(\w+)>", lambda found: ids[found[1]], rule)


def accounts(tools: Tools, here: Stocked) -> dict[str, int]:
    with tools.looking() as act:
        return stands(act, here.item_id)


def test_the_table_of_access_has_each_page_of_the_stock_and_no_other(site):
    rules = {
        (method, rule.rule)
        for rule in site.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.rule.startswith("/stock")
    }
    assert rules == set(ACCESS)


@pytest.mark.parametrize("role", [Role.INTAKE, Role.COORDINATOR])
def test_another_charitys_stock_is_not_there(site, tools, here, role):
    with tools.acting() as act:
        theirs = a_charity(act.store, "Another Larder")
    client = at_a_desk(site, tools, theirs, role)
    before = accounts(tools, here)
    for (method, rule), least in ACCESS.items():
        if rule == "/stock":
            continue
        answer = ask(client, method, address(rule, here))
        may = LADDER.index(role) >= LADDER.index(least)
        assert answer.status_code == (404 if may else 403), (method, rule)
        assert "Food parcel" not in answer.text
    # What the address of the shelf names and is not theirs is as if it were not there.
    assert "Food parcel" not in client.get(f"/stock?charity={here.charity_id}").text
    assert accounts(tools, here) == before


@pytest.mark.parametrize("role", LADDER)
def test_each_role_opens_its_pages_and_no_others(site, tools, here, role):
    client = at_a_desk(site, tools, here.charity_id, role)
    for (method, rule), least in ACCESS.items():
        may = LADDER.index(role) >= LADDER.index(least)
        if method == "GET":
            assert client.get(address(rule, here)).status_code == (200 if may else 403), rule
        elif not may:
            assert press(client, address(rule, here)).status_code == 403, rule


def test_nobody_who_is_not_signed_in_sees_any_of_it(site, here):
    client = site.test_client()
    for method, rule in ACCESS:
        assert ask(client, method, address(rule, here)).location == "/sign-in", rule


def test_an_empty_shelf_says_what_to_do_first(site, tools):
    with tools.acting() as act:
        charity_id = a_charity(act.store)
    client = at_a_desk(site, tools, charity_id)
    assert "Name a place." in client.get("/stock").text
    said = {"place_name": "Church hall"}
    assert press(client, f"/stock/{charity_id}/places", **said).status_code == 303
    assert press(client, f"/stock/{charity_id}/places", **said).status_code == 303
    again = press(client, f"/stock/{charity_id}/places", **said, key="x" * 20)
    assert (again.status_code, "of this name already" in again.text) == (422, True)
    with tools.looking() as act:
        assert act.store.query(StockPlaceRow).filter_by(charity_id=charity_id).count() == 1


def test_an_item_is_named_taken_in_and_the_giver_thanked_once_however_often_pressed(
    site, tools, here
):
    client = at_a_desk(site, tools, here.charity_id)
    with tools.looking() as act:
        thanked = act.store.query(OutboxRow).filter_by(kind="donation_thanks").count()
    path = f"/stock/{here.charity_id}/items"
    said = {"name": "Baby parcel", "category": "toys_and_baby", "eaten": "no", "weight_g": "2500"}
    assert press(client, path, **said | {"weight_g": "heavy"}).status_code == 422
    for _ in range(2):
        named = press(client, path, **said)
        assert named.status_code == 303, named.text
    item_id = named.location.partition("item=")[2]
    came = {"item": item_id, "quantity": "6", "place": here.place_id, "email": "g@example.org"}
    path = f"/stock/{here.charity_id}/receive"
    wrong = press(client, path, **came | {"email": "grace"})
    assert wrong.status_code == 422
    assert 'value="6"' in wrong.text
    for _ in range(2):
        assert press(client, path, **came).status_code == 303
    with tools.looking() as act:
        assert stands(act, item_id) == {"free": 6, "received": -6}
        assert act.store.get_one(StockItemRow, item_id).weight_g == 2500
        letters = act.store.query(OutboxRow).filter_by(kind="donation_thanks").count()
        gift = act.store.query(StockMovementRow).filter_by(item_id=item_id).one().donation_id
        assert letters == thanked + 1
    thanks = site.test_client().get(f"/d/{gift}")
    assert "Baby parcel" in thanks.text
    assert thanks.headers["Referrer-Policy"] == "no-referrer"
    assert site.test_client().get(f"/d/{'0' * 32}").status_code == 404


def test_a_code_leads_to_its_item_and_an_unknown_one_to_a_new_one(site, tools, here):
    client = at_a_desk(site, tools, here.charity_id)
    path = f"/stock/{here.charity_id}/find"
    assert press(client, path, code=f" {CODE} ").location == f"/stock/items/{here.item_id}"
    unknown = press(client, path, code="4006381333931")
    assert 'value="4006381333931"' in client.get(unknown.location).text
    assert press(client, path).status_code == 422
    intake = at_a_desk(site, tools, here.charity_id, Role.INTAKE)
    assert "ask a coordinator" in press(intake, path, code="4006381333931").text


def test_only_the_page_with_the_camera_may_use_it(site, tools, here):
    client = at_a_desk(site, tools, here.charity_id)
    assert "camera=(self)" in client.get("/stock").headers["Permissions-Policy"]
    assert "camera=()" in client.get(f"/stock/items/{here.item_id}").headers["Permissions-Policy"]


def test_a_lot_is_counted_wasted_and_given_out_once_however_often_it_is_pressed(site, tools, here):
    client = at_a_desk(site, tools, here.charity_id)
    lot = f"/stock/lots/{here.lot_id}"
    count = {"found": "7", "expected": "8"}
    unsaid = press(client, f"{lot}/count", **count)
    assert (unsaid.status_code, "Say why" in unsaid.text) == (422, True)
    for _ in range(2):
        done = press(client, f"{lot}/count", **count, why_count="mislaid")
        assert done.status_code == 303, done.text
        waste = {"wasted": "1", "why_waste": "damaged"}
        assert press(client, f"{lot}/waste", **waste).status_code == 303
        assert press(client, f"/stock/items/{here.item_id}/give", given="2").status_code == 303
    stood = {"free": 2, "reserved": 2, "delivered": 2, "wasted": 1, "counted": 1, "received": -8}
    assert accounts(tools, here) == stood
    short = press(client, f"/stock/items/{here.item_id}/give", given="3", key="y" * 20)
    assert (short.status_code, "Only 2 of these are free" in short.text) == (422, True)


def test_what_is_set_aside_is_packed_and_handed_over_from_the_pick_list(site, tools, here):
    client = at_a_desk(site, tools, here.charity_id, Role.INTAKE)
    said = {"item": here.item_id, "unit": here.other_unit_id, "quantity": "1"}
    need = f"/stock/{here.charity_id}/needs/{here.other_need_id}"
    for _ in range(2):
        assert press(client, need, **said).status_code == 303
    assert "already" in press(client, need, **said, key="z" * 20).text
    page = client.get(f"/stock/{here.charity_id}/picking").text
    assert page.count("☐") == 2
    assert "Halal" in page
    for deed in ("pick", "deliver"):
        for _ in range(2):
            moved = press(
                client, address("/stock/<charity_id>/holdings/<holding_id>/<deed>", here, deed)
            )
            assert moved.status_code == 303
    assert accounts(tools, here) == {"free": 5, "reserved": 1, "delivered": 2, "received": -8}


def test_a_wrong_entry_is_taken_back_from_the_items_page(site, tools, here):
    client = at_a_desk(site, tools, here.charity_id)
    item = f"/stock/items/{here.item_id}"
    press(client, f"{item}/give", given="2")
    entry = re.search(rf"{item}/entries/(\w+)/undo", client.get(item).text)
    for _ in range(2):
        assert press(client, f"{item}/entries/{entry[1]}/undo").status_code == 303
    assert accounts(tools, here) == {"free": 6, "reserved": 2, "received": -8}
    # The first entry came in; some of it is set aside, so all of it cannot go back.
    assert press(client, f"{item}/entries/{here.entry_id}/undo").status_code == 409


def test_the_shelf_says_what_is_few_and_what_is_short(site, tools, here):
    client = at_a_desk(site, tools, here.charity_id)
    page = client.get("/stock").text
    assert "Few left" in page
    assert "Who holds nothing yet" in page
    assert here.other_need_id in page
