"""A need is handed on with the resident's yes: to another charity, or to somebody outside.

Before the other charity has said yes it sees of the need what a map would tell, and no more.
"""

from dataclasses import dataclass

from matcher.domain.charities import CharityStanding
from matcher.domain.holding import ReleaseEnd
from matcher.domain.life_cycles import NeedStatus
from matcher.domain.referrals import (
    REFERRAL_NEXT,
    SHARED,
    ConsentBy,
    ReferralReason,
    ReferralState,
    WasItUse,
    answer_by,
)
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.charities_public import Hearing, hearing
from matcher.service.desk import NO_SUCH_NEED, Desk, need_in_scope
from matcher.service.runs_handed_on import take_off_others_lists
from matcher.storage.ids import new_id
from matcher.storage.reading.charities import CharityLine, charities_in, charity_with
from matcher.storage.reading.referrals import (
    DirectoryLine,
    ReferralLine,
    directory,
    referrals_at,
    referrals_of,
    referrals_overdue,
)
from matcher.storage.tables import DirectoryRow, NeedRow, ReferralRow, ReleaseAskRow
from matcher.storage.writing.holding import pass_need
from matcher.storage.writing.one_row import add_row

BATCH = 50
TAKE_IT_FIRST = "No charity holds this need: take it first, or let others take it from the list."
CLOSED = "This need is closed: there is nothing to hand on."
CANNOT_TAKE_IT = (
    "This charity cannot take it: it does not work there, offers other help, or is full."
)
OFFERED_ALREADY = "This need is offered to another charity already: wait, or take that back first."
NO_SUCH_REFERRAL = "There is no such referral any more."
NOBODY_OUTSIDE = "Choose somebody from the directory."
MOVED_ON = "The need has gone elsewhere meanwhile."
GIVER_IS_GONE = "The charity that handed it on is not here any more: please ask an administrator."
REASON_IS_MISSING = "Say why: the others plan by it."


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """A need of one's own, to whom it may be handed, and what was tried."""

    need_id: str
    reference: str
    category: str
    charities: tuple[CharityLine, ...]
    outside: tuple[DirectoryLine, ...]
    tried: tuple[ReferralLine, ...]


def referral_page(act: Act, desk: Desk, need_id: str) -> ReferralPage:
    """To whom a need could be handed on."""
    need = _own(act, desk, need_id)
    able = [
        one
        for one in charities_in(act.store, need.borough, but_not=str(need.charity_id))
        if hearing(act, one, need.borough, need.category) is Hearing.YES
    ]
    return ReferralPage(
        need_id,
        need.reference,
        need.category,
        tuple(able),
        tuple(directory(act.store, [need.borough])),
        tuple(referrals_of(act.store, need_id)),
    )


def referrals(act: Act, desk: Desk) -> list[ReferralLine]:
    """What waits for an answer on either side, and what was sent outside with no end known."""
    desk.require(Right.REFER)
    return referrals_at(act.store, desk.scope)


def refer(act: Act, desk: Desk, need_id: str, to_id: str, consent: ConsentBy) -> str:
    """Offer a need to another charity, as the resident agreed; return the referral's id."""
    need = _own(act, desk, need_id)
    to = charity_with(act.store, id=to_id)
    if to_id == need.charity_id or hearing(act, to, need.borough, need.category) is not Hearing.YES:
        raise Invalid(CANNOT_TAKE_IT, "to")
    said = {"to_id": to_id, "deadline": answer_by(need.urgency, act.now)}
    return _keep(act, need, consent, said, ReferralState.OFFERED)


def refer_outside(act: Act, desk: Desk, need_id: str, directory_id: str, consent: ConsentBy) -> str:
    """Note that a resident was sent to somebody outside; the need stays where it is."""
    need = _own(act, desk, need_id)
    there = act.store.get(DirectoryRow, directory_id)
    if there is None or there.ended_at is not None:
        raise Invalid(NOBODY_OUTSIDE, "to")
    return _keep(act, need, consent, {"directory_id": directory_id}, ReferralState.SENT)


def accept_referral(act: Act, desk: Desk, referral_id: str) -> str:
    """Take what was handed on: from now on it is theirs; return the need's id."""
    row, need = _held(act, desk, referral_id, "to_id", ReferralState.ACCEPTED)
    need_id, before, after = need.id, row.from_id, row.to_id
    _move(act, row, ReferralState.ACCEPTED)
    _end_askings(act, need_id)
    if not pass_need(act.store, need_id, before=before, after=after, taken_at=None):
        raise Conflict(MOVED_ON)
    take_off_others_lists(act, need_id, str(after))
    act.note("referral_accepted", "need", need_id, person_id=need.person_id, charity=after)
    return need_id


def decline_referral(act: Act, desk: Desk, referral_id: str, reason: ReferralReason | None) -> None:
    """Do not take it; whoever offered it reads why."""
    row, need = _held(act, desk, referral_id, "to_id", ReferralState.DECLINED)
    _move(act, row, ReferralState.DECLINED, _reason(reason))
    act.note("referral_declined", "need", need.id)


def take_back_referral(act: Act, desk: Desk, referral_id: str) -> None:
    """Offer it no longer."""
    row, need = _held(act, desk, referral_id, "from_id", ReferralState.TAKEN_BACK)
    _move(act, row, ReferralState.TAKEN_BACK)
    act.note("referral_taken_back", "need", need.id)


def return_referral(act: Act, desk: Desk, referral_id: str, reason: ReferralReason | None) -> None:
    """The way back: the need is again with whoever handed it on."""
    row, need = _held(act, desk, referral_id, "to_id", ReferralState.RETURNED)
    why, need_id, giver = _reason(reason), need.id, charity_with(act.store, id=row.from_id)
    if giver is None or giver.standing is not CharityStanding.VERIFIED:
        raise Conflict(GIVER_IS_GONE)
    _move(act, row, ReferralState.RETURNED, why)
    if not pass_need(act.store, need_id, before=row.to_id, after=row.from_id, taken_at=None):
        raise Conflict(MOVED_ON)
    take_off_others_lists(act, need_id, row.from_id)
    act.note("referral_returned", "need", need_id, person_id=need.person_id, charity=row.from_id)


def note_use(act: Act, desk: Desk, referral_id: str, use: WasItUse) -> None:
    """What came of sending somebody outside; what is noted later counts."""
    row = _row(act, desk, referral_id, "from_id")
    if row.state is not ReferralState.SENT:
        raise Conflict(NO_SUCH_REFERRAL)
    row.was_it_use, row.noted_at, row.noted_by = use, act.now, act.by
    act.note("noted_use", "need", row.need_id, use=str(use))


def lapse_referrals(act: Act, *, most: int = BATCH) -> int:
    """What nobody answered by the deadline stays where it is; return how many were looked at."""
    overdue = referrals_overdue(act.store, act.now, most)
    for referral_id in overdue:
        row = act.store.get_one(ReferralRow, referral_id, with_for_update=True)
        if row.state is ReferralState.OFFERED:
            _move(act, row, ReferralState.LAPSED)
            act.note("referral_lapsed", "need", row.need_id)
    return len(overdue)


def _own(act: Act, desk: Desk, need_id: str) -> NeedRow:
    """A need that a charity of this desk holds, held while it is handed on."""
    desk.require(Right.REFER)
    need_in_scope(act, desk, need_id)
    need = act.store.get_one(NeedRow, need_id, with_for_update=True)
    if need.charity_id is None:
        raise Conflict(TAKE_IT_FIRST)
    if not desk.scope.covers(need.charity_id, need.borough):
        raise NotFound(NO_SUCH_NEED)
    if need.status is NeedStatus.CLOSED:
        raise Conflict(CLOSED)
    return need


def _keep(
    act: Act, need: NeedRow, consent: ConsentBy, to: dict[str, object], state: ReferralState
) -> str:
    referral_id = new_id()
    said = {
        "id": referral_id,
        "need_id": need.id,
        "from_id": need.charity_id,
        "shared": SHARED,
        "consent_by": consent,
        "state": state,
        "asked_by": act.by,
        "asked_at": act.now,
    }
    if not add_row(act.store, ReferralRow, said | to, skip_known=True):
        raise Conflict(OFFERED_ALREADY)
    outside, by = state is ReferralState.SENT, str(consent)
    act.note("referred", "need", need.id, person_id=need.person_id, consent=by, outside=outside)
    return referral_id


def _row(act: Act, desk: Desk, referral_id: str, side: str) -> ReferralRow:
    desk.require(Right.REFER)
    row = act.store.get(ReferralRow, referral_id)
    if row is None or getattr(row, side) not in desk.scope.charities:
        raise NotFound(NO_SUCH_REFERRAL)
    return row


def _held(
    act: Act, desk: Desk, referral_id: str, side: str, to: ReferralState
) -> tuple[ReferralRow, NeedRow]:
    """A referral that may become this, where the desk is on that side; its need is held first."""
    seen = _row(act, desk, referral_id, side)
    need = act.store.get_one(NeedRow, seen.need_id, with_for_update=True)
    row = act.store.get_one(ReferralRow, referral_id, with_for_update=True)
    if to not in REFERRAL_NEXT[row.state]:
        raise Conflict(NO_SUCH_REFERRAL)
    return row, need


def _move(
    act: Act, row: ReferralRow, to: ReferralState, reason: ReferralReason | None = None
) -> None:
    row.state, row.reason, row.ended_at, row.ended_by = to, reason, act.now, act.by
    act.store.flush()


def _reason(reason: ReferralReason | None) -> ReferralReason:
    if reason is None:
        raise Invalid(REASON_IS_MISSING, "reason")
    return reason


def _end_askings(act: Act, need_id: str) -> None:
    """Whoever asked for its release asks nobody any more: it has gone elsewhere."""
    for ask in act.store.query(ReleaseAskRow).filter_by(need_id=need_id, end=None):
        ask.end, ask.ended_at, ask.ended_by = ReleaseEnd.OVERTAKEN, act.now, act.by
    act.store.flush()
