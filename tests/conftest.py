"""What every test stands on."""

import os
import sys
from pathlib import Path

import hypothesis
import pytest

# The same examples on every machine and run: a failure that nobody can repeat helps nobody.
# No deadline either: how fast this machine is today says nothing about the code.
hypothesis.settings.register_profile("nearhand", derandomize=True, deadline=None)
hypothesis.settings.load_profile("nearhand")


# The dearest files, which begin before all others: the last to begin should not be the longest.
DEAREST = (
    "proof/machine/test_walks.py",
    "proof/races/test_races.py",
    "web/test_in_a_browser.py",
    "proof/kill/test_kill.py",
    "web/story/test_food_bank_week.py",
    "web/story/test_story.py",
    "proof/races/test_changes_of_mind.py",
    "web/api/test_whole_document.py",
    "proof/machine/test_faults.py",
    "proof/stock/test_walks.py",
    "matcher/engine/test_edges.py",
    "matcher/engine/test_sigmod_shape.py",
    "matcher/service/test_rounds.py",
    "matcher/storage/test_fair_queue.py",
    "web/test_volunteers_in_a_browser.py",
)
_ORDER = {Path(__file__).parent / name: place for place, name in enumerate(DEAREST)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _ORDER.get(item.path, len(_ORDER)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Three for each two cores: a fifth of the time all wait for a browser, a database, a disk."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return cores + cores // 2


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Where CI runs, everything is there: a test that skips has not been run, and fails."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and in CI nothing may be: {report.longrepr}"
    return report
