"""The shared list as a page: what nobody holds, what is held unserved, who asks for what."""

from dataclasses import dataclass

from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.storage.reading.coordinators import charity_names
from matcher.storage.reading.holding import (
    AskLine,
    HeldAfar,
    SharedLine,
    held_afar,
    open_asks,
    shared_needs,
)

MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class SharedPage:
    """`takers` are the ids and names of the charities in whose name this desk may act."""

    shared: tuple[SharedLine, ...]
    afar: tuple[HeldAfar, ...]
    asks: tuple[AskLine, ...]
    takers: tuple[tuple[str, str], ...]

    def takers_in(self, desk: Desk, borough: str) -> list[tuple[str, str]]:
        """Those of them that work in a borough."""
        return [
            one for one in self.takers if (one[0], borough) in desk.within(Right.HOLD_NEEDS).pairs
        ]


def shared_list(act: Act, desk: Desk) -> SharedPage:
    """What nobody holds near this desk, what neighbours hold unserved, and who asks for what."""
    here, holds = desk.require(Right.SEE_BOARD), desk.within(Right.HOLD_NEEDS)
    return SharedPage(
        tuple(shared_needs(act.store, here, MOST_LINES)),
        tuple(held_afar(act.store, here, act.now, MOST_LINES)),
        tuple(open_asks(act.store, here)),
        tuple(charity_names(act.store, holds)),
    )


def takers_in(act: Act, desk: Desk, borough: str) -> list[tuple[str, str]]:
    """Ids and names of the charities in whose name this desk may take a need of a borough."""
    here = desk.within(Right.HOLD_NEEDS)
    return [one for one in charity_names(act.store, here) if (one[0], borough) in here.pairs]
