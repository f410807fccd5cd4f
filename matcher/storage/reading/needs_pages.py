"""Needs as charities' programs see them: small values, a page of them in one query."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.origins import CameBy, ConfirmedBy
from matcher.domain.outcomes import HOLDS_UNIT, NeedEnding
from matcher.domain.roles import Scope
from matcher.domain.urgency import Urgency
from matcher.storage.database import Store
from matcher.storage.reading.drawn_areas import needs_near
from matcher.storage.reading.keyset import After, Page, page_of
from matcher.storage.tables import MatchRow, NeedRow


@dataclass(frozen=True, slots=True)
class NeedSummary:
    """A need, without anything that says who or where exactly.

    `people_found` counts those who said yes and did not hand it back.
    """

    id: str
    charity_id: str | None
    reference: str
    status: NeedStatus
    ending: NeedEnding | None
    urgency: Urgency
    category: str
    borough: str
    cell: str
    people_needed: int
    people_found: int
    registered_on: date
    wanted_on: date | None
    expires_on: date | None
    paused_until: date | None
    languages: frozenset[str]
    requires: frozenset[str]
    availability: frozenset[str]
    recurrence: str | None
    asks_first: bool
    came_by: CameBy
    confirmed_by: ConfirmedBy | None
    confirmed_at: datetime | None
    created_at: datetime
    changed_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class NeedsWanted:
    """Which needs to list; what is None is not asked about."""

    status: NeedStatus | None = None
    urgency: Urgency | None = None
    category: str | None = None
    borough: str | None = None
    ours: bool = False


_FOUND = (
    select(func.count())
    .where(MatchRow.need_id == NeedRow.id, MatchRow.status.in_(HOLDS_UNIT))
    .correlate(NeedRow)
    .scalar_subquery()
    .label("people_found")
)
_SUMMARY: Select[Any] = select(
    *(
        _FOUND if name == "people_found" else getattr(NeedRow, name)
        for name in NeedSummary.__dataclass_fields__
    )
)


def needs_page(
    store: Store,
    charity_id: str,
    reach: Scope,
    wanted: NeedsWanted,
    after: After | None,
    most: int,
) -> Page[NeedSummary]:
    """The needs of a charity's own people and of where it works, the newest first."""
    found = _SUMMARY.where(_reach(charity_id, reach, wanted.ours))
    for column, value in (
        (NeedRow.status, wanted.status),
        (NeedRow.urgency, wanted.urgency),
        (NeedRow.category, wanted.category),
        (NeedRow.borough, wanted.borough),
    ):
        if value is not None:
            found = found.where(column == value)
    page = page_of(store, found, NeedRow.created_at, NeedRow.id, after, most)
    return Page([NeedSummary(*row) for row in page.lines], page.next)


def need_in_reach(store: Store, charity_id: str, reach: Scope, need_id: str) -> NeedSummary | None:
    """One need, None where there is none or the charity does not reach it."""
    row = store.execute(
        _SUMMARY.where(NeedRow.id == need_id, _reach(charity_id, reach, only_ours=False))
    ).one_or_none()
    return None if row is None else NeedSummary(*row)


def _reach(charity_id: str, reach: Scope, only_ours: bool) -> ColumnElement[bool]:
    ours = NeedRow.charity_id == charity_id
    return ours if only_ours else or_(ours, *needs_near(reach))
