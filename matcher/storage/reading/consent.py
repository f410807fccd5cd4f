"""What residents are asked about handing their need on, and what they said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from matcher.domain.referrals import ConsentSaid, ReferralState
from matcher.storage.asking import ask, ask_for_one
from matcher.storage.database import Store
from matcher.storage.tables import (
    CharityRow,
    ConsentQuestionRow,
    NeedRow,
    ReferralRow,
    is_one_of,
    table_of,
)

# Each resident's page asks both, so they are made once.
_QUESTIONS, _REFERRALS = table_of(ConsentQuestionRow), table_of(ReferralRow)
_NEEDS = table_of(NeedRow)
_GIVER, _TAKER = table_of(CharityRow).alias("giver"), table_of(CharityRow).alias("taker")
_OFFERED, _ACCEPTED = frozenset({ReferralState.OFFERED}), frozenset({ReferralState.ACCEPTED})


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


_LATEST_QUESTION = (
    select(
        _QUESTIONS.c.id,
        _GIVER.c.name,
        _TAKER.c.name,
        _TAKER.c.slug,
        _QUESTIONS.c.shared,
        _QUESTIONS.c.deadline,
        _QUESTIONS.c.said,
    )
    .join_from(_QUESTIONS, _GIVER, _GIVER.c.id == _QUESTIONS.c.from_id)
    .join(_TAKER, _TAKER.c.id == _QUESTIONS.c.to_id)
    .where(_QUESTIONS.c.need_id == bindparam("need"))
    .order_by(_QUESTIONS.c.asked_at.desc(), _QUESTIONS.c.id)
    .limit(1)
)


# The words stand in the statement: as values they would have SQLite plan anew for each visitor.
_LIVE = (
    select(
        _REFERRALS.c.id,
        _REFERRALS.c.to_id,
        _GIVER.c.name,
        _TAKER.c.name,
        _TAKER.c.slug,
        _REFERRALS.c.shared,
        _REFERRALS.c.deadline,
        _REFERRALS.c.state,
    )
    .join_from(_REFERRALS, _NEEDS, _NEEDS.c.id == _REFERRALS.c.need_id)
    .join(_GIVER, _GIVER.c.id == _REFERRALS.c.from_id)
    .join(_TAKER, _TAKER.c.id == _REFERRALS.c.to_id)
    .where(
        _REFERRALS.c.need_id == bindparam("need"),
        # What went on from whoever took it is not theirs to give back.
        or_(
            is_one_of(_REFERRALS.c.state, _OFFERED),
            is_one_of(_REFERRALS.c.state, _ACCEPTED) & (_REFERRALS.c.to_id == _NEEDS.c.charity_id),
        ),
    )
    .order_by(_REFERRALS.c.asked_at.desc(), _REFERRALS.c.id)
    .limit(1)
)
_ON_OFFER = select(_REFERRALS.c.id).where(
    _REFERRALS.c.need_id == bindparam("need"), is_one_of(_REFERRALS.c.state, _OFFERED)
)


def latest_question(store: Store, need_id: str) -> QuestionLine | None:
    """The last question to a resident about their need."""
    row = ask_for_one(store, _LATEST_QUESTION, need=need_id)
    return None if row is None else QuestionLine(*row)


def live_referral(store: Store, need_id: str) -> LiveReferral | None:
    """What is offered now, or was taken by whoever holds the need now; the latest."""
    row = ask_for_one(store, _LIVE, need=need_id)
    return None if row is None else LiveReferral(*row)


def is_on_offer(store: Store, need_id: str) -> bool:
    """Whether another charity is being asked to take a need up."""
    return bool(ask(store, _ON_OFFER, need=need_id))
