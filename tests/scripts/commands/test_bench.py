"""`nearhand bench` from end to end on the smallest town; how fast it was is nobody's business."""

import json

import pytest

from scripts import cli
from scripts.bench.run import beside, best_of, chosen, gap_of
from scripts.bench.sizes import METHODS, SIZES
from scripts.bench.table import COLUMNS, cells_of, promises_kept
from tests.scripts.bench.test_solomon import PUBLISHED, SHORTEST


def test_a_town_is_measured_and_told_as_json(capfd):
    assert cli.main(["bench", "town", "--methods", "greedy,floor", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["seed"], told["runs"]) == (2020, 1)
    greedy, floor = told["pairing"]
    assert (greedy["size"], greedy["method"], floor["method"]) == ("town", "greedy", "floor")
    assert greedy["served"] + greedy["unserved"] == greedy["units"] == floor["units"]
    assert floor["objective"] < greedy["objective"]
    assert greedy["lower_bound"] is greedy["gap"] is greedy["seconds_over_ours"] is None
    assert floor["seconds_over_floor"] == 1
    assert greedy["peak_mb"] >= greedy["peak_beyond_instance_mb"] >= 0


def test_a_pipe_gets_the_whole_table(capfd):
    assert cli.main(["bench", "town", "--methods", "greedy"]) == 0
    said, remarks = capfd.readouterr()
    assert remarks == ""
    assert all(title in said for title, _ in COLUMNS)
    assert "…" not in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["village"],
            "'town', 'borough', 'london', 'scarce', 'country',"
            " 'match', 'round', 'live', 'load', 'imports', 'map'",
        ),
        (["town", "--methods", "luck"], "“luck” is not one of nearhand, greedy, balltree, floor."),
        (["country", "--pack", "no/pack"], "python -m scripts.build_geodata --region gb"),
        (["town", "--runs", "0"], "--runs"),
        (["routes", "no/folder"], "'no/folder' does not exist"),
        (["routes", ".", "."], "reads one folder"),
        (["town", "routes"], "routes is measured by itself"),
        (["routes", "tests"], "has no instance"),
    ],
)
def test_what_cannot_be_measured_is_said_at_once(capfd, arguments, sentence):
    assert cli.main(["bench", *arguments]) == 2
    said, remarks = capfd.readouterr()
    assert said == ""
    assert sentence in " ".join(remarks.split())


def test_runs_are_planned_for_every_instance_of_a_folder(tmp_path, capfd):
    (tmp_path / "SQUARE.txt").write_text(PUBLISHED, encoding="utf-8")
    table = f"instance,vehicles,best_known_distance\nSQUARE,2,{SHORTEST}\n"
    (tmp_path / "best_known.csv").write_text(table, encoding="utf-8")
    assert cli.main(["bench", "routes", str(tmp_path), "--seconds", "0.2"]) == 0
    said, _ = capfd.readouterr()
    assert "SQUARE +0.000 2 of 2" in " ".join(word for word in said.split() if "96.5" not in word)
    assert "kept: 0.000 % above the best known on average (at most 1 %)." in said


def test_runs_for_a_day_by_seed_are_told_as_json(capfd):
    assert cli.main(["bench", "routes", "--seconds", "0.2", "--json"]) == 0
    day = json.loads(capfd.readouterr().out)["day"]
    assert (day["stops"], day["drivers"]) == (200, 8)


def a_row(**said):
    usual = {
        "size": "london",
        "method": "nearhand",
        "objective": 1_000,
        "lower_bound": None,
        "units": 10,
        "served": 9,
        "unserved": 1,
        "travelled": 9,
        "total_distance_m": 4_000,
        "mean_distance_m": 444.4,
        "seconds": 2.0,
        "peak_mb": 500.0,
        "peak_beyond_instance_mb": 20.0,
    }
    return usual | said


def test_ratios_are_to_ours_and_to_the_floor_of_the_same_size():
    rows = [
        a_row(lower_bound=1_000),
        a_row(method="floor", objective=1_010, seconds=4.0),
        a_row(size="town", seconds=9.0),
    ]
    assert beside(rows, rows[1]) == {
        "dearer_than_ours_percent": pytest.approx(1.0),
        "seconds_over_ours": 2.0,
        "seconds_over_floor": 1.0,
    }
    assert beside(rows, rows[2])["seconds_over_floor"] is None
    assert cells_of(rows, rows[0])[-1] == "proven best"
    assert cells_of(rows, rows[1])[-1] == "none"
    assert gap_of(a_row(lower_bound=900)) == 0.1


@pytest.mark.parametrize(
    ("ours", "kept"),
    [
        ({"lower_bound": 1_000}, True),
        ({"lower_bound": 999}, False),
        ({"lower_bound": 1_000, "seconds": 3.0}, False),
        ({"lower_bound": 1_000, "peak_mb": 1_501.0}, False),
    ],
)
def test_a_promise_that_is_not_kept_is_said_to_be_so(ours, kept):
    rows = [a_row(**ours), a_row(method="floor", seconds=1.2), a_row(method="greedy", unserved=5)]
    line, beside_greedy = promises_kept(rows)
    assert line.startswith("london: kept" if kept else "london: NOT KEPT")
    assert "leaves 5 unserved where ours leaves 1" in beside_greedy


def test_of_several_runs_the_quickest_counts_with_the_highest_peak():
    rows = [a_row(seconds=2.0, peak_mb=10.0), a_row(seconds=1.0, peak_mb=9.0)]
    assert best_of(rows) == a_row(seconds=1.0, peak_mb=10.0)


def test_the_dense_way_is_left_out_where_it_would_not_fit_unless_it_is_named():
    assert METHODS["balltree"] in chosen([], SIZES["town"])
    assert METHODS["balltree"] not in chosen([], SIZES["london"])
    assert chosen(["balltree"], SIZES["london"]) == [METHODS["balltree"]]
