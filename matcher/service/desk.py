"""Who sits at a desk: a member of a charity's staff, with their role and their scope.

Every verb of the board takes a desk, asks it first whether the role may, and reads through its
scope. So neither is left to the pages.
"""

from dataclasses import dataclass

from matcher.domain.refusals import NotFound
from matcher.domain.roles import Right, Role, Scope, may, require
from matcher.service.acting import Act
from matcher.storage.tables import NeedRow

NO_SUCH_NEED = "There is no such need on your board."


@dataclass(frozen=True, slots=True)
class Desk:
    """A signed-in member of staff. `set_up` says that their second step is, where it must be."""

    coordinator_id: str
    name: str
    role: Role
    scope: Scope
    set_up: bool = True

    @property
    def actor(self) -> str:
        """How the log names them."""
        return f"coordinator:{self.coordinator_id}"

    def may(self, right: Right) -> bool:
        """Whether their role may do this."""
        return may(self.role, right)

    def charity_in(self, borough: str) -> str | None:
        """The charity in whose name they act in a borough, the first where there are several."""
        return min(
            (charity for charity, there in self.scope.pairs if there == borough), default=None
        )

    def require(self, right: Right) -> None:
        """Raise NotAllowed unless their role may do this."""
        require(self.role, right)


def need_in_scope(act: Act, desk: Desk, need_id: str) -> NeedRow:
    """The need, or NotFound where it is not there for this desk."""
    need = act.store.get(NeedRow, need_id)
    if need is None or not desk.scope.covers(need.charity_id, need.borough):
        raise NotFound(NO_SUCH_NEED)
    return need
