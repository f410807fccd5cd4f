"""Offers as charities' programs see them: small values, a page of them in one query."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select

from matcher.domain.life_cycles import OfferStatus
from matcher.domain.roles import Scope
from matcher.storage.database import Store
from matcher.storage.reading.drawn_areas import offers_near
from matcher.storage.reading.keyset import After, Page, page_of
from matcher.storage.tables import OfferRow
from matcher.storage.words import has_word


@dataclass(frozen=True, slots=True)
class OfferSummary:
    """An offer, without anything that says who or where exactly."""

    id: str
    charity_id: str | None
    volunteer_id: str
    status: OfferStatus
    categories: frozenset[str]
    borough: str
    cell: str
    radius_m: int
    capacity: int
    held: int
    languages: frozenset[str]
    provides: frozenset[str]
    availability: frozenset[str]
    paused_until: date | None
    ends_on: date | None
    created_at: datetime
    changed_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class OffersWanted:
    """Which offers to list; what is None is not asked about."""

    status: OfferStatus | None = None
    category: str | None = None
    borough: str | None = None
    ours: bool = False


_SUMMARY = select(*(getattr(OfferRow, name) for name in OfferSummary.__dataclass_fields__))


def offers_page(
    store: Store,
    charity_id: str,
    reach: Scope,
    wanted: OffersWanted,
    after: After | None,
    most: int,
) -> Page[OfferSummary]:
    """The offers of a charity's own people and of where it works, the newest first."""
    found = _SUMMARY.where(_reach(charity_id, reach, wanted.ours))
    if wanted.status is not None:
        found = found.where(OfferRow.status == wanted.status)
    if wanted.borough is not None:
        found = found.where(OfferRow.borough == wanted.borough)
    if wanted.category is not None:
        found = found.where(has_word(OfferRow.categories, wanted.category))
    page = page_of(store, found, OfferRow.created_at, OfferRow.id, after, most)
    return Page([OfferSummary(*row) for row in page.lines], page.next)


def offer_in_reach(
    store: Store, charity_id: str, reach: Scope, offer_id: str
) -> OfferSummary | None:
    """One offer, None where there is none or the charity does not reach it."""
    row = store.execute(
        _SUMMARY.where(OfferRow.id == offer_id, _reach(charity_id, reach, only_ours=False))
    ).one_or_none()
    return None if row is None else OfferSummary(*row)


def _reach(charity_id: str, reach: Scope, only_ours: bool) -> ColumnElement[bool]:
    ours = OfferRow.charity_id == charity_id
    return ours if only_ours else or_(ours, *offers_near(reach))
