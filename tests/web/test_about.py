"""What the pages tell of us is so."""

import pytest
from flask.testing import FlaskClient

from geodata import ATTRIBUTION
from matcher.config_web import Mode
from matcher.domain.categories import CATEGORIES
from matcher.domain.params import Params
from tests.web.sites import A_PHONE, a_site, a_visitor

PAGES = ["/", "/how-it-works", "/privacy", "/accessibility", "/help", "/cookies"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_names_whose_the_map_is(visitor: FlaskClient, path: str):
    page = visitor.get(path).text
    assert all(line in page for line in ATTRIBUTION)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_speaks_of_users_or_submits_anything(visitor: FlaskClient, path: str):
    page = visitor.get(path).text.lower()
    assert not any(word in page for word in (">submit", "invalid", " user ", " users ", "record"))


def test_the_page_about_matching_has_the_constants_of_the_solver(visitor: FlaskClient):
    page = visitor.get("/how-it-works").text
    params = Params()
    assert f"counts as {params.borough_penalty_m} metres" in page
    assert f"they count as {params.load_step_m} metres" in page
    assert f"every day for {params.waiting_days} days" in page


def test_the_page_of_help_names_every_kind_of_help(visitor: FlaskClient):
    page = visitor.get("/help").text
    assert all(category.name in page for category in CATEGORIES)


def test_the_page_of_cookies_names_every_cookie_that_is_set():
    visitor = a_visitor()
    page = visitor.get("/cookies").text
    visitor.get("/style")
    visitor.get("/language/en_GB")
    assert visitor._cookies
    assert all(cookie.key in page for cookie in visitor._cookies.values())


def test_the_telephone_is_there_only_where_there_is_one():
    assert f'href="tel:{A_PHONE.replace(" ", "")}"' in a_visitor().get("/").text
    without = a_visitor(phone="", phone_hours="")
    assert all("tel:0" not in without.get(path).text for path in [*PAGES, "/no-such-page"])


@pytest.mark.parametrize(("mode", "status"), [(Mode.LIVE, 404), (Mode.DEMO, 200)])
def test_patterns_are_shown_to_onlookers_only(mode: Mode, status: int):
    assert a_visitor(mode=mode).get("/style").status_code == status


def test_a_demo_says_that_nobody_will_come():
    assert "This is a demo" in a_visitor(mode=Mode.DEMO).get("/").text
    assert "This is a demo" not in a_visitor(mode=Mode.LIVE).get("/").text


def test_the_doors_of_the_front_page_lead_to_what_is_there():
    page = a_site().test_client().get("/").text
    assert 'href="/ask"' in page
    assert 'href="/volunteer"' in page
