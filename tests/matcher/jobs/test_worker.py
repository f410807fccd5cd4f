"""One worker leads; when it stops or dies, the next one takes over."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from matcher.bootstrap import Tools
from matcher.jobs.job import Job
from matcher.jobs.worker import Worker
from matcher.service.leading import leader
from tests.matcher.service.sending import Clock
from tests.web.sites import living_tools

# Whoever waits for an event has it at once where all is well; only a failure waits so long.
SOON_S = 120


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Tools]:
    """With a clock that stands still: no lease runs out because the machine was busy."""
    living = living_tools(tmp_path)
    tools = replace(living, now=Clock())
    yield tools
    tools.database.close()
    living.database.close()


class Counting:
    """A job that says when it has run."""

    def __init__(self) -> None:
        self.ran = Event()

    def __call__(self, _tools: Tools) -> int:
        self.ran.set()
        return 0


@contextmanager
def working(
    tools: Tools,
    run: Callable[[Tools], int],
    *,
    lease_s: float = 30,
    name: str = "ada",
    every_s: float = 0.05,
) -> Iterator[tuple[Worker, Event]]:
    stop = Event()
    worker = Worker(tools, [Job("count", every_s, run)], lease_s=lease_s, name=name)
    thread = Thread(target=worker.run, args=[stop])
    thread.start()
    try:
        yield worker, stop
    finally:
        stop.set()
        thread.join(SOON_S)
        assert not thread.is_alive()


def who_leads(tools: Tools) -> str | None:
    with tools.looking() as act:
        return leader(act)


def test_a_worker_takes_the_lead_runs_its_jobs_and_gives_the_lead_back(tools: Tools):
    count = Counting()
    with working(tools, count) as (worker, _stop):
        assert count.ran.wait(SOON_S)
        assert worker.leads
        assert who_leads(tools) == "ada"
    assert who_leads(tools) is None
    assert not worker.leads


def test_of_two_workers_one_runs_the_jobs_and_the_second_takes_over(tools: Tools):
    first, second = Counting(), Counting()
    with working(tools, first, name="ada", lease_s=0.6) as (ada, stop):
        assert first.ran.wait(SOON_S)
        with working(tools, second, name="bob", lease_s=0.6) as (bob, _stop):
            first.ran.clear()
            assert first.ran.wait(SOON_S), "the one who leads goes on"
            assert (ada.leads, bob.leads, second.ran.is_set()) == (True, False, False)
            stop.set()
            assert second.ran.wait(SOON_S)
            assert who_leads(tools) == "bob"


def test_a_clock_that_is_set_back_keeps_no_job_waiting(tmp_path: Path):
    living, clock, count = living_tools(tmp_path), Clock(), Counting()
    tools = replace(living, now=clock)
    with working(tools, count, lease_s=0.6, every_s=3_600) as (worker, _stop):
        assert count.ran.wait(SOON_S)
        count.ran.clear()

        def runs_once_it_is_an_hour_earlier() -> bool:
            clock.later(timedelta(hours=-1))
            return count.ran.wait(1)

        # Again where the first run was still being noted: of a job there is one at a time.
        assert any(runs_once_it_is_an_hour_earlier() for _ in range(SOON_S))
        assert worker.leads
    tools.database.close()
    living.database.close()


def test_a_stop_waits_for_what_is_running(tools: Tools):
    began, finish, ended = Event(), Event(), Event()

    def long(_tools: Tools) -> int:
        began.set()
        assert finish.wait(SOON_S)
        ended.set()
        return 0

    with working(tools, long) as (_worker, stop):
        assert began.wait(SOON_S)
        stop.set()
        finish.set()
    assert ended.is_set()
