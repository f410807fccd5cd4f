"""A need is handed on with the resident's yes: to another charity, or to somebody outside.

Before the other charity has said yes it sees of the need what a map would tell, and no more.
"""

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
from matcher.messages.letters.charities import CharityAnswered, NeedOffered
from matcher.service.acting import Act
from matcher.service.charities_letters import HANDED_ON, drop_questions, page_of, tell_charity
from matcher.service.charities_public import Hearing, hearing
from matcher.service.desk import NO_SUCH_NEED, Desk, covers_need, need_in_scope, place_of
from matcher.service.runs_handed_on import take_off_others_lists
from matcher.storage.ids import new_id
from matcher.storage.reading.charities import charity_with
from matcher.storage.reading.referrals import (
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


def refer(act: Act, desk: Desk, need_id: str, to_id: str, consent: ConsentBy) -> str:
    """Offer a need to another charity, as the resident agreed; return the referral's id."""
    need = own_need(act, desk, need_id)
    require_able(act, need, to_id)
    return offer(act, need, to_id, consent)


def require_able(act: Act, need: NeedRow, to_id: str) -> None:
    """Raise Invalid for a charity that cannot take this need today."""
    to = charity_with(act.store, id=to_id)
    heard = hearing(act, to, need.borough, place_of(need), need.category)
    if to_id == need.charity_id or heard is not Hearing.YES:
        raise Invalid(CANNOT_TAKE_IT, "to")


def offer(
    act: Act, need: NeedRow, to_id: str, consent: ConsentBy, *, asked_by: str | None = None
) -> str:
    """Keep the offer of a need whose resident has said yes, and tell its coordinators."""
    deadline = answer_by(need.urgency, act.now)
    said: dict[str, object] = {"to_id": to_id, "deadline": deadline}
    said["asked_by"] = asked_by or act.by
    referral_id = _keep(act, need, consent, said, ReferralState.OFFERED)
    tell_charity(act, to_id, need, NeedOffered(page_of(HANDED_ON, to_id), deadline), referral_id)
    return referral_id


def refer_outside(act: Act, desk: Desk, need_id: str, directory_id: str, consent: ConsentBy) -> str:
    """Note that a resident was sent to somebody outside; the need stays where it is."""
    need = own_need(act, desk, need_id)
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
    _tell_giver(act, row, need)
    return need_id


def decline_referral(act: Act, desk: Desk, referral_id: str, reason: ReferralReason | None) -> None:
    """Do not take it; whoever offered it reads why."""
    row, need = _held(act, desk, referral_id, "to_id", ReferralState.DECLINED)
    _move(act, row, ReferralState.DECLINED, _reason(reason))
    act.note("referral_declined", "need", need.id)
    _tell_giver(act, row, need)


def take_back_referral(act: Act, desk: Desk, referral_id: str) -> None:
    """Offer it no longer."""
    _row_held, need = _held(act, desk, referral_id, "from_id", ReferralState.TAKEN_BACK)
    stop_offering(act, referral_id, need)


def stop_offering(act: Act, referral_id: str, need: NeedRow) -> None:
    """Take an offer back, whoever wants that; the need is held already."""
    row = act.store.get_one(ReferralRow, referral_id, with_for_update=True)
    if ReferralState.TAKEN_BACK not in REFERRAL_NEXT[row.state]:
        raise Conflict(NO_SUCH_REFERRAL)
    _move(act, row, ReferralState.TAKEN_BACK)
    act.note("referral_taken_back", "need", need.id)
    _tell_giver(act, row, need)


def return_referral(act: Act, desk: Desk, referral_id: str, reason: ReferralReason | None) -> None:
    """The way back: the need is again with whoever handed it on."""
    _row_held, need = _held(act, desk, referral_id, "to_id", ReferralState.RETURNED)
    give_way_back(act, referral_id, need, _reason(reason))


def give_way_back(act: Act, referral_id: str, need: NeedRow, why: ReferralReason) -> None:
    """Give back what was taken, whoever wants that; the need is held already."""
    row = act.store.get_one(ReferralRow, referral_id, with_for_update=True)
    if ReferralState.RETURNED not in REFERRAL_NEXT[row.state]:
        raise Conflict(NO_SUCH_REFERRAL)
    need_id, giver = need.id, charity_with(act.store, id=row.from_id)
    if giver is None or giver.standing is not CharityStanding.VERIFIED:
        raise Conflict(GIVER_IS_GONE)
    _move(act, row, ReferralState.RETURNED, why)
    if not pass_need(act.store, need_id, before=row.to_id, after=row.from_id, taken_at=None):
        raise Conflict(MOVED_ON)
    take_off_others_lists(act, need_id, row.from_id)
    act.note("referral_returned", "need", need_id, person_id=need.person_id, charity=row.from_id)
    _tell_giver(act, row, need)


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
            _tell_giver(act, row, act.store.get_one(NeedRow, row.need_id))
    return len(overdue)


def own_need(act: Act, desk: Desk, need_id: str) -> NeedRow:
    """A need that a charity of this desk holds, held while it is handed on."""
    need_in_scope(act, desk, need_id, Right.REFER)
    need = act.store.get_one(NeedRow, need_id, with_for_update=True)
    if need.charity_id is None:
        raise Conflict(TAKE_IT_FIRST)
    if not covers_need(desk, Right.REFER, need):
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
    here = desk.require(Right.REFER)
    row = act.store.get(ReferralRow, referral_id)
    if row is None or getattr(row, side) not in here.charities:
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
    drop_questions(act, row.id)


def _tell_giver(act: Act, row: ReferralRow, need: NeedRow) -> None:
    """Whoever handed it on is told that it is settled, once for each way that it ended."""
    letter = CharityAnswered(page_of(HANDED_ON, row.from_id))
    tell_charity(act, row.from_id, need, letter, f"{row.id}:{row.state}")


def _reason(reason: ReferralReason | None) -> ReferralReason:
    if reason is None:
        raise Invalid(REASON_IS_MISSING, "reason")
    return reason


def _end_askings(act: Act, need_id: str) -> None:
    """Whoever asked for its release asks nobody any more: it has gone elsewhere."""
    for ask in act.store.query(ReleaseAskRow).filter_by(need_id=need_id, end=None):
        ask.end, ask.ended_at, ask.ended_by = ReleaseEnd.OVERTAKEN, act.now, act.by
    act.store.flush()
