"""The shared list: a charity takes a need, gives it back, and is asked to release it.

Only what lay in the list can be asked for: what a resident told one charity is that one's own.
"""

from dataclasses import dataclass

from matcher.domain.charities import CharityStanding
from matcher.domain.holding import (
    MOST_UNSERVED,
    ReleaseEnd,
    ReleaseReason,
    answer_by,
    may_be_asked_for,
)
from matcher.domain.life_cycles import NeedStatus
from matcher.domain.refusals import Conflict, NotAllowed, NotFound
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import NO_SUCH_NEED, Desk
from matcher.service.runs_handed_on import take_off_others_lists
from matcher.storage.ids import new_id
from matcher.storage.reading.charities import charity_with
from matcher.storage.reading.coordinators import charity_names
from matcher.storage.reading.holding import (
    AskLine,
    HeldAfar,
    SharedLine,
    asks_overdue,
    held_afar,
    is_served,
    open_asks,
    shared_needs,
    unserved_of,
    was_kept_lately,
)
from matcher.storage.tables import CharityRow, NeedRow, ReleaseAskRow
from matcher.storage.writing.holding import pass_need
from matcher.storage.writing.one_row import add_row

MOST_LINES = 100
BATCH = 50
TAKEN = "Another charity was first and has taken this need."
TOO_MANY = (
    "Your charity holds %(most)s needs that nobody serves yet: find somebody for one of them, or"
    " give one back, before you take another."
)
NOT_YOUR_CHARITY = "Choose a charity of yours that works in this borough."
NOT_TAKEN = "This need was never in the shared list: it can be handed on by a referral."
SERVED = "Somebody has said yes to this need: it is in good hands."
TOO_SOON = "They have not held it for long, or have just said that they keep it: ask again later."
ASKED_ALREADY = "Somebody has asked for this need already."
NO_SUCH_ASK = "Nobody asks for this any more."


@dataclass(frozen=True, slots=True)
class SharedPage:
    """`takers` are the ids and names of the charities in whose name this desk may act."""

    shared: tuple[SharedLine, ...]
    afar: tuple[HeldAfar, ...]
    asks: tuple[AskLine, ...]
    takers: tuple[tuple[str, str], ...]

    def takers_in(self, desk: Desk, borough: str) -> list[tuple[str, str]]:
        """Those of them that work in a borough."""
        return [one for one in self.takers if (one[0], borough) in desk.scope.pairs]


def shared_list(act: Act, desk: Desk) -> SharedPage:
    """What nobody holds near this desk, what neighbours hold unserved, and who asks for what."""
    desk.require(Right.SEE_BOARD)
    return SharedPage(
        tuple(shared_needs(act.store, desk.scope, MOST_LINES)),
        tuple(held_afar(act.store, desk.scope, act.now, MOST_LINES)),
        tuple(open_asks(act.store, desk.scope)),
        tuple(charity_names(act.store, desk.scope)) if desk.may(Right.HOLD_NEEDS) else (),
    )


def take(act: Act, desk: Desk, need_id: str, charity_id: str) -> None:
    """Take a need out of the shared list; `Conflict` for whoever comes second."""
    need = _near(act, desk, need_id, charity_id)
    if need.charity_id == charity_id:
        return
    _hold_charity(act, charity_id)
    if unserved_of(act.store, charity_id) >= MOST_UNSERVED:
        raise Conflict(TOO_MANY, most=MOST_UNSERVED)
    if not pass_need(act.store, need_id, before=None, after=charity_id, taken_at=act.now):
        raise Conflict(TAKEN)
    take_off_others_lists(act, need_id, charity_id)
    act.note("taken", "need", need_id, person_id=need.person_id, charity=charity_id)


def give_back(act: Act, desk: Desk, need_id: str) -> None:
    """Put a need that was taken back into the shared list; twice is once."""
    desk.require(Right.HOLD_NEEDS)
    need = act.store.get(NeedRow, need_id, with_for_update=True)
    if need is None or not desk.scope.covers(need.charity_id, need.borough):
        raise NotFound(NO_SUCH_NEED)
    if need.charity_id is None:
        return
    if need.taken_at is None:
        raise NotAllowed(NOT_TAKEN)
    ask = act.store.query(ReleaseAskRow).filter_by(need_id=need_id, end=None).one_or_none()
    if ask is not None:
        _release(act, ask, need, ReleaseEnd.RELEASED)
        return
    pass_need(act.store, need_id, before=need.charity_id, after=None, taken_at=None)
    act.note("given_back", "need", need_id)


def ask_release(act: Act, desk: Desk, need_id: str, charity_id: str, reason: ReleaseReason) -> str:
    """Ask a neighbour to release a need that nobody serves; return the id of the asking."""
    need = _near(act, desk, need_id, charity_id)
    if need.charity_id in (None, charity_id):
        raise Conflict("Nobody else holds this need: take it.")
    if is_served(act.store, need_id):
        raise Conflict(SERVED)
    asked_for = may_be_asked_for(need.urgency, need.taken_at, act.now)
    if not asked_for or was_kept_lately(act.store, need_id, act.now):
        raise Conflict(TOO_SOON)
    ask_id = new_id()
    said = {
        "id": ask_id,
        "need_id": need_id,
        "holder_id": need.charity_id,
        "asker_id": charity_id,
        "reason": reason,
        "asked_by": act.by,
        "asked_at": act.now,
        "deadline": answer_by(need.urgency, act.now),
    }
    if not add_row(act.store, ReleaseAskRow, said, skip_known=True):
        raise Conflict(ASKED_ALREADY)
    act.note("asked_release", "need", need_id, charity=charity_id, reason=str(reason))
    return ask_id


def answer_release(act: Act, desk: Desk, ask_id: str, *, keep: bool) -> None:
    """The holder keeps the need, or lets the asker have it."""
    ask, need = _open_ask(act, desk, ask_id, "holder_id")
    if keep:
        _end(act, ask, ReleaseEnd.KEPT)
        act.note("kept", "need", ask.need_id)
    else:
        _release(act, ask, need, ReleaseEnd.RELEASED)


def take_back_ask(act: Act, desk: Desk, ask_id: str) -> None:
    """The asker does not want it any more."""
    ask, _need = _open_ask(act, desk, ask_id, "asker_id")
    _end(act, ask, ReleaseEnd.TAKEN_BACK)


def release_in_silence(act: Act, *, most: int = BATCH) -> int:
    """Whoever has not answered by the deadline has said yes; return how many were looked at."""
    overdue = asks_overdue(act.store, act.now, most)
    for ask_id in overdue:
        need_id = act.store.get_one(ReleaseAskRow, ask_id).need_id
        need = act.store.get_one(NeedRow, need_id, with_for_update=True)
        ask = act.store.get_one(ReleaseAskRow, ask_id, with_for_update=True)
        if ask.end is None:
            _release(act, ask, need, ReleaseEnd.LAPSED)
    return len(overdue)


def _near(act: Act, desk: Desk, need_id: str, charity_id: str) -> NeedRow:
    """A need of the list, in a borough where this charity of the desk's works; it is held.

    One that never lay in the list is somebody's own, and is not there for its neighbours.
    """
    desk.require(Right.HOLD_NEEDS)
    need = act.store.get(NeedRow, need_id, with_for_update=True)
    in_the_list = need is not None and (need.charity_id is None or need.taken_at is not None)
    if need is None or not in_the_list or need.borough not in desk.scope.boroughs:
        raise NotFound(NO_SUCH_NEED)
    if (charity_id, need.borough) not in desk.scope.pairs:
        raise NotAllowed(NOT_YOUR_CHARITY)
    return need


def _open_ask(act: Act, desk: Desk, ask_id: str, side: str) -> tuple[ReleaseAskRow, NeedRow]:
    """An asking that is open, where this desk is on that side of it; its need is held first."""
    desk.require(Right.HOLD_NEEDS)
    seen = act.store.get(ReleaseAskRow, ask_id)
    if seen is None or getattr(seen, side) not in desk.scope.charities:
        raise NotFound(NO_SUCH_ASK)
    need = act.store.get_one(NeedRow, seen.need_id, with_for_update=True)
    ask = act.store.get_one(ReleaseAskRow, ask_id, with_for_update=True)
    if ask.end is not None:
        raise Conflict(NO_SUCH_ASK)
    return ask, need


def _release(act: Act, ask: ReleaseAskRow, need: NeedRow, how: ReleaseEnd) -> None:
    """Give the need to the asker, or to the list where they may hold no more; a late one to nobody.

    Whoever was served meanwhile, closed, or given back is left as it is.
    """
    late = need.status is NeedStatus.CLOSED or need.charity_id != ask.holder_id
    if late or (how is ReleaseEnd.LAPSED and is_served(act.store, need.id)):
        _end(act, ask, ReleaseEnd.OVERTAKEN)
        return
    after = _taker(act, ask.asker_id, need.borough)
    taken_at = act.now if after else None
    need_id, holder_id = need.id, ask.holder_id
    _end(act, ask, how)
    pass_need(act.store, need_id, before=holder_id, after=after, taken_at=taken_at)
    if after is not None:
        take_off_others_lists(act, need_id, after)
    act.note("released", "need", need_id, charity=after, silent=how is ReleaseEnd.LAPSED)


def _taker(act: Act, charity_id: str, borough: str) -> str | None:
    """The asker, if they are still there and may hold one more."""
    _hold_charity(act, charity_id)
    charity = charity_with(act.store, id=charity_id)
    there = (
        charity is not None
        and charity.standing is CharityStanding.VERIFIED
        and borough in charity.boroughs
    )
    return charity_id if there and unserved_of(act.store, charity_id) < MOST_UNSERVED else None


def _hold_charity(act: Act, charity_id: str) -> None:
    """Let whoever else takes something for this charity wait, so that the limit is exact."""
    act.store.get(CharityRow, charity_id, with_for_update=True)


def _end(act: Act, ask: ReleaseAskRow, how: ReleaseEnd) -> None:
    ask.end, ask.ended_at, ask.ended_by = how, act.now, act.by
    act.store.flush()
