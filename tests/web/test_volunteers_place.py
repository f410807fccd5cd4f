"""Where a volunteer starts from, without a postcode: from the list, and on the map beside it."""

import pytest
from playwright.sync_api import expect

from matcher.bootstrap import Tools
from matcher.storage.tables import OfferRow
from tests.web.asking import Visitor
from tests.web.browsing import DESK_PX, Looker
from tests.web.volunteering import Volunteer, a_volunteer, joining, newest_letter, newest_volunteer
from web.app import Site, create_app

SE15 = "E09000028 SE15"


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return Visitor(site)


def offer_of(tools: Tools, person_id: str) -> OfferRow:
    with tools.looking() as act:
        return act.store.query(OfferRow).filter_by(volunteer_id=person_id).one()


def the_map(one: Volunteer) -> str:
    return f"/v/{one.own}/home/map"


def test_an_area_of_the_list_is_kept_and_said_back_in_words(visitor: Visitor, tools: Tools):
    one = a_volunteer(tools)
    assert the_map(one) in visitor.get(f"/v/{one.own}/home").text
    going = visitor.send(the_map(one), area=SE15, radius="3000")
    assert going.headers["Location"].endswith("?said=changed")
    kept = offer_of(tools, one.id)
    assert (kept.postcode, kept.borough, kept.radius_m) == (None, "E09000028", 3_000)
    page = visitor.get(f"/v/{one.own}").text
    assert 'near <bdi translate="no">SE15 ' in page
    assert "You start from a place near" in visitor.get(f"/v/{one.own}/home").text


def test_the_first_time_the_answers_before_it_come_along(visitor: Visitor, tools: Tools):
    visitor.send("/volunteer/join", **joining())
    digits = newest_letter(tools, "prove_contact").code.digits
    own = visitor.send("/volunteer/code", code=digits).headers["Location"]
    secret = own.split("/")[2]
    kinds = visitor.send(f"/v/{secret}/kinds", categories=["visit"], provides=["car"])
    page = visitor.get(kinds.headers["Location"])
    assert f"/v/{secret}/home/map?categories=visit&amp;provides=car" in page.text
    path = f"/v/{secret}/home/map?categories=visit&provides=car"
    going = visitor.send(path, area=SE15, radius="2000")
    assert "/times?first=1" in going.headers["Location"]
    kept = offer_of(tools, newest_volunteer(tools).person_id)
    assert (kept.categories, kept.provides, kept.borough) == ({"visit"}, {"car"}, "E09000028")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose an area from the list, or on the map."),
        ({"at": "0,0"}, "within London&#39;s boroughs"),
        ({"at": "Peckham"}, "choose an area from the list"),
        ({"area": "E09000028 N1"}, "Choose from those on the page."),
    ],
)
def test_what_is_no_place_is_refused_and_the_distance_kept(visitor, tools, typed, said):
    one = a_volunteer(tools)
    page = visitor.send(the_map(one), **typed, radius="5000")
    assert page.status_code == 422
    assert said in page.text
    assert 'value="5000" checked' in page.text
    assert offer_of(tools, one.id).postcode == "SE15 4QN"


def test_a_press_on_the_map_says_where_it_is_and_is_kept(looker: Looker, tools: Tools):
    one = a_volunteer(tools)
    with looker.page(DESK_PX) as page:
        looker.go(page, the_map(one))
        page.locator(".nh-map svg").wait_for()
        page.locator("path.nh-map__borough").nth(32).wait_for(state="attached")
        # Outlines to hover over are no stops on the way to the button.
        stops = page.locator("path.nh-map__borough").evaluate_all("all => all.map(a => a.tabIndex)")
        assert set(stops) == {-1}
        page.select_option("[name=area]", SE15)
        expect(page.locator("[data-chosen]")).to_contain_text("near \u2068SE15")
        page.locator(".nh-map").click(position={"x": 310, "y": 330})
        expect(page.locator("[data-chosen]")).to_contain_text("You have chosen a place near")
        expect(page.locator("[name=area]")).to_have_value("")
        expect(page.locator("[name=at]")).not_to_have_value("")
        page.locator("form button").first.click()
        page.wait_for_url("**said=changed")
    kept = offer_of(tools, one.id)
    assert kept.postcode is None
    assert kept.borough != "E09000028"
