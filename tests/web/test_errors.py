"""Whatever goes wrong, people read what happened and what to do next, and never our stack."""

from http import HTTPStatus
from pathlib import Path

import pytest
from flask import abort
from flask.testing import FlaskClient
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from matcher.domain.refusals import Busy, Conflict, Invalid, NotAllowed, NotFound, Refusal
from tests.web.sites import A_PHONE, a_site
from web.errors import PAGES, STATUS_OF


class Asleep(Conflict):
    """A kind that nobody mapped: its nearest kind decides."""


def a_visitor_of_a_page_that_raises(error: Exception, path: str = "/raises") -> FlaskClient:
    site = a_site()

    def raises() -> str:
        raise error

    site.add_url_rule(path, view_func=raises)
    return site.test_client()


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotFound("There is no such need."), 404),
        (NotAllowed("This link has been used up."), 403),
        (Conflict("Somebody else said yes first."), 409),
        (Asleep("They are asleep."), 409),
        (Invalid("Give a postcode.", "postcode"), 422),
        (Busy("A lot is being written just now: try again."), 503),
        (Refusal("Not today."), 400),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(refusal: Refusal, status: int):
    answer = a_visitor_of_a_page_that_raises(refusal).get("/raises")
    assert answer.status_code == status
    assert str(refusal) in answer.text


def test_every_kind_of_refusal_has_a_status_and_every_status_a_page():
    kinds = {Refusal, *Refusal.__subclasses__()}
    assert {kind for kind in kinds if kind.__module__ == Refusal.__module__} <= set(STATUS_OF)
    assert set(STATUS_OF.values()) <= set(PAGES)


def test_what_a_refusal_quotes_cannot_become_part_of_the_page():
    answer = a_visitor_of_a_page_that_raises(NotFound("No <script>here</script>.")).get("/raises")
    assert "<script>here" not in answer.text
    assert "No &lt;script&gt;here" in answer.text


@pytest.mark.parametrize("status", sorted(PAGES))
def test_every_error_page_says_what_to_do_next_and_whom_to_ring(status: int):
    site = a_site()
    site.add_url_rule("/aborts", view_func=lambda: abort(status))
    answer = site.test_client().get("/aborts")
    assert answer.status_code == status
    assert str(PAGES[status].title) in answer.text
    assert str(PAGES[status].next) in answer.text
    assert A_PHONE in answer.text


@pytest.mark.parametrize(("status", "like"), [(418, 400), (501, 500)])
def test_a_status_without_words_of_its_own_borrows_those_of_its_kind(status: int, like: int):
    site = a_site()
    site.add_url_rule("/aborts", view_func=lambda: abort(status))
    answer = site.test_client().get("/aborts")
    assert answer.status_code == status
    assert str(PAGES[like].title) in answer.text


def test_a_fault_of_ours_shows_a_code_to_tell_and_nothing_of_the_fault(visitor: FlaskClient):
    answer = visitor.get("/style/fault")
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in answer.text
    assert "Traceback" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "telephone number, which" not in answer.text


def test_a_page_that_is_asked_the_wrong_way_says_which_ways_there_are(visitor: FlaskClient):
    answer = visitor.delete("/help")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "error", [TooManyRequests(retry_after=30), ServiceUnavailable(retry_after=30)]
)
def test_whoever_must_wait_is_told_how_long(error: Exception):
    answer = a_visitor_of_a_page_that_raises(error).get("/raises")
    assert answer.headers["Retry-After"] == "30"


def test_the_api_gets_a_problem_and_no_page():
    visitor = a_visitor_of_a_page_that_raises(
        Invalid("Give a postcode.", "postcode"), "/api/raises"
    )
    answer = visitor.get("/api/raises")
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.get_json(force=True) == {
        "type": "about:blank",
        # Its name differs between the Pythons that we promise.
        "title": HTTPStatus(422).phrase,
        "status": 422,
        "detail": "Give a postcode.",
        "field": "postcode",
        "request": answer.headers["X-Request-ID"],
    }
    assert visitor.get("/api/none").get_json(force=True)["status"] == 404


def test_a_program_gets_a_problem_even_where_nothing_was_read_of_what_it_asks():
    visitor = a_site(public_url="https://help.example.org").test_client()
    for method, path, name, status in (
        ("GET", "/api/v1/needs", "elsewhere.example", 400),
        ("GET", "/api/v1/nothing", "help.example.org", 404),
        ("DELETE", "/api/v1/needs", "help.example.org", 405),
    ):
        answer = visitor.open(path, method=method, base_url=f"https://{name}")
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
        assert answer.get_json(force=True)["request"] == answer.headers["X-Request-ID"]
        assert "elsewhere" not in answer.text


def test_a_missing_slash_is_still_mended_by_flask():
    site = a_site()
    site.add_url_rule("/folder/", view_func=lambda: "here")
    assert site.test_client().get("/folder").status_code == 308


def test_what_a_refusal_fills_in_leaves_nothing_of_it_in_english(pseudo_catalogue: Path):
    site = a_site(translations=[pseudo_catalogue])

    def raises() -> str:
        raise Invalid("Please use at most %(most)s letters.", "name", most=2_000)

    site.add_url_rule("/raises", view_func=raises)
    client = site.test_client()
    client.set_cookie("nearhand-language", "ar")
    page = client.get("/raises").text
    assert "letters" not in page
    assert "2,000" in page or "٢" in page
    assert "Please use at most 2,000 letters." in site.test_client().get("/raises").text
