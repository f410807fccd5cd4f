"""A need is handed on with the resident's yes: to another charity, or to somebody outside.

Before the other charity has said yes it sees of the need what a map would tell, and no more.
"""

from matcher.domain.charities import CharityStanding
from matcher.domain.holding import ReleaseEnd
from matcher.domain.referrals import (
    REFERRAL_MOVES,
    ReferralReason,
    ReferralState,
    SharedPart,
)
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.roles import Right
from matcher.messages.letters.charities import CharityAnswered
from matcher.service.acting import Act
from matcher.service.charities_letters import (
    HANDED_ON,
    News,
    drop_questions,
    page_of,
    tell_charity,
)
from matcher.service.desk import Desk
from matcher.service.referrals_notes import lay_notes_aside, take_notes_up
from matcher.service.runs_handed_on import take_off_others_lists
from matcher.storage.reading.charities import charity_with
from matcher.storage.reading.referrals import (
    referrals_overdue,
)
from matcher.storage.tables import NeedRow, ReferralRow, ReleaseAskRow
from matcher.storage.writing.holding import pass_need

# One referral in each transaction; see `holding.BATCH`.
BATCH = 1
NO_SUCH_REFERRAL = "There is no such referral any more."
MOVED_ON = "The need has gone elsewhere meanwhile."
GIVER_IS_GONE = "The charity that handed it on is not here any more: please ask an administrator."
REASON_IS_MISSING = "Say why: the others plan by it."


def accept_referral(act: Act, desk: Desk, referral_id: str) -> str:
    """Take what was handed on: from now on it is theirs; return the need's id."""
    row, need = _held(act, desk, referral_id, "to_id", ReferralState.ACCEPTED)
    need_id, before, after = need.id, row.from_id, row.to_id
    notes_stay = SharedPart.NOTES not in row.shared
    _move(act, row, ReferralState.ACCEPTED)
    _end_askings(act, need_id)
    if not pass_need(act.store, need_id, before=before, after=after, taken_at=None):
        raise Conflict(MOVED_ON)
    take_off_others_lists(act, need_id, str(after))
    if notes_stay:
        lay_notes_aside(act, need_id)
    act.note("referral_accepted", "need", need_id, person_id=need.person_id, charity=after)
    tell_charity(act, need, _to_giver(row))
    return need_id


def decline_referral(act: Act, desk: Desk, referral_id: str, reason: ReferralReason | None) -> None:
    """Do not take it; whoever offered it reads why."""
    row, need = _held(act, desk, referral_id, "to_id", ReferralState.DECLINED)
    _move(act, row, ReferralState.DECLINED, _reason(reason))
    act.note("referral_declined", "need", need.id)
    tell_charity(act, need, _to_giver(row))


def take_back_referral(act: Act, desk: Desk, referral_id: str) -> None:
    """Offer it no longer."""
    _row_held, need = _held(act, desk, referral_id, "from_id", ReferralState.TAKEN_BACK)
    stop_offering(act, referral_id, need)


def stop_offering(act: Act, referral_id: str, need: NeedRow) -> None:
    """Take an offer back, whoever wants that; the need is held already."""
    row = act.store.get_one(ReferralRow, referral_id, with_for_update=True)
    if ReferralState.TAKEN_BACK not in REFERRAL_MOVES[row.state]:
        raise Conflict(NO_SUCH_REFERRAL)
    _move(act, row, ReferralState.TAKEN_BACK)
    act.note("referral_taken_back", "need", need.id)
    tell_charity(act, need, _to_giver(row))


def return_referral(act: Act, desk: Desk, referral_id: str, reason: ReferralReason | None) -> None:
    """The way back: the need is again with whoever handed it on."""
    _row_held, need = _held(act, desk, referral_id, "to_id", ReferralState.RETURNED)
    give_way_back(act, referral_id, need, _reason(reason))


def give_way_back(
    act: Act, referral_id: str, need: NeedRow, why: ReferralReason, *news: News
) -> None:
    """Give back what was taken, whoever wants that; the need is held already."""
    row = act.store.get_one(ReferralRow, referral_id, with_for_update=True)
    if ReferralState.RETURNED not in REFERRAL_MOVES[row.state]:
        raise Conflict(NO_SUCH_REFERRAL)
    need_id, giver = need.id, charity_with(act.store, id=row.from_id)
    if giver is None or giver.standing is not CharityStanding.VERIFIED:
        raise Conflict(GIVER_IS_GONE)
    _move(act, row, ReferralState.RETURNED, why)
    if not pass_need(act.store, need_id, before=row.to_id, after=row.from_id, taken_at=None):
        raise Conflict(MOVED_ON)
    take_off_others_lists(act, need_id, row.from_id)
    take_notes_up(act, need_id)
    act.note("referral_returned", "need", need_id, person_id=need.person_id, charity=row.from_id)
    tell_charity(act, need, _to_giver(row), *news)


def lapse_referrals(act: Act, *, most: int = BATCH) -> int:
    """What nobody answered by the deadline stays where it is; return how many were looked at."""
    overdue = referrals_overdue(act.store, act.now, most)
    for referral_id in overdue:
        row = act.store.get_one(ReferralRow, referral_id, with_for_update=True)
        if row.state is ReferralState.OFFERED:
            _move(act, row, ReferralState.LAPSED)
            act.note("referral_lapsed", "need", row.need_id)
            tell_charity(act, act.store.get_one(NeedRow, row.need_id), _to_giver(row))
    return len(overdue)


def referral_at(act: Act, desk: Desk, referral_id: str, side: str) -> ReferralRow:
    """A referral where this desk is on that side of it, or NotFound."""
    here = desk.require(Right.REFER)
    row = act.store.get(ReferralRow, referral_id)
    if row is None or getattr(row, side) not in here.charities:
        raise NotFound(NO_SUCH_REFERRAL)
    return row


def _held(
    act: Act, desk: Desk, referral_id: str, side: str, to: ReferralState
) -> tuple[ReferralRow, NeedRow]:
    """A referral that may become this, where the desk is on that side; its need is held first."""
    seen = referral_at(act, desk, referral_id, side)
    need = act.store.get_one(NeedRow, seen.need_id, with_for_update=True)
    row = act.store.get_one(ReferralRow, referral_id, with_for_update=True)
    if to not in REFERRAL_MOVES[row.state]:
        raise Conflict(NO_SUCH_REFERRAL)
    return row, need


def _move(
    act: Act, row: ReferralRow, to: ReferralState, reason: ReferralReason | None = None
) -> None:
    row.state, row.reason, row.ended_at, row.ended_by = to, reason, act.now, act.by
    act.store.flush()
    drop_questions(act, row.id)


def _to_giver(row: ReferralRow) -> News:
    """That it is settled: once for each way that it ended."""
    letter = CharityAnswered(page_of(HANDED_ON, row.from_id))
    return News(row.from_id, letter, f"{row.id}:{row.state}")


def _reason(reason: ReferralReason | None) -> ReferralReason:
    if reason is None:
        raise Invalid(REASON_IS_MISSING, "reason")
    return reason


def _end_askings(act: Act, need_id: str) -> None:
    """Whoever asked for its release asks nobody any more: it has gone elsewhere."""
    for ask in act.store.query(ReleaseAskRow).filter_by(need_id=need_id, end=None):
        ask.end, ask.ended_at, ask.ended_by = ReleaseEnd.OVERTAKEN, act.now, act.by
    act.store.flush()
