"""The shared list as a page: what nobody holds, what is held unserved, who asks for what."""

from dataclasses import dataclass
from datetime import timedelta

from matcher.domain.places import Point, Unsure, spot
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk, place_of
from matcher.storage.reading.coordinators import charity_names
from matcher.storage.reading.holding import (
    AnsweredAsk,
    AskLine,
    HeldAfar,
    SharedLine,
    answered_asks,
    held_afar,
    open_asks,
    shared_needs,
)
from matcher.storage.tables import NeedRow

MOST_LINES = 100
# Letters say that there is an answer, and lead here: it stands for as long as one may be away.
ANSWERS_STAND, MOST_ANSWERS = timedelta(days=7), 20


@dataclass(frozen=True, slots=True)
class SharedPage:
    """`takers` are the ids and names of the charities in whose name this desk may act; `answered`
    is what came lately of what was asked."""

    shared: tuple[SharedLine, ...]
    afar: tuple[HeldAfar, ...]
    asks: tuple[AskLine, ...]
    answered: tuple[AnsweredAsk, ...]
    takers: tuple[tuple[str, str], ...]

    def takers_of(self, desk: Desk, line: SharedLine | HeldAfar) -> list[tuple[str, str]]:
        """Those of them that work there: what is held is known by its square alone."""
        here = desk.within(Right.HOLD_NEEDS)
        if isinstance(line, HeldAfar):
            cell = Unsure.IN_THE_BOROUGH if line.is_unsure else line.cell
            return [one for one in self.takers if here.works_near(one[0], line.borough, cell)]
        at = spot(Point(line.easting, line.northing), line.postcode)
        return [one for one in self.takers if here.works_at(one[0], line.borough, at)]


def shared_list(act: Act, desk: Desk) -> SharedPage:
    """What nobody holds near this desk, what neighbours hold unserved, and who asks for what."""
    here, holds = desk.require(Right.SEE_BOARD), desk.within(Right.HOLD_NEEDS)
    return SharedPage(
        tuple(shared_needs(act.store, here, MOST_LINES)),
        tuple(held_afar(act.store, here, act.now, MOST_LINES)),
        tuple(open_asks(act.store, here)),
        tuple(answered_asks(act.store, here, act.now - ANSWERS_STAND, MOST_ANSWERS)),
        tuple(charity_names(act.store, holds)),
    )


def takers_of(act: Act, desk: Desk, need_id: str) -> list[tuple[str, str]]:
    """Ids and names of the charities in whose name this desk may take a need."""
    here, need = desk.within(Right.HOLD_NEEDS), act.store.get_one(NeedRow, need_id)
    at = place_of(need)
    names = charity_names(act.store, here)
    return [one for one in names if here.works_at(one[0], need.borough, at)]
