"""What every test stands on."""

import os

import hypothesis
import pytest

# The same examples on every machine and run: a failure that nobody can repeat helps nobody.
# No deadline either: how fast this machine is today says nothing about the code.
hypothesis.settings.register_profile("nearhand", derandomize=True, deadline=None)
hypothesis.settings.load_profile("nearhand")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Where CI runs, everything is there: a test that skips has not been run, and fails."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and in CI nothing may be: {report.longrepr}"
    return report
