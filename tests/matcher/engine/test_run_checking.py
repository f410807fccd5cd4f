"""The checker of runs refuses wrong plans: each rule is broken once, and each break is found."""

from dataclasses import replace

import pytest

from matcher.domain.day_times import hours
from matcher.domain.runs import Locked
from matcher.engine.routes import Effort, plan_routes
from matcher.engine.routes_problem import problem_of
from tests.builders import at
from tests.matcher.engine.run_checking import run_faults_of
from tests.run_builders import a_day, a_driver, a_stop

DRIVERS = (a_driver("ann", parcels=2), a_driver("bob", parcels=2, aboard=2))
STOPS = (
    a_stop("s0", windows=(hours("10:00", "10:30"),)),
    a_stop("s1", place=at(1_500), two_people=True),
    a_stop("s2", place=at(-900), blocked=frozenset({"bob"})),
    a_stop("s3", place=at(-1_000)),
)
DAY = a_day(*STOPS, drivers=DRIVERS)
PLAN = plan_routes(problem_of(DAY), effort=Effort(50, None))
ANN, BOB = PLAN.walks


def with_run(walk, **said):
    """The plan with one of its runs told wrongly."""
    walks = tuple(replace(one, **said) if one is walk else one for one in PLAN.walks)
    return replace(PLAN, walks=walks)


def at_first(walk, **said):
    return with_run(walk, visits=(walk.visits[0]._replace(**said), *walk.visits[1:]))


def the_other_way_round(walk):
    return with_run(walk, visits=tuple(reversed(walk.visits)))


def test_a_right_plan_has_no_fault():
    assert [[DAY.stops[visit.stop].id for visit in one.visits] for one in PLAN.walks] == [
        ["s3", "s2"],
        ["s1", "s0"],
    ]
    assert run_faults_of(DAY, PLAN) == []


@pytest.mark.parametrize(
    ("day", "plan", "fault"),
    [
        (DAY, replace(PLAN, walks=(ANN,)), "s0 is in the plan 0 times"),
        (DAY, replace(PLAN, unserved=(3,)), "s3 is in the plan 2 times"),
        (DAY, replace(PLAN, walks=(ANN, ANN, BOB)), "a driver has two runs"),
        (DAY, replace(PLAN, walks=(replace(ANN, driver=1),)), "bob must not come to s2"),
        (DAY, with_run(BOB, driver=0), "s1 takes two people, and ann comes alone"),
        (
            a_day(*STOPS, drivers=(a_driver("ann", parcels=1), DRIVERS[1])),
            PLAN,
            "ann has room for 1 parcels and takes 2",
        ),
        (
            a_day(*STOPS, drivers=(DRIVERS[0], a_driver("bob", aboard=2, weight_g=11_999))),
            PLAN,
            "bob carries 11999 g and takes 12000",
        ),
        (DAY, at_first(ANN, arrive_s=1), "and it says 1"),
        (DAY, at_first(BOB, begin_s=0), "s1 is served at 0, outside its windows"),
        (DAY, the_other_way_round(BOB), "bob is at s0"),
        (DAY, with_run(ANN, set_out_s=8 * 3600), "ann sets out before their hours"),
        (DAY, with_run(ANN, leave_s=ANN.leave_s - 1), "ann leaves before the depot has loaded"),
        (DAY, with_run(ANN, leave_s=22 * 3600), "ann leaves when the depot is shut"),
        (DAY, with_run(ANN, end_s=ANN.end_s + 1), f"and it says {ANN.end_s + 1}"),
        (
            a_day(*STOPS, drivers=(DRIVERS[0], replace(DRIVERS[1], hours=hours("09:00", "09:59")))),
            PLAN,
            "bob ends after their hours",
        ),
        (
            replace(DAY, locked={"ann": Locked(("s2", "s3"))}),
            PLAN,
            "ann does not keep s2 s3 in order",
        ),
        (
            replace(DAY, locked={"ann": Locked(("s2",), first=1)}),
            PLAN,
            "ann does not begin with s2",
        ),
        (DAY, replace(PLAN, cost_m=PLAN.cost_m - 1), f"it says it costs {PLAN.cost_m - 1}"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_planted_fault_is_found(day, plan, fault):
    assert any(fault in said for said in run_faults_of(day, plan))
