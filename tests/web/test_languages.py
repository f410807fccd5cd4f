"""Which language a page speaks, and who decides."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.pseudo import CODE, pseudo
from tests.web.sites import a_site
from web.languages import COOKIE


@pytest.fixture
def visitor(pseudo_catalogue: Path) -> FlaskClient:
    return a_site(translations=[pseudo_catalogue]).test_client()


def spoken(visitor: FlaskClient, **headers: str) -> str:
    html = visitor.get("/help", headers=headers).text
    return html.split('<html lang="')[1].split('"')[0]


def test_english_where_nobody_says_otherwise(visitor: FlaskClient):
    assert spoken(visitor) == "en-GB"
    assert spoken(visitor, **{"Accept-Language": "xx, yy;q=0.5"}) == "en-GB"


def test_the_browser_is_believed_and_a_choice_is_believed_more(visitor: FlaskClient):
    arabic = {"Accept-Language": "ar-EG, en;q=0.5"}
    assert spoken(visitor, **arabic) == "ar"
    visitor.get("/language/en_GB")
    assert spoken(visitor, **arabic) == "en-GB"


def test_a_cookie_for_a_language_that_is_gone_is_passed_over(visitor: FlaskClient):
    visitor.set_cookie(COOKIE, "tlh")
    assert spoken(visitor) == "en-GB"


def test_a_language_that_is_not_on_offer_cannot_be_chosen(visitor: FlaskClient):
    assert visitor.get("/language/tlh").status_code == 404


@pytest.mark.parametrize(
    ("to", "leads_to"),
    [
        ("/help", "/help"),
        ("/help?a=b", "/help?a=b"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("/\t/elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_a_choice_leads_back_to_our_own_pages_only(visitor: FlaskClient, to: str, leads_to: str):
    answer = visitor.get("/language/ar", query_string={"to": to})
    assert (answer.status_code, answer.location) == (303, leads_to)


def test_without_a_second_language_there_is_nothing_to_choose():
    assert "/language/" not in a_site().test_client().get("/").text


def test_the_stylesheet_follows_the_direction(visitor: FlaskClient):
    assert "nearhand.rtl." not in visitor.get("/").text
    visitor.get(f"/language/{CODE}")
    page = visitor.get("/").text
    assert "nearhand.rtl." in page
    assert 'dir="rtl"' in page


def test_pages_kept_by_somebody_in_between_are_kept_apart_by_language(visitor: FlaskClient):
    vary = visitor.get("/").headers["Vary"]
    assert "Cookie" in vary
    assert "Accept-Language" in vary


def test_the_made_up_language_leaves_placeholders_and_tags_alone():
    assert "%(phone)s" in pseudo("Ring %(phone)s now")
    assert '<a href="x">' in pseudo('Go <a href="x">there</a>')
