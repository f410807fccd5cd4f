"""Figures for Prometheus: by page, for who may see them."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from matcher.config_web import Mode
from matcher.domain.contact import ContactWay
from matcher.service.leading import note_job, take_the_lead
from tests.matcher.service.sending import a_posted_letter
from tests.web.sites import a_visitor, living_tools
from web.app import create_app


def test_answers_are_counted_by_the_pattern_of_their_path():
    visitor = a_visitor()
    visitor.get("/help")
    visitor.get("/help")
    visitor.get("/no-such-page/for/ada")
    figures = visitor.get("/metrics").text
    assert 'nearhand_requests_total{method="GET",page="/help",status="200"} 2.0' in figures
    assert 'page="(no such page)",status="404"} 1.0' in figures
    assert 'nearhand_request_seconds_count{method="GET",page="/help"} 2.0' in figures
    assert "ada" not in figures


@pytest.mark.parametrize(
    ("authorization", "status"),
    [("", 404), ("Bearer wrong", 404), ("Bearer right-and-long", 200)],
)
def test_where_there_is_a_token_only_who_has_it_sees_them(authorization: str, status: int):
    visitor = a_visitor(metrics_token="right-and-long", mode=Mode.LIVE)
    answer = visitor.get("/metrics", headers={"Authorization": authorization})
    assert answer.status_code == status


def test_where_people_are_served_and_no_token_is_set_nobody_sees_them():
    assert a_visitor(mode=Mode.LIVE).get("/metrics").status_code == 404


def test_several_processes_answer_for_all(tmp_path: Path):
    """The library decides at import where it counts, so each is a process of its own."""
    ask = (
        "from tests.web.sites import a_visitor; v = a_visitor(); v.get('/help'); "
        "print(v.get('/metrics').text)"
    )
    surroundings = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": "."}
    root = Path(__file__).resolve().parent.parent.parent
    for _process in range(2):
        asked = subprocess.run(
            [sys.executable, "-c", ask],
            env=surroundings,
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        )
    assert 'page="/help",status="200"} 2.0' in asked.stdout


def test_the_service_is_measured_by_what_its_database_says(tmp_path: Path):
    tools = living_tools(tmp_path)
    visitor = create_app(tools).test_client()
    with tools.acting() as act:
        a_posted_letter(act.store, way=ContactWay.TEXT)
        take_the_lead(act, "a worker", for_=timedelta(minutes=1))
        note_job(act, "dispatch", began_at=act.now, failed_with="OSError", runs=7, failures=2)
    figures = visitor.get("/metrics").text
    assert 'nearhand_messages{state="waiting",way="text"} 1.0' in figures
    assert "nearhand_worker_leads 1.0" in figures
    assert 'nearhand_job_runs_total{job="dispatch"} 7.0' in figures
    assert 'nearhand_job_failures_total{job="dispatch"} 2.0' in figures
    tools.database.close()
