"""Runs keep every rule on random days, are the cheapest on tiny ones, and say what they leave."""

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest

from matcher.domain.day_times import hours
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.runs import Depot, Locked, RunParams
from matcher.domain.travel import VehicleKind
from matcher.domain.unserved import WhyUnserved
from matcher.engine.routes import Effort, plan_routes
from matcher.engine.routes_legs import NO_WAY, Legs, straight_lines
from matcher.engine.routes_locks import WhyNot, broken_lock
from matcher.engine.routes_problem import places_of, problem_of
from matcher.engine.routes_reasons import why_unserved
from matcher.engine.routes_walk import cost_of, fits, places_in_time, walk
from tests.builders import HERE, at
from tests.matcher.engine.run_checking import run_faults_of
from tests.run_builders import DEPOT, a_day, a_driver, a_random_day, a_stop

SHORT = Effort(rounds=120, time_limit_s=None)


def planned(day, **said):
    return plan_routes(problem_of(day), **({"effort": SHORT} | said))


def orders(day, result):
    """The ids of each driver's stops, in order, for the runs that go out."""
    return {
        day.drivers[walked.driver].id: [day.stops[visit.stop].id for visit in walked.visits]
        for walked in result.walks
    }


def why_not(day, **said):
    """Why each stop that is not served is not."""
    problem, result = problem_of(day), planned(day, **said)
    routes = result.routes(len(day.drivers))
    return {
        day.stops[stop].id: why_unserved(day, problem, routes, stop) for stop in result.unserved
    }


@pytest.mark.parametrize("seed", range(30))
def test_every_plan_of_a_random_day_keeps_every_rule_and_every_lock(seed):
    day = a_random_day(seed, stops=(8, 14, 25)[seed % 3], drivers=2 + seed % 3)
    if broken_lock(problem_of(day)) is not None:
        with pytest.raises(Conflict):
            planned(day)
        day = replace(day, locked={})
    assert run_faults_of(day, planned(day, seed=seed)) == []


@pytest.mark.parametrize("seed", range(8))
def test_on_a_tiny_day_no_other_plan_is_cheaper(seed):
    day = replace(a_random_day(seed, stops=4, drivers=2), locked={})
    problem, result = problem_of(day), planned(day)
    required = [stop.prize_m is None for stop in day.stops]

    def worth(routes):
        walks = [walk(problem, row, order) for row, order in enumerate(routes) if order]
        ok = all(fits(problem, row, order) for row, order in enumerate(routes))
        if not ok or None in walks:
            return None
        left = [row for row in range(4) if not any(row in order for order in routes)]
        forgone = sum(day.stops[row].prize_m or 0 for row in left)
        return sum(required[row] for row in left), sum(
            cost_of(problem, one) for one in walks
        ) + forgone

    every = (
        (first, second)
        for who in product((None, 0, 1), repeat=4)
        for first in permutations([row for row in range(4) if who[row] == 0])
        for second in permutations([row for row in range(4) if who[row] == 1])
    )
    best = min(found for routes in every if (found := worth(routes)) is not None)
    assert (
        sum(required[row] for row in result.unserved),
        result.cost_m + result.forgone_m,
    ) == best


def test_where_not_all_can_be_served_those_who_were_missed_come_first_but_not_instead_of_two():
    # Room for two of three doors, all much the same: the farthest was missed lately.
    near, far, farther = (a_stop(f"{metres}", place=at(metres)) for metres in (900, 1_800, 2_700))
    small = (a_driver(parcels=2),)
    day = a_day(near, far, farther, drivers=small)
    assert "2700" not in orders(day, planned(day))["ann"]
    day = a_day(near, far, replace(farther, missed=1), drivers=small)
    assert "2700" in orders(day, planned(day))["ann"]
    # Two small parcels near by, or one large one of somebody who was missed: two get something.
    day = a_day(a_stop("a"), a_stop("b"), a_stop("c", parcels=2, missed=4), drivers=small)
    assert sorted(orders(day, planned(day))["ann"]) == ["a", "b"]


@pytest.mark.parametrize("seed", range(12))
def test_where_a_stop_fits_in_time_is_where_a_walk_with_it_is_in_time(seed):
    problem = problem_of(replace(a_random_day(seed), locked={}))
    for walked in plan_routes(problem, effort=SHORT).walks:
        order = [visit.stop for visit in walked.visits]
        for stop in set(range(problem.n_stops)) - set(order):
            walks = [
                walk(problem, walked.driver, [*order[:at], stop, *order[at:]])
                for at in range(len(order) + 1)
            ]
            in_time = [at for at, one in enumerate(walks) if one is not None]
            told = places_in_time(problem, walked.driver, order, stop)
            if any(len(problem.stops.windows[row]) > 1 for row in order):
                assert set(in_time) <= set(told)
            else:
                assert in_time == told


def test_the_same_seed_gives_the_same_plan():
    day = a_random_day(4, stops=20, drivers=3)
    day = replace(day, locked={})
    first, again = planned(day, seed=7), planned(day, seed=7)
    assert first.repeatable
    first, again = (replace(one, seconds=0, kept_after_s=0) for one in (first, again))
    assert first == again


def test_a_plan_made_from_another_is_no_worse_and_one_that_breaks_a_rule_is_not_begun_from():
    day = replace(a_random_day(4, stops=20, drivers=3), locked={})
    problem = problem_of(day)
    before = plan_routes(problem, effort=Effort(400, None))
    nothing = Effort(0, None)
    again = plan_routes(problem, before.routes(3), effort=nothing)
    assert again.cost_m + again.forgone_m <= before.cost_m + before.forgone_m
    assert set(again.unserved) <= set(before.unserved)
    all_by_one = [list(range(20)), [], []]
    assert run_faults_of(day, plan_routes(problem, all_by_one, effort=nothing)) == []


def test_progress_goes_from_none_to_all():
    told = []
    day = replace(a_random_day(1, stops=25), locked={})
    planned(day, effort=Effort(None, 0.7), tell=told.append)
    assert told
    assert told == sorted(told)
    assert 0 < told[0] <= told[-1] <= 1


def test_a_time_limit_alone_is_not_called_repeatable():
    assert not planned(a_day(a_stop()), effort=Effort(None, 0.05)).repeatable


def test_a_day_with_nothing_to_do_has_no_runs():
    assert planned(a_day()).walks == ()


def test_who_comes_from_home_loads_first_and_goes_home_afterwards():
    driver = a_driver(start=at(0, 3_000), finish=at(0, -3_000))
    (run,) = planned(a_day(a_stop(), drivers=(driver,))).walks
    assert run.metres == 3_900 + 1_300 + round(1.3 * (1_000**2 + 3_000**2) ** 0.5)
    assert run.leave_s - run.set_out_s == 3_900 * 60 // 300 + 600


def test_nobody_sets_out_only_to_wait_at_a_door():
    (run,) = planned(a_day(a_stop(windows=(hours("11:00", "11:30"),)))).walks
    assert run.visits[0].arrive_s == run.visits[0].begin_s == 11 * 3600
    assert run.slack_s == run.visits[0].slack_s == 1_800


def test_the_second_window_is_used_where_the_first_is_missed():
    windows = (hours("08:00", "08:30"), hours("12:00", "12:30"))
    (run,) = planned(a_day(a_stop(windows=windows))).walks
    assert run.visits[0].begin_s == 12 * 3600


def test_last_weeks_driver_comes_again_until_the_way_is_too_long():
    near = a_driver("near", start=at(1_000), finish=at(1_000))
    day = a_day(a_stop(last_driver="ann"), drivers=(a_driver("ann"), near))
    assert orders(day, planned(day)) == {"ann": ["s1"]}
    day = replace(day, params=RunParams(same_driver_m=0))
    assert orders(day, planned(day)) == {"near": ["s1"]}


def test_what_is_locked_keeps_driver_and_order_against_all_sense():
    stops = [a_stop(f"s{n}", place=at(500 * n)) for n in range(1, 7)]
    drivers = (a_driver("ann"), a_driver("bob"))
    day = a_day(*stops, drivers=drivers, locked={"bob": Locked(("s5", "s1", "s3"))})
    order = orders(day, planned(day))["bob"]
    assert [id for id in order if id in ("s5", "s1", "s3")] == ["s5", "s1", "s3"]
    day = replace(day, locked={"bob": Locked(("s6", "s2", "s5"), first=2)})
    assert orders(day, planned(day))["bob"][:2] == ["s6", "s2"]


def test_a_locked_stop_may_have_several_windows():
    windows = (hours("08:00", "08:30"), hours("12:00", "12:30"))
    day = a_day(a_stop("s1", windows=windows), a_stop("s2"), locked={"ann": Locked(("s2", "s1"))})
    assert orders(day, planned(day)) == {"ann": ["s2", "s1"]}


@pytest.mark.parametrize(
    ("stop", "why"),
    [
        ({"blocked": frozenset({"ann"})}, WhyNot.NOT_ALLOWED),
        ({"parcels": 21}, WhyNot.TOO_FULL),
        ({"windows": (hours("14:00", "15:00"),)}, WhyNot.NOT_IN_TIME),
    ],
)
def test_a_lock_that_cannot_be_kept_is_refused_before_anything_is_planned(stop, why):
    day = a_day(a_stop(**stop), locked={"ann": Locked(("s1",))})
    assert broken_lock(problem_of(day)) == (0, why)
    with pytest.raises(Conflict, match="unlock"):
        planned(day)


@pytest.mark.parametrize(
    ("stop", "why"),
    [
        ({"blocked": frozenset({"ann"})}, WhyUnserved.BLOCKED),
        ({"depot": "d2"}, WhyUnserved.OTHER_DEPOT),
        ({"two_people": True}, WhyUnserved.NOT_TWO_PEOPLE),
        ({"parcels": 21}, WhyUnserved.TOO_HEAVY),
        ({"weight_g": 200_001}, WhyUnserved.TOO_HEAVY),
        ({"windows": (hours("14:00", "15:00"),)}, WhyUnserved.NOBODY_THEN),
        ({"service_s": 4 * 3600}, WhyUnserved.TOO_LONG),
        ({"prize_m": 100}, WhyUnserved.NOT_WORTH_THE_WAY),
    ],
)
def test_a_stop_that_nobody_can_serve_says_why_and_the_others_are_served(stop, why):
    # Where others are served anyway, one more costs little: this one lies by itself.
    alone = a_stop("alone", **({"place": at(-2_000)} | stop))
    day = a_day(alone, a_stop("fine"), depots=(DEPOT, Depot("d2", HERE)))
    assert orders(day, planned(day)) == {"ann": ["fine"]}
    assert why_not(day) == {"alone": why}


def test_what_is_full_and_what_is_out_of_time_are_told_apart():
    full = a_day(a_stop("s1", parcels=12), a_stop("s2", parcels=11))
    assert why_not(full) == {"s1": WhyUnserved.ALL_FULL}
    late = a_day(*(a_stop(f"s{n}", service_s=2 * 3600) for n in range(2)))
    assert set(why_not(late).values()) == {WhyUnserved.NO_TIME_LEFT}


def test_a_stop_that_must_be_served_comes_before_many_that_need_not():
    must = a_stop("must", parcels=20, place=at(9_000))
    day = a_day(*(a_stop(f"s{n}", prize_m=50_000) for n in range(6)), must)
    assert orders(day, planned(day)) == {"ann": ["must"]}


def test_a_day_on_which_nearly_nothing_may_be_done_by_most_stays_within_its_numbers():
    drivers = [a_driver(f"d{n}", aboard=1 + (n == 0), parcels=60) for n in range(4)]
    stops = [
        a_stop(f"s{n:03}", place=at(40 * n), weight_g=0, two_people=n % 4 > 0, service_s=60)
        for n in range(120)
    ]
    day = a_day(*stops, drivers=tuple(drivers))
    result = planned(day, effort=Effort(20, None))
    assert run_faults_of(day, result) == []
    assert 120 - len(result.unserved) >= 60


def test_a_driver_who_cannot_leave_while_the_depot_is_open_stays_at_home():
    late = a_driver("late", hours=hours("19:55", "22:00"))
    day = a_day(a_stop(), drivers=(late,))
    assert planned(day).walks == ()
    assert why_not(day) == {"s1": WhyUnserved.NOBODY_THEN}


def test_the_order_typed_in_is_told_beside():
    # From side to side of the depot, ever further out.
    stops = [a_stop(f"s{n}", place=at(1_000 * (-1) ** n * n)) for n in range(1, 7)]
    result = planned(a_day(*stops, a_stop("early", windows=(hours("09:00", "09:20"),))))
    assert result.typed.metres > 1.5 * result.metres
    assert (result.typed.runs, result.typed.outside_windows, result.typed.left_over) == (1, 1, 0)


def test_straight_lines_are_what_travel_says():
    day = a_random_day(2)
    places = places_of(day)
    legs = straight_lines(places, day.travel)
    for a, b in ((0, 5), (5, 0), (3, len(places) - 1)):
        metres = day.travel.metres(places[a], places[b])
        assert legs.metres[0, a, b] == metres
        assert [legs.seconds[row, a, b] for row in range(3)] == [
            day.travel.seconds(metres, kind) for kind in VehicleKind
        ]


def test_ways_from_a_street_map_can_be_handed_in_and_need_not_be_the_same_back():
    day = a_day(a_stop("s1"), a_stop("s2", place=at(2_000)))
    there = np.array([[0, 500, 9_000], [9_000, 0, 500], [500, 9_000, 0]], np.int64)
    legs = Legs(np.stack([there] * 3), np.stack([there // 5] * 3))
    result = plan_routes(problem_of(day, legs), effort=SHORT)
    assert orders(day, result) == {"ann": ["s1", "s2"]}
    assert result.metres == 1_500


@pytest.mark.parametrize(
    ("metres", "sentence"),
    [
        (np.zeros((3, 2, 2), np.int32), "whole numbers"),
        (np.full((3, 2, 2), -1), "between 0 and"),
        (np.full((3, 2, 2), NO_WAY + 1), "between 0 and"),
        (np.ones((3, 2, 2), np.int64), "to itself must be 0"),
    ],
)
def test_ways_that_make_no_sense_are_refused(metres, sentence):
    with pytest.raises(Invalid, match=sentence):
        Legs(metres, np.zeros((3, 2, 2), np.int64))


def test_ways_between_too_few_places_are_refused():
    legs = straight_lines([HERE], a_day().travel)
    with pytest.raises(Invalid, match="between 2 places"):
        problem_of(a_day(a_stop()), legs)
