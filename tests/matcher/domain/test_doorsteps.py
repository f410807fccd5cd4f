"""What is noted at a door says why or where, and what happens next follows from it."""

import pytest

from matcher.domain.doorsteps import (
    NOTED,
    NextStep,
    StopFailure,
    next_step,
    require_noted,
    undone,
)
from matcher.domain.life_cycles import STOP_MOVES, StopStatus, moved
from matcher.domain.refusals import Conflict, Invalid


@pytest.mark.parametrize("status", StopStatus)
@pytest.mark.parametrize("to", StopStatus)
def test_a_stop_moves_as_the_table_says_and_no_other_way(status, to):
    if to in STOP_MOVES[status]:
        assert moved(status, to) is to
    else:
        with pytest.raises(Conflict, match=r"This (stop )?(is|was|could)"):
            moved(status, to)


@pytest.mark.parametrize(
    ("reason", "step"),
    [
        (StopFailure.NOT_IN, NextStep.TRY_AGAIN),
        (StopFailure.WRONG_ADDRESS, NextStep.TELL_COORDINATOR),
        (StopFailure.REFUSED, NextStep.TELL_COORDINATOR),
        (StopFailure.UNWELL, NextStep.WELFARE_CONCERN),
        (StopFailure.OTHER, NextStep.TELL_COORDINATOR),
    ],
)
def test_each_failure_says_what_happens_next(reason, step):
    assert next_step(reason) is step


def test_nobody_in_twice_running_is_for_a_person_to_look_into():
    assert next_step(StopFailure.NOT_IN, in_vain_before=1) is NextStep.TELL_COORDINATOR


def test_a_failure_says_why_and_a_safe_place_says_where():
    require_noted(StopStatus.DELIVERED)
    require_noted(StopStatus.FAILED, StopFailure.NOT_IN)
    require_noted(StopStatus.LEFT_SAFE, left_where="with the neighbour at 12")
    for status, failure, where in (
        (StopStatus.FAILED, None, ""),
        (StopStatus.DELIVERED, StopFailure.OTHER, ""),
        (StopStatus.LEFT_SAFE, None, " "),
        (StopStatus.RETURNED, None, "in the shed"),
    ):
        with pytest.raises(Invalid):
            require_noted(status, failure, where)


def test_what_was_noted_can_be_undone_while_the_run_is_out():
    for status in StopStatus:
        if status in NOTED:
            assert undone(status, run_is_out=True) is StopStatus.OUT
            with pytest.raises(Conflict, match="over"):
                undone(status, run_is_out=False)
        else:
            with pytest.raises(Conflict):
                undone(status, run_is_out=True)
