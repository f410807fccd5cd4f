"""The shared list: a charity takes a need, gives it back, and is asked to release it.

Only what lay in the list can be asked for: what a resident told one charity is that one's own.
"""

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
from matcher.messages.letters.charities import CharityAnswered, NeedAskedFor, NeedGone
from matcher.service.acting import Act
from matcher.service.charities_letters import (
    ASKED_FOR,
    News,
    drop_questions,
    page_of,
    tell_charity,
)
from matcher.service.desk import NO_SUCH_NEED, Desk, covers_need, place_of, square_of_need
from matcher.service.runs_handed_on import take_off_others_lists
from matcher.storage.ids import new_id
from matcher.storage.reading.charities import charity_with
from matcher.storage.reading.holding import (
    asks_overdue,
    is_served,
    unserved_of,
    was_kept_lately,
)
from matcher.storage.tables import CharityRow, NeedRow, ReleaseAskRow
from matcher.storage.writing.holding import pass_need
from matcher.storage.writing.one_row import add_row

# One asking in each transaction, so that none holds one charity while it waits for another.
BATCH = 1
TAKEN = "Another charity was first and has taken this need."
TOO_MANY = (
    "Your charity holds %(most)s needs that nobody serves yet: find somebody for one of them, or"
    " give one back, before you take another."
)
NOT_YOUR_CHARITY = "Choose a charity of yours that works there."
NOT_TAKEN = "This need was never in the shared list: it can be handed on by a referral."
SERVED = "Somebody has said yes to this need: it is in good hands."
TOO_SOON = "They have not held it for long, or have just said that they keep it: ask again later."
ASKED_ALREADY = "Somebody has asked for this need already."
NO_SUCH_ASK = "Nobody asks for this any more."


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
    if need is None or not covers_need(desk, Right.HOLD_NEEDS, need):
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
    deadline = answer_by(need.urgency, act.now)
    said = {
        "id": ask_id,
        "need_id": need_id,
        "holder_id": need.charity_id,
        "asker_id": charity_id,
        "reason": reason,
        "asked_by": act.by,
        "asked_at": act.now,
        "deadline": deadline,
    }
    if not add_row(act.store, ReleaseAskRow, said, skip_known=True):
        raise Conflict(ASKED_ALREADY)
    act.note("asked_release", "need", need_id, charity=charity_id, reason=str(reason))
    holder_id = str(need.charity_id)
    letter = NeedAskedFor(page_of(ASKED_FOR, holder_id), deadline)
    tell_charity(act, need, News(holder_id, letter, ask_id))
    return ask_id


def answer_release(act: Act, desk: Desk, ask_id: str, *, keep: bool) -> None:
    """The holder keeps the need, or lets the asker have it."""
    ask, need = _open_ask(act, desk, ask_id, "holder_id")
    if keep:
        _end(act, ask, ReleaseEnd.KEPT)
        act.note("kept", "need", ask.need_id)
        tell_charity(act, need, _to_asker(ask))
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
    """A need of the list, where this charity of the desk's works; it is held.

    One that never lay in the list is somebody's own, and is not there for its neighbours. What a
    neighbour holds is known by its square alone.
    """
    here = desk.require(Right.HOLD_NEEDS)
    need = act.store.get(NeedRow, need_id, with_for_update=True)
    if need is None or (need.charity_id is not None and need.taken_at is None):
        raise NotFound(NO_SUCH_NEED)
    if need.charity_id is None:
        at = place_of(need)
        works = {one for one in here.charities if here.works_at(one, need.borough, at)}
    else:
        cell = square_of_need(need)
        works = {one for one in here.charities if here.works_near(one, need.borough, cell)}
    if not works:
        raise NotFound(NO_SUCH_NEED)
    if charity_id not in works:
        raise NotAllowed(NOT_YOUR_CHARITY)
    return need


def _open_ask(act: Act, desk: Desk, ask_id: str, side: str) -> tuple[ReleaseAskRow, NeedRow]:
    """An asking that is open, where this desk is on that side of it; its need is held first."""
    here = desk.require(Right.HOLD_NEEDS)
    seen = act.store.get(ReleaseAskRow, ask_id)
    if seen is None or getattr(seen, side) not in here.charities:
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
        tell_charity(act, need, _to_asker(ask))
        return
    after = _taker(act, ask.asker_id, need)
    taken_at = act.now if after else None
    need_id, holder_id = need.id, ask.holder_id
    _end(act, ask, how)
    pass_need(act.store, need_id, before=holder_id, after=after, taken_at=taken_at)
    if after is not None:
        take_off_others_lists(act, need_id, after)
    silent = how is ReleaseEnd.LAPSED
    act.note("released", "need", need_id, charity=after, silent=silent)
    # Whoever let it go knows; whoever said nothing may still think that it is theirs.
    lost = [News(holder_id, NeedGone(page_of(ASKED_FOR, holder_id)), ask.id)] if silent else []
    tell_charity(act, need, _to_asker(ask), *lost)


def _taker(act: Act, charity_id: str, need: NeedRow) -> str | None:
    """The asker, if they are still there and may hold one more."""
    _hold_charity(act, charity_id)
    charity = charity_with(act.store, id=charity_id)
    there = (
        charity is not None
        and charity.standing is CharityStanding.VERIFIED
        and charity.works_near(need.borough, square_of_need(need))
    )
    return charity_id if there and unserved_of(act.store, charity_id) < MOST_UNSERVED else None


def _hold_charity(act: Act, charity_id: str) -> None:
    """Let whoever else takes something for this charity wait, so that the limit is exact."""
    act.store.get(CharityRow, charity_id, with_for_update=True)


def _end(act: Act, ask: ReleaseAskRow, how: ReleaseEnd) -> None:
    ask.end, ask.ended_at, ask.ended_by = how, act.now, act.by
    act.store.flush()
    drop_questions(act, ask.id)


def _to_asker(ask: ReleaseAskRow) -> News:
    return News(ask.asker_id, CharityAnswered(page_of(ASKED_FOR, ask.asker_id)), ask.id)
