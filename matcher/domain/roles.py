"""What a member of a charity's staff may do, and which part of the town they see.

Two questions, asked of each page and each verb: may their role at this charity do it (`MAY`), and
does it lie in their scope (`Scope`)? Somebody whose role may not is told so; what lies outside
their scope is not there for them. An administrator is one everywhere; others have a role at each
of their charities.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from matcher.domain.refusals import NotAllowed


class Role(StrEnum):
    """`intake` takes calls and writes needs down; a coordinator pairs; an administrator invites."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    INTAKE = "intake"


class Right(StrEnum):
    """One thing that a role may do, or may not."""

    SEE_BOARD = "see_board"
    SEE_DETAILS = "see_details"
    TAKE_DOWN_NEEDS = "take_down_needs"
    NOTE = "note"
    RING = "ring"
    PAIR = "pair"
    CLOSE_NEEDS = "close_needs"
    SETTLE_CONCERNS = "settle_concerns"
    SEE_VOLUNTEERS = "see_volunteers"
    NOTE_CHECKS = "note_checks"
    SUSPEND = "suspend"
    LIFT_SUSPENSIONS = "lift_suspensions"
    SEE_ROUNDS = "see_rounds"
    MOVE_SHEETS = "move_sheets"
    SEE_ROTA = "see_rota"
    RUN_ROTA = "run_rota"
    MANAGE_STAFF = "manage_staff"
    SEE_RUNS = "see_runs"
    PLAN_RUNS = "plan_runs"
    SEE_STOCK = "see_stock"
    HANDLE_STOCK = "handle_stock"
    STEER_STOCK = "steer_stock"
    SEE_CHARITIES = "see_charities"
    STEER_CHARITIES = "steer_charities"
    VOUCH = "vouch"
    SETTLE_CHARITIES = "settle_charities"
    HOLD_NEEDS = "hold_needs"
    REFER = "refer"
    KEEP_DIRECTORY = "keep_directory"


_INTAKE = frozenset(
    {
        Right.SEE_BOARD,
        Right.SEE_DETAILS,
        Right.TAKE_DOWN_NEEDS,
        Right.NOTE,
        Right.RING,
        Right.SEE_RUNS,
        Right.SEE_ROTA,
        Right.SEE_STOCK,
        Right.HANDLE_STOCK,
        Right.SEE_CHARITIES,
    }
)
_COORDINATOR = _INTAKE | {
    Right.PAIR,
    Right.CLOSE_NEEDS,
    Right.SETTLE_CONCERNS,
    Right.SEE_VOLUNTEERS,
    Right.NOTE_CHECKS,
    Right.SUSPEND,
    Right.SEE_ROUNDS,
    Right.MOVE_SHEETS,
    Right.PLAN_RUNS,
    Right.RUN_ROTA,
    Right.STEER_STOCK,
    Right.STEER_CHARITIES,
    Right.VOUCH,
    Right.HOLD_NEEDS,
    Right.REFER,
}
MAY: Mapping[Role, frozenset[Right]] = {
    Role.INTAKE: _INTAKE,
    Role.COORDINATOR: _COORDINATOR,
    Role.ADMINISTRATOR: frozenset(Right),
}

# Whoever sees volunteers and pairs people holds more than a password can guard alone.
_NEEDS_SECOND_STEP = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})

NOT_YOUR_ROLE = "Your role does not allow this: please ask a coordinator or an administrator."


def may(role: Role, right: Right) -> bool:
    """Whether somebody in this role may do this."""
    return right in MAY[role]


def require(role: Role, right: Right) -> None:
    """Raise NotAllowed unless somebody in this role may do this."""
    if not may(role, right):
        raise NotAllowed(NOT_YOUR_ROLE)


def highest(roles: Iterable[Role]) -> Role:
    """The role of these that may do most; intake where there is none, which then sees nothing."""
    return max(roles, key=lambda role: len(MAY[role]), default=Role.INTAKE)


def at_a_charity(role: Role) -> Role:
    """What somebody of this role is at one charity: whoever administers all, coordinates there."""
    return Role.COORDINATOR if role is Role.ADMINISTRATOR else role


def needs_second_step(role: Role) -> bool:
    """Whether signing in takes more than a password."""
    return role in _NEEDS_SECOND_STEP


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the town that somebody sees: charities, each with boroughs; or everything.

    What belongs to a charity is seen by its own staff. What belongs to none is everybody's who
    works in that borough: otherwise nobody would ring back.
    """

    pairs: frozenset[tuple[str, str]] = frozenset()
    everything: bool = False

    @classmethod
    def of(cls, role: Role, pairs: Iterable[tuple[str, str]]) -> "Scope":
        """An administrator sees everything; others the charities and boroughs they were given."""
        return cls(frozenset(pairs), role is Role.ADMINISTRATOR)

    def covers(self, charity_id: str | None, borough: str) -> bool:
        """Whether something of this charity (or of none) in this borough lies within."""
        if self.everything:
            return True
        if charity_id is None:
            return borough in self.boroughs
        return (charity_id, borough) in self.pairs

    def covers_charity(self, charity_id: str) -> bool:
        """Whether what is a charity's own, such as its stock, lies within."""
        return self.everything or charity_id in self.charities

    @property
    def boroughs(self) -> frozenset[str]:
        """The codes of all boroughs within; none for everything, which has no list."""
        return frozenset(borough for _, borough in self.pairs)

    @property
    def charities(self) -> frozenset[str]:
        """The ids of all charities within; none for everything, which has no list."""
        return frozenset(charity for charity, _ in self.pairs)
