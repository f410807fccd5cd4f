"""Instances in Solomon's format are read as they were meant, and distances are real-valued."""

from math import inf

import pytest

from matcher.domain.refusals import Invalid
from matcher.engine.routes import Effort, plan_routes
from scripts.bench.solomon import (
    PARTS,
    distance_of,
    problem_from,
    read_folder,
    read_instance,
)

# Four customers at the corners of a square around the depot, invented for these tests.
PUBLISHED = """SQUARE

VEHICLE
NUMBER     CAPACITY
  2          20

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

    0      10       10        0         0        100         0
    1       0        0       10         0        100         5
    2       0       20       10         0        100         5
    3      20       20       10         0        100         5
    4      20        0       10         0         30         5
"""
TSPLIB = """NAME : SQUARE
TYPE : CVRPTW
DIMENSION : 5
VEHICLES : 2
CAPACITY : 20
SERVICE_TIME : 5
EDGE_WEIGHT_TYPE : EXACT_2D
NODE_COORD_SECTION
1 10 10
2 0 0
3 0 20
4 20 20
5 20 0
DEMAND_SECTION
1 0
2 10
3 10
4 10
5 10
TIME_WINDOW_SECTION
1 0 100
2 0 100
3 0 100
4 0 100
5 0 30
DEPOT_SECTION
1
-1
EOF
"""
# Two runs, each to two neighbouring corners.
SHORTEST = 2 * (20 + 2 * 200**0.5)


@pytest.fixture
def square(tmp_path):
    (tmp_path / "SQUARE.txt").write_text(PUBLISHED, encoding="utf-8")
    return tmp_path / "SQUARE.txt"


def test_both_ways_of_writing_an_instance_say_the_same(square):
    (square.parent / "SQUARE.vrptw").write_text(TSPLIB, encoding="utf-8")
    assert read_instance(square) == read_instance(square.with_suffix(".vrptw"))
    assert [path.name for path in read_folder(square.parent)] == ["SQUARE.txt", "SQUARE.vrptw"]


def test_the_folders_table_says_the_fleet_and_the_best_known_distance(square):
    assert read_instance(square).best_known is None
    table = "instance,vehicles,best_known_distance\nSQUARE,3,96.5\n"
    (square.parent / "best_known.csv").write_text(table, encoding="utf-8")
    instance = read_instance(square)
    assert (instance.vehicles, instance.best_known) == (3, 96.5)


@pytest.mark.parametrize("text", ["", "SQUARE\n2 20\n", TSPLIB.replace("CAPACITY : 20\n", "")])
def test_what_is_no_instance_is_refused_by_name(square, text):
    square.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match=r"SQUARE\.txt is not an instance"):
        read_instance(square)


def test_a_folder_without_instances_is_refused(tmp_path):
    with pytest.raises(Invalid, match="has no instance"):
        read_folder(tmp_path)


def test_the_planner_finds_the_shortest_runs(square):
    instance = read_instance(square)
    result = plan_routes(problem_from(instance), effort=Effort(50, None))
    routes = [[visit.stop for visit in walked.visits] for walked in result.walks]
    assert distance_of(instance, routes) == pytest.approx(SHORTEST)
    # In whole parts of a unit the ways are off by less than one part each.
    assert result.metres == pytest.approx(SHORTEST * PARTS, abs=6)


def test_times_are_rounded_up_and_whole_ways_stay_whole(square):
    legs = problem_from(read_instance(square)).legs
    assert legs.seconds[0, 0, 1] == legs.metres[0, 0, 1] == 20 * PARTS
    assert legs.seconds[0, 0, 4] == legs.metres[0, 0, 4] + 1  # 14.14213 56


@pytest.mark.parametrize(
    "routes",
    [
        [[0, 1], [2]],
        [[0, 1], [2, 3, 3]],
        [[0], [1], [2, 3]],
        [[0, 1, 2], [3]],
        [[0, 1], [2, 3]],
    ],
    ids=["one left out", "one twice", "too many vehicles", "too full", "too late"],
)
def test_a_route_that_breaks_a_rule_has_no_distance(square, routes):
    assert distance_of(read_instance(square), routes) == inf
