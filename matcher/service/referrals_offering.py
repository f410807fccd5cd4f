"""A need is offered to another charity, or its handing on is begun in another way.

Before the other charity has said yes it sees of the need what a map would tell, and no more.
"""

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.referrals import (
    ConsentBy,
    ReferralState,
    SharedPart,
    answer_by,
    shared_but,
)
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.roles import Right
from matcher.messages.letters.charities import NeedOffered
from matcher.service.acting import Act
from matcher.service.charities_letters import HANDED_ON, News, page_of, tell_charity
from matcher.service.charities_public import Hearing, hearing
from matcher.service.desk import NO_SUCH_NEED, Desk, covers_need, need_in_scope, place_of
from matcher.storage.ids import new_id
from matcher.storage.reading.charities import charity_with
from matcher.storage.tables import NeedRow, ReferralRow
from matcher.storage.writing.one_row import add_row

TAKE_IT_FIRST = "No charity holds this need: take it first, or let others take it from the list."
CLOSED = "This need is closed: there is nothing to hand on."
CANNOT_TAKE_IT = (
    "This charity cannot take it: it does not work there, offers other help, or is full."
)
OFFERED_ALREADY = "This need is offered to another charity already: wait, or take that back first."


def refer(
    act: Act,
    desk: Desk,
    need_id: str,
    to_id: str,
    consent: ConsentBy,
    left_out: frozenset[SharedPart] = frozenset(),
) -> str:
    """Offer a need to another charity, as the resident agreed; return the referral's id."""
    need = own_need(act, desk, need_id)
    require_able(act, need, to_id)
    return offer(act, need, to_id, consent, left_out=left_out)


def require_able(act: Act, need: NeedRow, to_id: str) -> None:
    """Raise Invalid for a charity that cannot take this need today."""
    to = charity_with(act.store, id=to_id)
    heard = hearing(act, to, need.borough, place_of(need), need.category)
    if to_id == need.charity_id or heard is not Hearing.YES:
        raise Invalid(CANNOT_TAKE_IT, "to")


def offer(
    act: Act,
    need: NeedRow,
    to_id: str,
    consent: ConsentBy,
    *news: News,
    asked_by: str | None = None,
    left_out: frozenset[SharedPart] = frozenset(),
) -> str:
    """Keep the offer of a need whose resident has said yes, and tell whom it goes to.

    `news` are what others are told in one with it.
    """
    deadline = answer_by(need.urgency, act.now)
    said: dict[str, object] = {"to_id": to_id, "deadline": deadline}
    said["asked_by"] = asked_by or act.by
    said["shared"] = shared_but(left_out)
    referral_id = keep_referral(act, need, consent, said, ReferralState.OFFERED)
    offered = NeedOffered(page_of(HANDED_ON, to_id), deadline)
    tell_charity(act, need, News(to_id, offered, referral_id), *news)
    return referral_id


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


def keep_referral(
    act: Act, need: NeedRow, consent: ConsentBy, to: dict[str, object], state: ReferralState
) -> str:
    """Keep a referral, `to` with whom it goes to and what goes along; return its id."""
    referral_id = new_id()
    said = {
        "id": referral_id,
        "need_id": need.id,
        "from_id": need.charity_id,
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
