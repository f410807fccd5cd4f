"""Who sits at a desk: a member of charities' staff, with their role at each of them.

Every verb of the board takes a desk, asks it for one right, and reads through the scope that it
gets for it: the charities where their role allows that. So neither is left to the pages, and
whoever coordinates here and takes calls there coordinates here alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.domain.places import Point, Spot, Unsure, spot
from matcher.domain.refusals import NotAllowed, NotFound
from matcher.domain.roles import NOT_YOUR_ROLE, Right, Role, Scope, may, require
from matcher.service.acting import Act
from matcher.storage.tables import NeedRow

NO_SUCH_NEED = "There is no such need on your board."


@dataclass(frozen=True, slots=True)
class Desk:
    """A signed-in member of staff. `set_up` says that their second step is, where it must be.

    `role` is an administrator's, else the highest of their roles; `whole` is all that they see in
    any role, so no verb reads through it. `roles` are by charity's id; None is `role` everywhere.
    """

    coordinator_id: str
    name: str
    role: Role
    whole: Scope
    set_up: bool = True
    roles: Mapping[str, Role] | None = field(default=None)

    @property
    def actor(self) -> str:
        """How the log names them."""
        return f"coordinator:{self.coordinator_id}"

    @property
    def is_administrator(self) -> bool:
        """Whether they are one: everywhere, and with every right."""
        return self.role is Role.ADMINISTRATOR

    def role_at(self, charity_id: str) -> Role | None:
        """Their role at a charity, though it may wait to be let in; None where they have none."""
        if self.is_administrator or self.roles is None:
            return self.role
        return self.roles.get(charity_id)

    def may(self, right: Right) -> bool:
        """Whether they may do this anywhere."""
        return may(self.role, right)

    def may_at(
        self, right: Right, charity_id: str | None, borough: str = "", at: Spot | None = None
    ) -> bool:
        """Whether they may do this with what is a charity's, or nobody's at a place."""
        if charity_id is None:
            return self.within(right).covers(None, borough, at)
        role = self.role_at(charity_id)
        return role is not None and may(role, right)

    def within(self, right: Right) -> Scope:
        """The part of the town where they may do this; it may be empty."""
        if self.whole.everything:
            return self.whole
        return self.whole.only(lambda charity_id: self.may_at(right, charity_id))

    def require(self, right: Right) -> Scope:
        """The same, or NotAllowed where no role of theirs may do this."""
        require(self.role, right)
        return self.within(right)

    def require_at(self, right: Right, charity_id: str) -> None:
        """Raise NotAllowed unless their role at a charity may do this."""
        if not self.may_at(right, charity_id):
            raise NotAllowed(NOT_YOUR_ROLE)

    def covers(
        self,
        right: Right,
        charity_id: str | None,
        borough: str | None = None,
        at: Spot | None = None,
    ) -> bool:
        """Whether something is there for them to do this with; in any borough where none is said.

        `at` is where, for what may be nobody's.
        NotAllowed where they see it, and their role at that charity may not.
        """
        there, may_there = (
            scope.covers_charity(str(charity_id))
            if borough is None
            else scope.covers(charity_id, borough, at)
            for scope in (self.whole, self.within(right))
        )
        if there and not may_there:
            raise NotAllowed(NOT_YOUR_ROLE)
        return there

    def charity_at(self, borough: str, at: Spot, right: Right) -> str | None:
        """The charity in whose name they do this at a place, the first of several."""
        here = self.within(right)
        there = (one for one in here.charities if here.works_at(one, borough, at))
        return min(there, default=None)


def place_of(need: NeedRow) -> Spot:
    """Where a need is: what is nobody's is its charities' by place, as far as it is known."""
    return spot(Point(need.easting, need.northing), need.postcode)


def square_of_need(need: NeedRow) -> str | Unsure:
    """The same of what is seen afar: its 1 km square."""
    return Unsure.IN_THE_BOROUGH if need.postcode is None else need.cell


def rights_with(desk: Desk, need: NeedRow) -> frozenset[Right]:
    """All that they may do with a need, where it is."""
    at = place_of(need)
    return frozenset(one for one in Right if desk.may_at(one, need.charity_id, need.borough, at))


def covers_need(desk: Desk, right: Right, need: NeedRow) -> bool:
    """Whether a need is there for them to do this with; NotAllowed as for `Desk.covers`."""
    return desk.covers(right, need.charity_id, need.borough, place_of(need))


def need_in_scope(act: Act, desk: Desk, need_id: str, right: Right) -> NeedRow:
    """The need, or NotFound where it is not there for this desk; NotAllowed without the right."""
    desk.require(right)
    need = act.store.get(NeedRow, need_id)
    if need is None or not covers_need(desk, right, need):
        raise NotFound(NO_SUCH_NEED)
    return need
