"""What residents are asked about handing their need on, and what they said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from matcher.domain.referrals import ConsentSaid, ReferralState
from matcher.storage.database import Store
from matcher.storage.tables import CharityRow, ConsentQuestionRow, NeedRow, ReferralRow


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question to a resident, with what the two charities are called."""

    id: str
    from_name: str
    to: str
    to_slug: str
    shared: frozenset[str]
    deadline: datetime
    said: ConsentSaid | None


@dataclass(frozen=True, slots=True)
class LiveReferral:
    """A referral that the resident can still take back."""

    id: str
    to_id: str | None
    from_name: str
    to: str
    to_slug: str
    shared: frozenset[str]
    deadline: datetime | None
    state: ReferralState


def latest_question(store: Store, need_id: str) -> QuestionLine | None:
    """The last question to a resident about their need."""
    giver, taker = aliased(CharityRow), aliased(CharityRow)
    found = (
        select(
            ConsentQuestionRow.id,
            giver.name,
            taker.name,
            taker.slug,
            ConsentQuestionRow.shared,
            ConsentQuestionRow.deadline,
            ConsentQuestionRow.said,
        )
        .join(giver, giver.id == ConsentQuestionRow.from_id)
        .join(taker, taker.id == ConsentQuestionRow.to_id)
        .where(ConsentQuestionRow.need_id == need_id)
        .order_by(ConsentQuestionRow.asked_at.desc(), ConsentQuestionRow.id)
        .limit(1)
    )
    row = store.execute(found).first()
    return None if row is None else QuestionLine(*row)


def live_referral(
    store: Store, need_id: str, state: ReferralState | None = None
) -> LiveReferral | None:
    """What is offered now, or was taken by whoever holds the need now; the latest."""
    giver, taker = aliased(CharityRow), aliased(CharityRow)
    states = [ReferralState.OFFERED, ReferralState.ACCEPTED] if state is None else [state]
    found = (
        select(
            ReferralRow.id,
            ReferralRow.to_id,
            giver.name,
            taker.name,
            taker.slug,
            ReferralRow.shared,
            ReferralRow.deadline,
            ReferralRow.state,
        )
        .join(NeedRow, NeedRow.id == ReferralRow.need_id)
        .join(giver, giver.id == ReferralRow.from_id)
        .join(taker, taker.id == ReferralRow.to_id)
        .where(
            ReferralRow.need_id == need_id,
            ReferralRow.state.in_(states),
            # What went on from whoever took it is not theirs to give back.
            or_(
                ReferralRow.state == ReferralState.OFFERED, ReferralRow.to_id == NeedRow.charity_id
            ),
        )
        .order_by(ReferralRow.asked_at.desc(), ReferralRow.id)
        .limit(1)
    )
    row = store.execute(found).first()
    return None if row is None else LiveReferral(*row)
