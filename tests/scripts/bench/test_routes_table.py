"""What is told of the planner of runs; how fast it was is nobody's business."""

import pytest

from matcher.domain.runs import MOST_STOPS
from scripts.bench.routes_day import day_by_seed
from scripts.bench.routes_table import average_gap, day_promise, folder_promise


def a_row(**said):
    return {"instance": "R1", "gap_percent": 0.4, "unserved": 0} | said


def test_the_average_is_of_all_instances_or_there_is_none():
    assert average_gap([a_row(), a_row(gap_percent=0.8)]) == pytest.approx(0.6)
    assert average_gap([a_row(), a_row(gap_percent=None)]) is None
    assert average_gap([]) is None


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([a_row()], "kept: 0.400 %"),
        ([a_row(), a_row(gap_percent=1.8)], "NOT KEPT: 1.100 %"),
        ([a_row(instance="R2", unserved=1)], "NOT KEPT: somebody is left out in R2."),
        ([a_row(gap_percent=None)], "No average"),
    ],
)
def test_a_promise_about_a_folder_is_said_to_be_kept_or_not(rows, said):
    assert folder_promise(rows).startswith(said)


@pytest.mark.parametrize(
    ("after_s", "unserved", "said"),
    [(0.5, 0, "kept: all 200 stops"), (15.1, 0, "NOT KEPT"), (None, 3, "NOT KEPT: 3 stops")],
)
def test_the_promise_about_a_day_counts_until_all_are_served(after_s, unserved, said):
    row = {"stops": 200, "drivers": 8, "unserved": unserved, "all_served_after_s": after_s}
    assert day_promise(row).startswith(said)


def test_a_day_by_seed_is_the_same_each_time_and_as_large_as_promised():
    day = day_by_seed(7)
    assert day == day_by_seed(7) != day_by_seed(8)
    assert (len(day.stops), len(day.drivers)) == (200, 8)
    assert len(day.stops) < MOST_STOPS
    assert sum(one.parcels for one in day.drivers) > sum(one.parcels for one in day.stops)
