"""A resident is sent to somebody outside: from the directory, and nothing is sent there by us."""

from matcher.domain.referrals import ConsentBy, ReferralState, WasItUse
from matcher.domain.refusals import Conflict, Invalid
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.referrals import NO_SUCH_REFERRAL, referral_at
from matcher.service.referrals_offering import keep_referral, own_need
from matcher.storage.tables import DirectoryRow

NOBODY_OUTSIDE = "Choose somebody from the directory."


def refer_outside(act: Act, desk: Desk, need_id: str, directory_id: str, consent: ConsentBy) -> str:
    """Note that a resident was sent to somebody outside; the need stays where it is."""
    need = own_need(act, desk, need_id)
    there = act.store.get(DirectoryRow, directory_id)
    if there is None or there.ended_at is not None:
        raise Invalid(NOBODY_OUTSIDE, "to")
    said: dict[str, object] = {"directory_id": directory_id, "shared": frozenset()}
    return keep_referral(act, need, consent, said, ReferralState.SENT)


def note_use(act: Act, desk: Desk, referral_id: str, use: WasItUse) -> None:
    """What came of sending somebody outside; what is noted later counts."""
    row = referral_at(act, desk, referral_id, "from_id")
    if row.state is not ReferralState.SENT:
        raise Conflict(NO_SUCH_REFERRAL)
    row.was_it_use, row.noted_at, row.noted_by = use, act.now, act.by
    act.note("noted_use", "need", row.need_id, use=str(use))
