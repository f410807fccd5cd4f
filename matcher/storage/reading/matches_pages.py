"""Matches as charities' programs see them: small values, a page of them in one query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outcomes import DeclineReason, FailureReason, WithdrawalReason, WithdrawnBy
from matcher.storage.database import Store
from matcher.storage.reading.keyset import After, Page, page_of
from matcher.storage.tables import MatchRow, NeedRow, OfferRow


@dataclass(frozen=True, slots=True)
class MatchSummary:
    """A match with its two sides as anybody may see them: category, borough and cell.

    How far it is from home to home is not among it, and can be learnt from nothing here.
    """

    id: str
    status: MatchStatus
    need_id: str
    offer_id: str
    need_charity_id: str | None
    offer_charity_id: str | None
    category: str
    need_borough: str
    need_cell: str
    offer_borough: str
    offer_cell: str
    on_date: date | None
    round_id: str | None
    asked_together: bool
    proposed_at: datetime
    deadline: datetime | None
    answered_at: datetime | None
    on_my_way_at: datetime | None
    done_reported_at: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None
    minutes_given: int | None
    decline_reason: DeclineReason | None
    failure_reason: FailureReason | None
    withdrawn_by: WithdrawnBy | None
    withdrawn_reason: WithdrawalReason | None


@dataclass(frozen=True, slots=True)
class MatchesWanted:
    """Which matches to list; what is None is not asked about."""

    statuses: Collection[MatchStatus] | None = None
    need_id: str | None = None
    offer_id: str | None = None


_ELSEWHERE = {
    "need_charity_id": NeedRow.charity_id,
    "offer_charity_id": OfferRow.charity_id,
    "category": NeedRow.category,
    "need_borough": NeedRow.borough,
    "need_cell": NeedRow.cell,
    "offer_borough": OfferRow.borough,
    "offer_cell": OfferRow.cell,
}
_SUMMARY: Select[Any] = (
    select(
        *(
            _ELSEWHERE[name].label(name) if name in _ELSEWHERE else getattr(MatchRow, name)
            for name in MatchSummary.__dataclass_fields__
        )
    )
    .join_from(MatchRow, NeedRow, NeedRow.id == MatchRow.need_id)
    .join(OfferRow, OfferRow.id == MatchRow.offer_id)
)


def matches_page(
    store: Store, charity_id: str, wanted: MatchesWanted, after: After | None, most: int
) -> Page[MatchSummary]:
    """The matches in which one side at least is the charity's, those proposed last first."""
    found = _SUMMARY.where(_reach(charity_id))
    if wanted.statuses is not None:
        found = found.where(MatchRow.status.in_(wanted.statuses))
    if wanted.need_id is not None:
        found = found.where(MatchRow.need_id == wanted.need_id)
    if wanted.offer_id is not None:
        found = found.where(MatchRow.offer_id == wanted.offer_id)
    page = page_of(store, found, MatchRow.proposed_at, MatchRow.id, after, most)
    return Page([MatchSummary(*row) for row in page.lines], page.next)


def match_in_reach(store: Store, charity_id: str, match_id: str) -> MatchSummary | None:
    """One match, None where there is none or neither side is the charity's."""
    row = store.execute(_SUMMARY.where(MatchRow.id == match_id, _reach(charity_id))).one_or_none()
    return None if row is None else MatchSummary(*row)


def _reach(charity_id: str) -> ColumnElement[bool]:
    """Asked of the ids, so that both databases can go by the index of either side."""
    needs = select(NeedRow.id).where(NeedRow.charity_id == charity_id)
    offers = select(OfferRow.id).where(OfferRow.charity_id == charity_id)
    return or_(MatchRow.need_id.in_(needs), MatchRow.offer_id.in_(offers))
