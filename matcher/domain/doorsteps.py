"""What happened at a door, and what happens next because of it."""

from collections.abc import Mapping
from enum import StrEnum

from matcher.domain.life_cycles import StopStatus, how_it_stands
from matcher.domain.refusals import Conflict, Invalid

# What a driver notes at a door; undoing any of them puts the stop out again.
NOTED: frozenset[StopStatus] = frozenset(
    {StopStatus.DELIVERED, StopStatus.LEFT_SAFE, StopStatus.FAILED, StopStatus.RETURNED}
)


class StopFailure(StrEnum):
    """Why parcels could not be given at a door."""

    NOT_IN = "not_in"
    WRONG_ADDRESS = "wrong_address"
    REFUSED = "refused"
    UNWELL = "unwell"
    OTHER = "other"


class NextStep(StrEnum):
    """What follows a failure, mildest first."""

    TRY_AGAIN = "try_again"
    TELL_COORDINATOR = "tell_coordinator"
    WELFARE_CONCERN = "welfare_concern"


NEXT_STEP: Mapping[StopFailure, NextStep] = {
    StopFailure.NOT_IN: NextStep.TRY_AGAIN,
    StopFailure.WRONG_ADDRESS: NextStep.TELL_COORDINATOR,
    StopFailure.REFUSED: NextStep.TELL_COORDINATOR,
    StopFailure.UNWELL: NextStep.WELFARE_CONCERN,
    StopFailure.OTHER: NextStep.TELL_COORDINATOR,
}


def next_step(reason: StopFailure, *, in_vain_before: int = 0) -> NextStep:
    """What happens next. Nobody in for the second time running is for a person to look into."""
    if reason is StopFailure.NOT_IN and in_vain_before > 0:
        return NextStep.TELL_COORDINATOR
    return NEXT_STEP[reason]


def comes_again(
    status: StopStatus, failure: StopFailure | None, *, in_vain_before: int = 0
) -> bool:
    """Whether it goes on the next list by itself: nobody went there, or it is to be tried again.

    What a coordinator is to look into first waits for that coordinator.
    """
    if status is StopStatus.RETURNED:
        return True
    return (
        failure is not None
        and next_step(failure, in_vain_before=in_vain_before) is NextStep.TRY_AGAIN
    )


def require_noted(
    status: StopStatus, failure: StopFailure | None = None, left_where: str = ""
) -> None:
    """Raise Invalid unless what is noted says why it failed, or where it was left."""
    if (status is StopStatus.FAILED) is (failure is None):
        raise Invalid("Please say why it could not be delivered, and only then.", "failure")
    if (status is StopStatus.LEFT_SAFE) is not bool(left_where.strip()):
        raise Invalid("Please say where it was left safely, and only then.", "left_where")


def undone(status: StopStatus, *, run_is_out: bool) -> StopStatus:
    """Take back what was noted at a door, or raise Conflict with why that cannot be."""
    if status not in NOTED:
        raise Conflict(how_it_stands(status))
    if not run_is_out:
        raise Conflict(
            "This run is over, so what was noted at its doors stands: your coordinator can put"
            " it right."
        )
    return StopStatus.OUT
