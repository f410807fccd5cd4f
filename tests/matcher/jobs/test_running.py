"""A job that fails is logged, counted and noted, and stops no other."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from matcher.bootstrap import Tools
from matcher.domain.refusals import Away, Busy
from matcher.jobs.job import Job
from matcher.jobs.running import NOTED_EVERY, Runner
from matcher.service.leading import JobRun, jobs_lately
from matcher.service.log_lines import logging_to
from tests.matcher.service.sending import Clock
from tests.web.sites import living_tools


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tools(tmp_path: Path, clock: Clock) -> Iterator[Tools]:
    living = living_tools(tmp_path)
    tools = replace(living, now=clock)
    yield tools
    tools.database.close()
    living.database.close()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    with logging_to(stream):
        yield stream


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def fails(_tools: Tools) -> int:
    raise ValueError("ada@example.org would not have it")


def nothing(_tools: Tools) -> int:
    return 0


def lately(tools: Tools) -> dict[str, JobRun]:
    with tools.looking() as act:
        return {run.name: run for run in jobs_lately(act)}


def test_a_job_that_fails_says_what_kind_of_error_and_where_and_nothing_more(
    tools: Tools, log: io.StringIO
):
    Runner(tools).run(Job("dispatch", 2, fails))
    [line] = lines(log)
    assert (line["level"], line["event"], line["job"]) == ("error", "job failed", "dispatch")
    assert line["fault"] == "ValueError"
    assert "in fails" in line["where"][-1]
    assert "ada" not in log.getvalue()
    run = lately(tools)["dispatch"]
    assert (run.failed_with, run.runs, run.failures, run.good_at) == ("ValueError", 1, 1, None)


def test_a_busy_database_is_no_more_than_a_warning(tools: Tools, log: io.StringIO):
    def busy(_tools: Tools) -> int:
        raise Busy("Come back.")

    Runner(tools).run(Job("lapses", 30, busy))
    assert [line["level"] for line in lines(log)] == ["warning"]


def test_of_what_we_lean_on_the_log_says_why_it_is_away(tools: Tools, log: io.StringIO):
    def full(_tools: Tools) -> int:
        raise Away("The disk is full.")

    Runner(tools).run(Job("lapses", 30, full))
    assert [line["why"] for line in lines(log)] == ["The disk is full."]


def test_what_a_job_did_is_logged_and_doing_nothing_is_not(tools: Tools, log: io.StringIO):
    runner = Runner(tools)
    runner.run(Job("reminders", 60, nothing))
    runner.run(Job("reminders", 60, lambda _tools: 3))
    assert [(line["job"], line["did"]) for line in lines(log)] == [("reminders", 3)]


def test_runs_are_noted_now_and_then_and_every_change_at_once(tools: Tools, clock: Clock):
    runner, good = Runner(tools), Job("dispatch", 2, nothing)
    for _ in range(4):
        runner.run(good)
        clock.later(timedelta(seconds=2))
    assert lately(tools)["dispatch"].runs == 1, "the others wait to be noted"
    runner.run(Job("dispatch", 2, fails))
    run = lately(tools)["dispatch"]
    assert (run.runs, run.failures, run.failed_with) == (5, 1, "ValueError")
    runner.run(good)
    assert lately(tools)["dispatch"].failed_with is None
    clock.later(NOTED_EVERY)
    runner.run(good)
    run = lately(tools)["dispatch"]
    assert (run.runs, run.failures, run.good_at) == (7, 1, clock.now)
