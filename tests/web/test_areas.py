"""A charity draws where it works: in words, on a map, without a script; and what that changes."""

import re

import pytest
from playwright.sync_api import Page, expect

from matcher.bootstrap import Tools
from matcher.domain.roles import Role
from matcher.storage.reading.drawn_areas import drawn_area_of
from matcher.storage.tables import AreaRow, CharityRow, DrawnAreaRow
from tests.builders import LAMBETH, SOUTHWARK
from tests.web.asking import Visitor
from tests.web.browsing import DESK_PX, PHONE_PX, Looker, goes_by
from tests.web.sites import living_tools
from tests.web.staffed import a_member, cookie_of, signed_in
from tests.web.test_board import press
from tests.web.test_charities import REGISTER, a_group
from web.app import Site, create_app

# Around Borough market and Bankside; whoever asks in these tests lives in Peckham.
BANKSIDE = "TQ 318 806\nTQ 331 803\nse1 1tl\nTQ 31650 79500"
PECKHAM = "TQ 336 768\nTQ 346 768\nTQ 346 757\nTQ 336 757"
CROSSED = "TQ 318 806\nTQ 331 795\nTQ 331 806\nTQ 318 795"


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


@pytest.fixture
def group(tools: Tools) -> CharityRow:
    return a_group(tools, "Bankside Larder", SOUTHWARK)


def at_its_desk(site: Site, tools: Tools, group: CharityRow, role: Role = Role.COORDINATOR):
    return signed_in(site, tools, a_member(tools, role, charity_id=group.id, boroughs=(SOUTHWARK,)))


def corners_kept(tools: Tools, charity_id: str) -> int:
    with tools.looking() as act:
        area = drawn_area_of(act.store, charity_id)
        return len(area.corners) if area else 0


def test_a_newcomer_looks_at_what_it_draws_and_registers_with_it(tools, site):
    visitor = Visitor(site)
    asked = {name: said for name, said in REGISTER.items() if name != "boroughs"}
    page = visitor.get("/charities/register")
    crossed = visitor.press(page, "/charities/register", **asked, corners=CROSSED, deed="look")
    assert crossed.status_code == 422
    assert "The line from corner 1 to the next meets the one from corner 3" in crossed.text
    assert CROSSED in crossed.text.replace("\r\n", "\n")
    looked = visitor.press(page, "/charities/register", corners=BANKSIDE, deed="look")
    assert looked.status_code == 200
    words = re.sub(r"<[^>]+>", "", looked.text)
    assert re.search(r"It covers a part of Southwark: 0\.59 km², with \d+ postcodes\.", words)
    assert '<polygon class="nh-area__ring" points="531800,-180600' in looked.text
    kept = visitor.press(page, "/charities/register", **asked, corners=BANKSIDE)
    assert kept.status_code == 303
    slug = kept.location.split("/")[2]
    with tools.looking() as act:
        charity = act.store.query(CharityRow).filter_by(slug=slug).one()
        boroughs = act.store.query(AreaRow.borough).filter_by(charity_id=charity.id).all()
        assert [one for [one] in boroughs] == [SOUTHWARK]
    assert corners_kept(tools, charity.id) == 4
    # The key Enter presses the first button of the form: with nothing drawn it means all of it.
    assert visitor.send("/charities/register", deed="look").status_code == 422


def test_its_coordinator_looks_keeps_and_goes_back_to_the_whole_boroughs(tools, site, group):
    client, path = at_its_desk(site, tools, group), f"/board/charities/{group.id}/area"
    assert "You have drawn no area" in client.get(path).text
    assert "Give the corners" in press(client, path, corners=" ", deed="look").text
    wrong = press(client, path, corners="TQ 318 806\nnowhere", deed="keep")
    assert wrong.status_code == 422
    assert "Line 2, “nowhere”, is neither a whole postcode" in wrong.text
    looked = press(client, path, corners=BANKSIDE, deed="look")
    assert "Keep this area" in looked.text
    assert corners_kept(tools, group.id) == 0
    elsewhere = press(client, path, corners="TQ 309 751\nTQ 315 751\nTQ 312 756", deed="keep")
    assert elsewhere.status_code == 422
    assert "lies outside the boroughs of your charity" in elsewhere.text
    for _ in range(2):
        assert press(client, path, corners=BANKSIDE, deed="keep", key="a" * 20).status_code == 303
    again = client.get(path)
    assert "TQ 32605 80233" in again.text
    assert "So it looks" in again.text
    public = client.get(f"/charities/{group.slug}").text
    assert "nh-area__ring" in public
    assert "Parts of" in public
    assert press(client, f"{path}/none").status_code == 303
    assert corners_kept(tools, group.id) == 0
    assert "nh-area__ring" not in client.get(f"/charities/{group.slug}").text


def test_only_its_own_coordinators_draw_and_only_an_administrator_adds_boroughs(tools, site, group):
    path = f"/board/charities/{group.id}"
    other = a_group(tools, "Next door", SOUTHWARK)
    for client, status in (
        (at_its_desk(site, tools, other), 404),
        (at_its_desk(site, tools, group, Role.INTAKE), 403),
    ):
        assert client.get(f"{path}/area").status_code == status
        assert press(client, f"{path}/area", corners=BANKSIDE, deed="keep").status_code == status
        assert press(client, f"{path}/area/none").status_code == status
        assert press(client, f"{path}/boroughs", boroughs=[LAMBETH]).status_code == 403
    boss = signed_in(site, tools, a_member(tools, Role.ADMINISTRATOR))
    assert "Add boroughs" in boss.get(f"{path}/area").text
    assert press(boss, f"{path}/boroughs").status_code == 422
    assert press(boss, f"{path}/boroughs", boroughs=[LAMBETH]).status_code == 303
    assert corners_kept(tools, group.id) == 0
    with tools.looking() as act:
        assert act.store.query(AreaRow).filter_by(charity_id=group.id).count() == 2


def test_whoever_lives_beside_what_was_drawn_is_told_so_and_shown_others(tmp_path):
    # A town of their own: five others are shown, and elsewhere there may be more.
    tools = living_tools(tmp_path)
    site, group = create_app(tools), a_group(tools, "Bankside Larder", SOUTHWARK)
    near = a_group(tools, "Peckham Pantry", SOUTHWARK)
    for one, corners in ((group, BANKSIDE), (near, PECKHAM)):
        desk = at_its_desk(site, tools, one)
        path = f"/board/charities/{one.id}/area"
        assert press(desk, path, corners=corners, deed="keep").status_code == 303
    for one, words in ((group, "does not work where you are"), (near, "to no other charity")):
        visitor = Visitor(site)
        visitor.get(f"/ask?charity={one.slug}")
        visitor.answers()
        told = visitor.get("/ask/check").text
        assert words in told
        assert ("They take it where you are" in told) is (one is group)
        assert "Peckham Pantry" in told


def test_whoever_gives_no_postcode_is_not_told_that_they_live_elsewhere(tools, site, group):
    desk = at_its_desk(site, tools, group)
    path = f"/board/charities/{group.id}/area"
    assert press(desk, path, corners=BANKSIDE, deed="keep").status_code == 303
    visitor = Visitor(site)
    visitor.get(f"/ask?charity={group.slug}")
    visitor.answers()
    visitor.send("/ask/street?change=1", street="4 Rye Lane", borough=SOUTHWARK)
    told = visitor.get("/ask/check").text
    assert "and to no other charity" in told
    assert "they find out first whether you live in that part" in told


def test_a_script_is_told_the_corners_so_far_and_what_they_hold(site):
    ask = site.test_client().get
    two = ask("/places/area.json", query_string={"corners": "se1 1tl; TQ 318 806"}).json
    assert two["corners"] == [[532_605, 180_233], [531_800, 180_600]]
    assert "at least three corners" in two["words"]
    assert ask("/places/area.json", query_string={"corners": BANKSIDE}).json["whole"] is True
    assert ask("/places/area.json").json == {
        "corners": [],
        "words": "Nothing is drawn yet.",
        "whole": False,
    }


def its_page(looker: Looker, page: Page, tools: Tools, group: CharityRow) -> None:
    account = a_member(tools, charity_id=group.id, boroughs=(SOUTHWARK,))
    cookie = {"name": "nearhand", "value": cookie_of(tools, account), "url": looker.site}
    page.context.add_cookies([cookie])
    looker.go(page, f"/board/charities/{group.id}/area")


def test_an_area_is_pressed_on_the_map_dragged_taken_back_and_kept(looker: Looker, tools, group):
    with looker.page(DESK_PX) as page:
        its_page(looker, page, tools, group)
        field, marks = page.locator("[name=corners]"), page.locator(".nh-area__corner")
        said = page.locator("[data-area-said]")
        expect(said).to_have_text("Nothing is drawn yet.")
        field.fill("TQ 318 806\nTQ 331 803\nnow")
        expect(said).to_contain_text("Line 3, “now”")
        field.fill(BANKSIDE)
        expect(marks).to_have_count(4)
        page.locator("[data-undo]").click()
        expect(marks).to_have_count(3)
        expect(field).to_have_value("TQ 318 806\nTQ 331 803\nse1 1tl")
        page.locator("[data-clear]").click()
        expect(marks).to_have_count(0)
        # All of London is on the map: Southwark lies a little south-east of its middle.
        for number, (x, y) in enumerate([(0.53, 0.52), (0.56, 0.52), (0.56, 0.6), (0.53, 0.6)], 1):
            box = page.locator(".nh-map").bounding_box()
            assert box is not None
            where = {"x": box["width"] * x, "y": box["height"] * y}
            page.locator(".nh-map").click(position=where)
            expect(marks).to_have_count(number)
        expect(said).to_contain_text("It covers")
        before = field.input_value().splitlines()
        with page.expect_response(lambda answer: "area.json" in answer.url):
            marks.nth(2).drag_to(page.locator(".nh-map"), target_position={"x": 330, "y": 330})
        expect(field).not_to_have_value("\n".join(before))
        after = field.input_value().splitlines()
        assert [one == other for one, other in zip(before, after, strict=True)] == [1, 1, 0, 1]
        expect(said).to_contain_text("a part of Southwark")
        goes_by(page, page.get_by_role("button", name="Look at the area"))
        goes_by(page, page.get_by_role("button", name="Keep this area"))
        expect(page.locator("main")).to_contain_text("Your area is kept.")
    assert corners_kept(tools, group.id) == 4


def test_without_a_script_the_keyboard_alone_draws_an_area(looker: Looker, tools, group):
    with looker.page(PHONE_PX, scripts=False) as page:
        its_page(looker, page, tools, group)
        assert page.locator(".nh-map").is_hidden()
        page.locator("[name=corners]").focus()
        page.keyboard.type(BANKSIDE.replace("\n", "\r"))
        for name in ("Look at the area", "Keep this area"):
            button = page.get_by_role("button", name=name)
            button.focus()
            with page.expect_navigation():
                page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("Your area is kept.")
    with tools.looking() as act:
        assert act.store.get(DrawnAreaRow, group.id) is not None
