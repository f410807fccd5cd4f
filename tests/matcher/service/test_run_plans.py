"""A day goes in with ids and comes out with ids, and changes by hand are kept."""

import pytest

from matcher.domain.refusals import Conflict
from matcher.domain.run_edits import locked_run, moved, set_out
from matcher.domain.runs import Locked
from matcher.domain.unserved import WhyUnserved
from matcher.service.run_plans import Effort, plan_runs
from tests.builders import at
from tests.run_builders import a_day, a_driver, a_stop

SHORT = Effort(rounds=100, time_limit_s=None)
STOPS = [a_stop(f"e{n}", place=at(700 * n)) for n in range(1, 5)]
STOPS += [a_stop(f"w{n}", place=at(-700 * n)) for n in range(1, 5)]
DRIVERS = (a_driver("ann", parcels=5), a_driver("bob", parcels=5))


def planned(**said):
    return plan_runs(a_day(*STOPS, drivers=DRIVERS, **said), effort=SHORT)


def orders(plan):
    return {run.driver_id: [stop.stop_id for stop in run.stops] for run in plan.runs}


def test_runs_say_who_is_where_when_with_how_much():
    plan = plan_runs(a_day(STOPS[0], a_stop("big", parcels=30)), effort=SHORT)
    (run,) = plan.runs
    assert (run.driver_id, run.parcels, run.weight_g, run.metres) == ("ann", 1, 6_000, 1_820)
    (stop,) = run.stops
    # 910 m each way at 300 m a minute is 182 s; loading takes ten minutes, the door three.
    assert (stop.stop_id, stop.leave_s - stop.begin_s) == ("e1", 180)
    assert (stop.arrive_s, run.end_s) == (run.leave_depot_s + 182, stop.leave_s + 182)
    assert run.minutes == 20
    assert [(one.stop_id, one.why) for one in plan.unserved] == [("big", WhyUnserved.TOO_HEAVY)]


def test_a_stop_moved_by_hand_stays_there_and_the_rest_is_planned_anew():
    before = orders(planned())
    east = next(driver for driver, stops in before.items() if "e1" in stops)
    west = next(driver for driver, stops in before.items() if "w1" in stops)
    assert east != west
    locks = moved({}, before, "e4", west, 0)
    after = orders(planned(locked=locks))
    assert "e4" in after[west]
    assert sorted(id for run in after.values() for id in run) == sorted(one.id for one in STOPS)


def test_a_run_that_is_out_keeps_its_beginning_and_a_locked_run_stays_whole():
    before = orders(planned())
    locks = set_out(locked_run({}, before, "ann"), before, "bob", done=2)
    day = a_day(*STOPS, a_stop("new", place=at(300)), drivers=DRIVERS, locked=locks)
    plan = plan_runs(day, before=before, effort=SHORT)
    assert [stop for stop in orders(plan)["ann"] if stop != "new"] == before["ann"]
    assert orders(plan)["bob"][:2] == before["bob"][:2]
    assert not plan.unserved


def test_a_lock_that_cannot_be_kept_says_whose_it_is_and_why():
    locked = {"bob": Locked(tuple(stop.id for stop in STOPS))}
    with pytest.raises(Conflict, match=r"for bob cannot be kept: they are more than the vehicle"):
        planned(locked=locked)
