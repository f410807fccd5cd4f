"""Every job of the table works on an empty database, and on itself once more."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matcher.bootstrap import Tools
from matcher.config_post import RoundTimes
from matcher.jobs.job import Job, for_a_while, while_full
from matcher.jobs.table import due_slot, jobs
from tests.matcher.service.sending import Clock
from tests.web.sites import living_tools

ROOT = Path(__file__).resolve().parents[3]
# A round compiles the solver, which a round's own tests wait for already.
QUICK = [job for job in jobs() if job.name != "rounds"]


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Tools]:
    tools = living_tools(tmp_path)
    yield tools
    tools.database.close()


@pytest.mark.parametrize("job", QUICK, ids=lambda job: job.name)
def test_a_job_with_nothing_to_do_does_nothing_twice(tools: Tools, job: Job):
    assert (job.run(tools), job.run(tools)) == (0, 0)


def test_every_job_has_a_name_of_its_own():
    names = [job.name for job in jobs()]
    assert len(set(names)) == len(names)


def test_the_page_for_operators_has_each_job_and_no_other():
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = page[page.index("| job |") :].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)`", table, flags=re.MULTILINE) == [job.name for job in jobs()]


def test_a_verb_is_called_while_it_finds_as_many_as_it_may(tools: Tools):
    left = [5, 5, 2, 7]
    assert while_full(lambda act, most: left.pop(0), 5)(tools) == 12
    assert left == [7]


def test_what_never_comes_to_an_end_stops_before_a_stop_waits_for_long():
    clock, goes = Clock(), []

    def slow() -> bool:
        goes.append(clock.now)
        clock.later(timedelta(seconds=8))
        return True

    for_a_while(slow, clock)
    assert len(goes) == 3
    for_a_while(lambda: bool(goes and goes.pop()), clock)
    assert goes == [], "and as soon as nothing is left"


@pytest.mark.parametrize(
    ("shown", "slot"),
    [
        ("2026-07-02T07:59:59", "2026-07-02T07:00:00"),
        ("2026-07-02T06:59:59", None),  # before eight in London's summer
        ("2026-01-02T07:30:00", None),  # half past seven in its winter
        ("2026-01-02T20:59:59", "2026-01-02T20:00:00"),
        ("2026-01-02T21:00:00", None),
    ],
)
def test_rounds_start_on_the_hour_by_day_in_london(shown: str, slot: str | None):
    found = due_slot(datetime.fromisoformat(shown).replace(tzinfo=UTC), RoundTimes())
    assert found == (datetime.fromisoformat(slot).replace(tzinfo=UTC) if slot else None)
