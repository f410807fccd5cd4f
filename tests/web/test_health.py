"""Alive is not ready: a process that lacks something says so, and is left alone for a while."""

from flask.testing import FlaskClient

from matcher.bootstrap import Tools
from matcher.config import Config
from tests.web.sites import a_site_with_checks


def lost() -> None:
    raise ConnectionError("postgres://ada:s3cret@db.example")


def test_alive_looks_at_nothing_else():
    visitor = a_site_with_checks(("database", lost)).test_client()
    assert visitor.get("/health").json == {"status": "alive"}


def test_ready_when_every_check_holds():
    answer = a_site_with_checks(("database", lambda: None)).test_client().get("/ready")
    assert (answer.status_code, answer.json) == (
        200,
        {"status": "ready", "checks": {"database": "good"}},
    )


def test_a_check_that_does_not_hold_is_named_without_its_text():
    visitor = a_site_with_checks(("map", lambda: None), ("database", lost)).test_client()
    answer = visitor.get("/ready")
    assert answer.status_code == 503
    assert answer.json == {
        "status": "not ready",
        "checks": {"map": "good", "database": "ConnectionError"},
    }


def test_our_own_tools_look_at_the_map(visitor: FlaskClient):
    assert [check.name for check in Tools(Config()).ready_checks] == ["map"]
    assert visitor.get("/ready").status_code == 200
