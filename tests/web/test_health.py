"""Alive is not ready: a process that lacks something says so, and is left alone for a while."""

from datetime import timedelta
from pathlib import Path

from matcher.service.leading import take_the_lead
from tests.matcher.service.sending import a_reader
from tests.web.sites import a_site_with_checks, living_tools
from web.app import create_app


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


def test_what_is_only_told_keeps_nobody_away():
    checks = (("database", lambda: None), ("worker", lost, False))
    answer = a_site_with_checks(*checks).test_client().get("/ready")
    assert (answer.status_code, answer.json["status"]) == (200, "ready")
    assert answer.json["checks"]["worker"] == "ConnectionError"


def test_our_own_tools_look_at_the_map_the_tables_the_key_and_the_worker(tmp_path: Path):
    tools = living_tools(tmp_path)
    answer = create_app(tools).test_client().get("/ready")
    good = {"map": "good", "database": "good", "key": "good"}
    assert (answer.status_code, answer.json["checks"]) == (200, good | {"worker": "Conflict"})
    with tools.acting() as act:
        take_the_lead(act, "a worker", for_=timedelta(minutes=1))
    assert create_app(tools).test_client().get("/ready").json["checks"]["worker"] == "good"
    tools.database.close()


def test_a_key_that_does_not_open_what_is_kept_is_not_ready(tmp_path: Path):
    tools = living_tools(tmp_path)
    with tools.acting() as act:
        a_reader(act.store)
    answer = create_app(tools).test_client().get("/ready")
    assert (answer.status_code, answer.json["checks"]["key"]) == (503, "Invalid")
    tools.database.close()
