"""The log says what happened and when, and nothing of who or what about."""

import io
import json
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.web.sites import a_site, a_visitor
from web.request_log import log_to, logger


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = log_to(stream)
    yield stream
    logger.removeHandler(handler)
    logger.propagate = True


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def a_visitor_with_a_secret_link() -> FlaskClient:
    site = a_site()
    site.add_url_rule("/proposals/<token>", view_func=lambda token: "Yes?")
    return site.test_client()


def test_a_request_is_one_line_with_its_id_and_the_pattern_of_its_path(log: io.StringIO):
    answer = a_visitor_with_a_secret_link().get("/proposals/s3cret?name=Ada")
    (line,) = lines(log)
    assert line["request"] == answer.headers["X-Request-ID"]
    assert (line["method"], line["page"], line["status"]) == ("GET", "/proposals/<token>", 200)
    assert "s3cret" not in log.getvalue()
    assert "Ada" not in log.getvalue()
    assert "127.0.0.1" not in log.getvalue()


def test_a_path_that_leads_nowhere_is_not_repeated(log: io.StringIO):
    a_visitor().get("/proposals/s3cret/typed-wrong")
    assert lines(log)[0]["page"] == "(no such page)"
    assert "s3cret" not in log.getvalue()


def test_a_fault_is_logged_by_kind_and_place_without_its_text(log: io.StringIO):
    a_visitor().get("/style/fault")
    fault, request = lines(log)
    assert fault["fault"] == "RuntimeError"
    assert "in fault" in str(fault["where"])
    assert request["status"] == 500
    assert fault["request"] == request["request"]
    assert "telephone" not in log.getvalue()


def test_only_a_trusted_server_in_front_may_give_the_id():
    given = {"X-Request-ID": "from-the-front-1"}
    assert a_visitor().get("/health", headers=given).headers["X-Request-ID"] != "from-the-front-1"
    behind = a_visitor(trusted_proxies=1)
    assert behind.get("/health", headers=given).headers["X-Request-ID"] == "from-the-front-1"
    forged = {"X-Request-ID": 'two"lines'}
    assert behind.get("/health", headers=forged).headers["X-Request-ID"] != 'two"lines'
