"""What a member of a charity's staff may do, and which part of the town they see.

Two questions, asked of each page and each verb: may their role at this charity do it (`MAY`), and
does it lie in their scope (`Scope`)? Somebody whose role may not is told so; what lies outside
their scope is not there for them. An administrator is one everywhere; others have a role at each
of their charities.

A charity may have drawn where it works. Then what is nobody's is its staff's to see within that
ring, and no longer in the whole borough; what the charity itself holds is its own wherever it lies.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from matcher.domain.drawn_areas import DrawnArea
from matcher.domain.places import Spot, Unsure
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
    works there: otherwise nobody would ring back. `drawn` has the areas of those charities that
    drew one, by id; the others work in the whole of each borough.
    """

    pairs: frozenset[tuple[str, str]] = frozenset()
    everything: bool = False
    drawn: Mapping[str, DrawnArea] = field(default_factory=dict, hash=False)

    @classmethod
    def of(
        cls,
        role: Role,
        pairs: Iterable[tuple[str, str]],
        drawn: Mapping[str, DrawnArea] | None = None,
    ) -> "Scope":
        """An administrator sees everything; others the charities and boroughs they were given."""
        return cls(frozenset(pairs), role is Role.ADMINISTRATOR, drawn or {})

    def only(self, wanted: Callable[[str], bool]) -> "Scope":
        """The same with those charities alone whose id is wanted."""
        pairs = frozenset(pair for pair in self.pairs if wanted(pair[0]))
        return Scope(pairs, drawn={id: area for id, area in self.drawn.items() if wanted(id)})

    def covers(self, charity_id: str | None, borough: str, at: Spot | None = None) -> bool:
        """Whether something of this charity (or of none) in this borough lies within.

        `at` is where: without it, nothing that is nobody's lies within a drawn area.
        """
        if self.everything:
            return True
        if charity_id is None:
            return self.reaches(borough, at)
        return (charity_id, borough) in self.pairs

    def reaches(self, borough: str, at: Spot | None) -> bool:
        """Whether one of its charities works at a place; false for everything, which has none."""
        return any(where == borough and self._holds(id, borough, at) for id, where in self.pairs)

    def works_at(self, charity_id: str, borough: str, at: Spot) -> bool:
        """Whether this one of its charities works at a place."""
        return (charity_id, borough) in self.pairs and self._holds(charity_id, borough, at)

    def works_near(self, charity_id: str, borough: str, cell: str | Unsure) -> bool:
        """The same, as far as it is known of something that is seen afar: by its 1 km square."""
        area = self.drawn.get(charity_id)
        if (charity_id, borough) not in self.pairs:
            return False
        return area is None or area.may_touch(borough, cell)

    def covers_charity(self, charity_id: str) -> bool:
        """Whether what is a charity's own, such as its stock, lies within."""
        return self.everything or charity_id in self.charities

    @property
    def boroughs(self) -> frozenset[str]:
        """The codes of all boroughs within; none for everything, which has no list."""
        return frozenset(borough for _, borough in self.pairs)

    @property
    def whole_boroughs(self) -> frozenset[str]:
        """Those in the whole of which one of its charities works, having drawn nothing."""
        if not self.drawn:
            return self.boroughs
        return frozenset(borough for charity, borough in self.pairs if charity not in self.drawn)

    def drawn_there(self) -> Iterator[tuple[str, DrawnArea, frozenset[str]]]:
        """Each charity that drew its area, with it and with the boroughs where it is seen for."""
        for charity_id, area in sorted(self.drawn.items()):
            there = frozenset(borough for id, borough in self.pairs if id == charity_id)
            if there:
                yield charity_id, area, there

    @property
    def charities(self) -> frozenset[str]:
        """The ids of all charities within; none for everything, which has no list."""
        return frozenset(charity for charity, _ in self.pairs)

    def _holds(self, charity_id: str, borough: str, at: Spot | None) -> bool:
        area = self.drawn.get(charity_id)
        return area is None or (at is not None and area.may_hold(borough, at))
