"""Who may open which page of delivery runs, and what its forms do when they are pressed."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from matcher.bootstrap import Tools
from matcher.domain.day_times import hours
from matcher.domain.roles import Role, Scope
from matcher.domain.run_days import RunKind
from matcher.service.desk import Desk
from matcher.service.runs_days import open_day
from matcher.service.runs_drivers import add_driver, label_of
from matcher.service.runs_sending import send_out
from matcher.service.runs_stops import AtTheDoor, ExtraStop, add_extra
from matcher.service.stock_items import add_place
from matcher.storage.tables import DepotRow, LookRow, RunDayRow, RunRow, StopRow
from tests.builders import SOUTHWARK
from tests.matcher.service.day_of_runs import A_PLACE, a_vehicle
from tests.matcher.service.stocked import Shelf, stocked
from tests.matcher.storage.rows import a_stored_offer
from tests.web.run_days import ROSA, RunsTown, a_day_of_runs, desk_of, plan_now, plan_waiting
from tests.web.sites import living_tools
from tests.web.staffed import a_member, signed_in
from tests.web.test_board import LADDER, press
from web.app import Site, create_app

EVERYWHERE = Scope(everything=True)
NOBODY, ELSEWHERE, STRANGER = "nobody", "of another borough", "of another charity"
DAY, RUN, STOP = "/runs/<day_id>", "/runs/<day_id>/run/<run_id>", "/runs/<day_id>/stops/<stop_id>"
SEES, PLANS = Role.INTAKE, Role.COORDINATOR
# The lowest role that may, for each page; True where it is about something of one scope.
ACCESS: dict[tuple[str, str], tuple[Role, bool]] = {
    ("GET", "/runs"): (SEES, False),
    ("POST", "/runs"): (PLANS, False),
    ("GET", "/runs/depots/new"): (PLANS, False),
    ("POST", "/runs/depots/new"): (PLANS, False),
    ("GET", DAY): (SEES, True),
    ("POST", f"{DAY}/plan"): (PLANS, True),
    ("POST", f"{DAY}/set-aside"): (SEES, True),
    ("GET", f"{DAY}/progress.json"): (SEES, True),
    ("GET", f"{DAY}/map.json"): (SEES, True),
    ("GET", f"{DAY}/choose"): (PLANS, True),
    ("POST", f"{DAY}/choose"): (PLANS, True),
    ("GET", f"{DAY}/extra"): (PLANS, True),
    ("POST", f"{DAY}/extra"): (PLANS, True),
    ("GET", f"{DAY}/drivers"): (PLANS, True),
    ("POST", f"{DAY}/drivers"): (PLANS, True),
    ("POST", f"{DAY}/drivers/same"): (PLANS, True),
    ("POST", f"{DAY}/drivers/<run_id>/off"): (PLANS, True),
    ("GET", STOP): (PLANS, True),
    ("POST", STOP): (PLANS, True),
    ("POST", f"{STOP}/move"): (PLANS, True),
    ("POST", f"{STOP}/<deed>"): (PLANS, True),
    ("GET", RUN): (SEES, True),
    ("POST", f"{RUN}/people"): (SEES, True),
    ("POST", f"{RUN}/order"): (PLANS, True),
    ("POST", f"{RUN}/<deed>"): (PLANS, True),
    ("GET", f"{RUN}/type-in"): (SEES, True),
    ("POST", f"{RUN}/type-in"): (SEES, True),
    ("POST", f"{RUN}/stops/<stop_id>/undo"): (SEES, True),
    ("POST", f"{RUN}/is-back"): (SEES, True),
    ("GET", f"{RUN}/count"): (SEES, True),
    ("POST", f"{RUN}/count"): (SEES, True),
    ("POST", f"{RUN}/count/back"): (PLANS, True),
    ("GET", f"{RUN}/stops/<stop_id>/picture"): (SEES, True),
}
PRIVATE = (ROSA, "447700900123", "Example Road", "C47-11")


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    tools = living_tools(tmp_path_factory.mktemp("runs"))
    yield tools
    tools.database.close()


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


@pytest.fixture(scope="module")
def out(tools: Tools) -> RunsTown:
    return a_day_of_runs(tools, state="out")


def somebody(site: Site, tools: Tools, town: RunsTown, who: str) -> FlaskClient:
    if who == NOBODY:
        return site.test_client()
    if who == STRANGER:
        return signed_in(site, tools, a_day_of_runs(tools, state="list", needs=1).account)
    boroughs = (SOUTHWARK,) if who == ELSEWHERE else ()
    role = Role.COORDINATOR if who == ELSEWHERE else Role(who)
    said = {"boroughs": boroughs} if boroughs else {}
    return signed_in(site, tools, a_member(tools, role, charity_id=town.charity_id, **said))


def address(rule: str, town: RunsTown) -> str:
    ids = {name: getattr(town, name) for name in ("day_id", "run_id", "stop_id")}
    ids["deed"] = "lock"
    return re.sub(r"<(\w+)>", lambda found: str(ids[found[1]]), rule)


def how_it_stands(tools: Tools) -> list[object]:
    with tools.looking() as act:
        stops = [(row.id, row.status, row.run_id, row.locked) for row in act.store.query(StopRow)]
        runs = [(row.id, row.status) for row in act.store.query(RunRow)]
        return [*sorted(stops), *sorted(runs), act.store.query(LookRow).count()]


@pytest.mark.parametrize("who", [NOBODY, ELSEWHERE, STRANGER, *LADDER])
def test_whoever_may_not_is_refused_sees_nothing_and_changes_nothing(site, tools, out, who):
    client = somebody(site, tools, out, who)
    before = how_it_stands(tools)
    for (method, rule), (least, scoped) in ACCESS.items():
        if who in LADDER and LADDER.index(Role(who)) >= LADDER.index(least):
            continue
        if who in (ELSEWHERE, STRANGER) and not scoped:
            continue
        path = address(rule, out)
        answer = client.get(path) if method == "GET" else press(client, path)
        if who == NOBODY:
            assert (answer.status_code, answer.location) == (303, "/sign-in"), rule
        else:
            assert answer.status_code in {403, 404}, (rule, answer.status_code)
        assert not any(word in answer.text for word in PRIVATE), rule
    assert how_it_stands(tools) == before


@pytest.mark.parametrize("who", LADDER)
def test_whoever_may_is_not_refused(site, tools, who):
    town = a_day_of_runs(tools)
    client = somebody(site, tools, town, who)
    for (method, rule), (least, _scoped) in ACCESS.items():
        if method == "GET" and LADDER.index(who) >= LADDER.index(least) and "picture" not in rule:
            answer = client.get(address(rule, town))
            assert answer.status_code == 200, rule
            assert not any(word in answer.text for word in PRIVATE), rule


def test_the_table_of_access_has_each_page_of_runs_and_no_other(site: Site):
    rules = {
        (method, rule.rule)
        for rule in site.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.rule.startswith("/runs")
    }
    assert rules == set(ACCESS)


def test_a_day_is_begun_filled_planned_and_sent_out_by_pages_alone(site, tools):
    town = a_day_of_runs(tools, state="list", needs=1)
    client = signed_in(site, tools, town.account)
    with tools.looking() as act:
        tomorrow = act.today + timedelta(days=1)
    said = {"name": "Shed", "postcode": "SW2 1RW", "charity": town.charity_id}
    said |= {"opens": "08:00", "closes": "20:00", "minutes": "10"}
    assert press(client, "/runs/depots/new", **said).status_code == 303
    assert press(client, "/runs/depots/new", **said, key="z" * 20).status_code == 422
    with tools.looking() as act:
        [shed] = act.store.query(DepotRow).filter_by(name="Shed")
    begun = {"depot": shed.id, "kind": "collect"}
    begun |= {f"on_date-{part}": str(getattr(tomorrow, part)) for part in ("day", "month", "year")}
    first = press(client, "/runs", **begun)
    assert first.status_code == 303
    assert press(client, "/runs", **begun).location == first.location
    assert press(client, "/runs", **begun, key="y" * 20).status_code == 422
    day = f"/runs/{town.day_id}"
    assert town.unit_id in client.get(f"{day}/choose").text
    assert press(client, f"{day}/choose", units=[town.unit_id]).status_code == 303
    extra = {"label": "Corner bakery", "postcode": "SW2 1RW", "parcels": "2"}
    extra |= {"kilograms": "2,5", "minutes": "5", "opens": "09:00", "closes": "19:00"}
    assert press(client, f"{day}/extra", **extra).status_code == 303
    assert press(client, f"{day}/extra", **extra | {"kilograms": "two"}).status_code == 422
    assert press(client, f"{day}/plan", seconds="5").status_code == 303
    assert "being planned" in client.get(day).text
    assert client.get(f"{day}/progress.json").json == {"state": "waiting", "percent": 0}
    plan_waiting(tools)
    page = client.get(day).text
    assert "Corner bakery" in page
    assert "Send out" in page
    # What was chosen stays.
    assert re.search(r'<option value="5" selected>', page)
    assert press(client, f"{day}/run/{town.run_id}/send").status_code == 303
    assert press(client, f"{day}/run/{town.run_id}/send").status_code == 409


def test_one_press_sets_aside_for_the_whole_list_and_says_who_goes_without(site, tools):
    town = a_day_of_runs(tools, state="list")
    client = signed_in(site, tools, town.account)
    day = f"/runs/{town.day_id}"
    assert "From the shelf" not in client.get(day).text
    desk = desk_of(tools, town.account)
    with tools.acting(desk.actor) as act:
        place = add_place(act, desk, town.charity_id, "Hall")
        stocked(act, Shelf(town.charity_id, desk, place), 2)
    assert "Nothing is set aside for 3 of 3 stops" in client.get(day).text
    for _ in range(2):
        assert press(client, f"{day}/set-aside", key="a" * 20).status_code == 303
    page = client.get(day).text
    assert "Nothing is set aside for 1 of 3 stops" in page
    assert "1 short" in page


def test_the_map_tells_streets_and_no_houses(site, tools):
    town = a_day_of_runs(tools)
    told = signed_in(site, tools, town.account).get(f"/runs/{town.day_id}/map.json").json
    [run] = told["runs"]
    assert [stop["number"] for stop in run["stops"]] == [1, 2, 3]
    assert all(axis % 100 == 0 for stop in run["stops"] for axis in stop["at"])
    assert len(told["outlines"]) == 33


def test_a_stop_is_changed_moved_and_locked_by_hand(site, tools):
    town = a_day_of_runs(tools)
    client = signed_in(site, tools, town.account)
    path = f"/runs/{town.day_id}/stops/{town.stop_id}"
    door = {"parcels": "2", "kilograms": "8", "minutes": "4", "access": "Side gate"}
    assert press(client, path, **door).status_code == 303
    assert press(client, path, **door | {"parcels": "many"}).status_code == 422
    assert "Side gate" in client.get(path).text
    assert "C47-11" not in client.get(path).text
    assert press(client, f"{path}/move", run=town.run_id, place="3").status_code == 303
    plan_waiting(tools)
    with tools.looking() as act:
        row = act.store.get_one(StopRow, town.stop_id)
        assert (row.locked, row.run_id, row.parcels) == (True, town.run_id, 2)
    assert press(client, f"{path}/unlock").status_code == 303
    assert press(client, f"{path}/perhaps").status_code == 404
    assert press(client, f"{path}/off").status_code == 303
    with tools.looking() as act:
        assert act.store.get(StopRow, town.stop_id) is None


def test_an_order_is_typed_beside_the_stops(site, tools):
    town = a_day_of_runs(tools)
    client = signed_in(site, tools, town.account)
    path = f"/runs/{town.day_id}/run/{town.run_id}"
    ids = re.findall(r'name="place-(\w+)"', client.get(path).text)
    said = {f"place-{id}": str(len(ids) - row) for row, id in enumerate(ids)}
    assert press(client, f"{path}/order", **said).status_code == 303
    plan_waiting(tools)
    assert re.findall(r'name="place-(\w+)"', client.get(path).text) == ids[::-1]


def test_a_sheet_with_names_is_a_press_and_a_noted_look(site, tools):
    town = a_day_of_runs(tools, state="out")
    client = signed_in(site, tools, town.account)
    path = f"/runs/{town.day_id}/run/{town.run_id}"
    assert ROSA not in client.get(path).text
    printed = press(client, f"{path}/people").text
    assert printed.count(ROSA) == 3
    assert "C47-11" not in printed
    with tools.looking() as act:
        looked = act.store.query(LookRow).filter_by(by=f"coordinator:{town.account.id}")
        assert looked.count() == 3


def test_paper_is_typed_in_taken_back_and_counted(site, tools):
    town = a_day_of_runs(tools, state="out")
    client = signed_in(site, tools, town.account)
    path = f"/runs/{town.day_id}/run/{town.run_id}"
    ids = re.findall(r'name="where-(\w+)"', client.get(f"{path}/type-in").text)
    said = {f"what-{ids[0]}": "delivered", f"what-{ids[1]}": "left_safe"}
    lacking = press(client, f"{path}/type-in", **said)
    assert lacking.status_code == 422
    assert "where it was left" in lacking.text
    said |= {f"where-{ids[1]}": "Porch"}
    for _ in range(2):
        assert press(client, f"{path}/type-in", **said, key="t" * 20).status_code == 303
    assert press(client, f"{path}/stops/{ids[1]}/undo").status_code == 303
    assert press(client, f"{path}/is-back").location == f"{path}/count"
    short = press(client, f"{path}/count", returned="1", wasted="0")
    assert short.status_code == 422
    asked = re.findall(r'name="back_(\w+)"', short.text)
    assert len(asked) == 2
    one = {f"back_{asked[0]}": "1", f"back_{asked[1]}": "0"}
    one |= {f"spoilt_{id}": "0" for id in asked} | {"each": "y"}
    assert "<strong>1</strong>" in press(client, f"{path}/count", **one).text
    both = one | {f"back_{asked[1]}": "1"}
    for _ in range(2):
        assert press(client, f"{path}/count", **both, key="c" * 20).status_code == 303
    assert press(client, f"{path}/count", **both, key="d" * 20).status_code == 409
    with tools.looking() as act:
        run = act.store.get_one(RunRow, town.run_id)
        assert (run.delivered_parcels, run.returned_parcels, run.missing_parcels) == (1, 2, 0)
        assert act.store.get_one(RunDayRow, town.day_id).charity_id == town.charity_id
    for _ in range(2):
        assert press(client, f"{path}/count/back", key="e" * 20).status_code == 303
    assert "Should be here" in client.get(f"{path}/count").text
    assert press(client, f"{path}/count", returned="1", wasted="1").status_code == 303
    shared = client.get(f"{path}/count").text
    assert "whose they really were, nobody said" in shared
    back = press(client, f"{path}/count/back", each="y")
    assert back.location == f"{path}/count?each=y"
    assert len(re.findall(r'name="back_(\w+)"', client.get(back.location).text)) == 2


def test_where_surplus_is_fetched_the_pages_say_so_and_lead_to_the_shelf(site, tools):
    town = a_day_of_runs(tools, state="list")
    desk, client = desk_of(tools, town.account), signed_in(site, tools, town.account)
    with tools.acting(desk.actor) as act:
        day_id = open_day(act, desk, town.depot_id, act.today, RunKind.COLLECT)
        add_extra(act, desk, day_id, ExtraStop("Bakery", A_PLACE), AtTheDoor(parcels=6))
        offer = a_stored_offer(act.store, provides=frozenset({"car"}))
        vehicle = a_vehicle(hours=hours("08:00", "20:00"))
        boss = Desk(desk.coordinator_id, desk.name, desk.role, EVERYWHERE)
        run_id = add_driver(act, boss, day_id, offer.id, town.depot_id, vehicle)
    plan_now(tools, desk, day_id)
    path = f"/runs/{day_id}/run/{run_id}"
    listed = client.get(f"/runs/{day_id}").text
    assert "Add a shop" in listed
    assert "Choose from those who wait" not in listed
    with tools.acting(desk.actor) as act:
        send_out(act, desk, day_id, run_id)
    paper = client.get(path).text
    assert "Bakery" in paper
    assert "☐ Fetched" in paper
    typing = client.get(f"{path}/type-in").text
    [stop] = re.findall(r'name="what-(\w+)" id="what-1-delivered"', typing)
    assert "where-" not in typing
    said = {f"what-{stop}": "delivered"}
    assert press(client, f"{path}/type-in", **said).status_code == 303
    assert press(client, f"{path}/is-back").status_code == 303
    counting = client.get(f"{path}/count").text
    assert "Were to be fetched" in counting
    assert f"/stock/{town.charity_id}/receive" in counting
    assert press(client, f"{path}/count", returned="0").status_code == 303
    assert "Put it on the shelf" in client.get(f"/runs/{day_id}").text


def test_who_drove_last_time_drives_again_in_one_press(site, tools):
    town = a_day_of_runs(tools)
    client = signed_in(site, tools, town.account)
    assert "as last time" not in client.get(f"/runs/{town.day_id}").text
    desk = desk_of(tools, town.account)
    with tools.acting(desk.actor) as act:
        day_id = open_day(act, desk, town.depot_id, act.today + timedelta(days=7))
    assert "The same driver as last time" in client.get(f"/runs/{day_id}").text
    for _ in range(2):
        assert press(client, f"/runs/{day_id}/drivers/same", key="s" * 20).status_code == 303
    with tools.looking() as act:
        [now] = act.store.query(RunRow).filter_by(day_id=day_id)
        then = act.store.get_one(RunRow, town.run_id)
        assert (now.offer_id, now.parcels) == (then.offer_id, then.parcels)
        assert label_of(act, now) == label_of(act, then)
    assert press(client, f"/runs/{day_id}/drivers/same").status_code == 409
