"""One match with the need, the offer and the people of it: all that a verb has to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from matcher.domain.life_cycles import MatchStatus, NeedStatus, VolunteerStatus
from matcher.domain.outcomes import HOLDS_CAPACITY, WithdrawalReason, WithdrawnBy
from matcher.domain.refusals import NotFound
from matcher.domain.urgency import Urgency
from matcher.storage.database import Store
from matcher.storage.tables import MatchRow, NeedRow, OfferRow, VolunteerRow

NO_SUCH_MATCH = "There is no such match."


@dataclass(frozen=True, slots=True)
class Pairing:
    """A match and what it hangs on, as of one moment."""

    match_id: str
    unit_id: str
    status: MatchStatus
    on_date: date | None
    answered_at: datetime | None
    details_agreed_at: datetime | None
    done_reported_at: datetime | None
    ended_at: datetime | None
    withdrawn_by: WithdrawnBy | None
    withdrawn_reason: WithdrawalReason | None
    need_id: str
    need_status: NeedStatus
    resident_id: str
    category: str
    borough: str
    urgency: Urgency
    asks_first: bool
    offer_id: str
    volunteer_id: str
    volunteer_status: VolunteerStatus

    @property
    def was_accepted(self) -> bool:
        """Whether the volunteer ever said yes to it."""
        return self.answered_at is not None and self.status is not MatchStatus.DECLINED

    @property
    def task_ended_at(self) -> datetime | None:
        """When the volunteer's part was over; None while it is not."""
        return self.done_reported_at or self.ended_at


def pairing_of(store: Store, match_id: str) -> Pairing:
    """One match; `NotFound` where there is none."""
    row = store.execute(_pairings().where(MatchRow.id == match_id)).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_MATCH)
    return Pairing(*row)


def pairings_of_need(store: Store, need_id: str) -> Sequence[Pairing]:
    """Every match that a need ever had, in the order of their ids."""
    found = _pairings().where(MatchRow.need_id == need_id).order_by(MatchRow.id)
    return [Pairing(*row) for row in store.execute(found)]


def pairings_of_offer(store: Store, offer_id: str) -> Sequence[Pairing]:
    """Every match that an offer ever had, in the order of their ids."""
    found = _pairings().where(MatchRow.offer_id == offer_id).order_by(MatchRow.id)
    return [Pairing(*row) for row in store.execute(found)]


def is_arranged_by_hand(store: Store, need_id: str) -> bool:
    """Whether a person, and not a round, paired somebody with this need who still counts on it."""
    found = select(MatchRow.id).where(
        MatchRow.need_id == need_id, MatchRow.locked, MatchRow.status.in_(HOLDS_CAPACITY)
    )
    return store.scalar(found.limit(1)) is not None


def _pairings() -> Select[*tuple[Any, ...]]:
    return (
        select(
            MatchRow.id,
            MatchRow.unit_id,
            MatchRow.status,
            MatchRow.on_date,
            MatchRow.answered_at,
            MatchRow.details_agreed_at,
            MatchRow.done_reported_at,
            MatchRow.ended_at,
            MatchRow.withdrawn_by,
            MatchRow.withdrawn_reason,
            NeedRow.id,
            NeedRow.status,
            NeedRow.person_id,
            NeedRow.category,
            NeedRow.borough,
            NeedRow.urgency,
            NeedRow.asks_first,
            OfferRow.id,
            OfferRow.volunteer_id,
            VolunteerRow.status,
        )
        .join(NeedRow, NeedRow.id == MatchRow.need_id)
        .join(OfferRow, OfferRow.id == MatchRow.offer_id)
        .join(VolunteerRow, VolunteerRow.person_id == OfferRow.volunteer_id)
    )
