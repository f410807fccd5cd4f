"""Needs, as a resident's own page and the verbs about needs read them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from matcher.domain.life_cycles import MatchStatus, NeedStatus, OfferStatus, VolunteerStatus
from matcher.domain.outcomes import HOLDS_UNIT, NeedEnding
from matcher.storage.database import Store
from matcher.storage.tables import (
    MatchRow,
    NeedRow,
    OfferRow,
    OutboxRow,
    UnitRow,
    VolunteerRow,
)
from matcher.storage.words import has_word


@dataclass(frozen=True, slots=True)
class Helper:
    """One match of a need that a person must know of, with its volunteer's id."""

    match_id: str
    volunteer_id: str
    status: MatchStatus
    on_date: date | None
    accepted_at: datetime | None
    agreed_at: datetime | None
    on_my_way_at: datetime | None
    done_at: datetime | None
    confirmed_at: datetime | None


def needs_of(store: Store, person_id: str) -> list[NeedRow]:
    """All needs of a person, the oldest first."""
    found = select(NeedRow).where(NeedRow.person_id == person_id)
    return list(store.scalars(found.order_by(NeedRow.created_at, NeedRow.id)))


def recurring_needs(
    store: Store, *, after: str = "", most: int | None = None
) -> list[tuple[NeedRow, dict[date, int]]]:
    """Open needs that come again, by id, each with how many open units its dates have."""
    needs = store.scalars(
        select(NeedRow)
        .where(
            NeedRow.status == NeedStatus.OPEN,
            NeedRow.recurrence.is_not(None),
            NeedRow.id > after,
        )
        .order_by(NeedRow.id)
        .limit(most)
    ).all()
    known: dict[str, Counter[date]] = {need.id: Counter() for need in needs}
    if needs:
        units = store.execute(
            select(UnitRow.need_id, UnitRow.on_date).where(
                UnitRow.need_id.between(needs[0].id, needs[-1].id),
                UnitRow.closed_at.is_(None),
                UnitRow.on_date.is_not(None),
            )
        )
        for need_id, on_date in units:
            if on_date is not None and need_id in known:
                known[need_id][on_date] += 1
    return [(need, dict(known[need.id])) for need in needs]


def paused_until_before(store: Store, today: date, most: int) -> list[str]:
    """The ids of paused needs whose pause is over today."""
    found = select(NeedRow.id).where(
        NeedRow.status == NeedStatus.PAUSED, NeedRow.paused_until <= today
    )
    return list(store.scalars(found.order_by(NeedRow.id).limit(most)))


def helpers_of(store: Store, need_id: str) -> list[Helper]:
    """Everybody who said yes and still stands by it, or has done it, by date."""
    found = store.execute(
        select(
            MatchRow.id,
            OfferRow.volunteer_id,
            MatchRow.status,
            MatchRow.on_date,
            MatchRow.answered_at,
            MatchRow.details_agreed_at,
            MatchRow.on_my_way_at,
            MatchRow.done_reported_at,
            MatchRow.confirmed_at,
        )
        .join(OfferRow, OfferRow.id == MatchRow.offer_id)
        .where(MatchRow.need_id == need_id, MatchRow.status.in_(HOLDS_UNIT))
        .order_by(func.coalesce(MatchRow.on_date, date.min), MatchRow.answered_at, MatchRow.id)
    )
    return [Helper(*row) for row in found]


def count_asked(store: Store, need_id: str) -> int:
    """How many volunteers are being asked at this moment."""
    asked = select(func.count()).where(
        MatchRow.need_id == need_id, MatchRow.status == MatchStatus.PROPOSED
    )
    return store.scalar(asked) or 0


def code_is_on_its_way(store: Store, need_id: str) -> OutboxRow | None:
    """The newest message that asks to confirm a need."""
    found = select(OutboxRow).where(OutboxRow.need_id == need_id, OutboxRow.kind == "confirm_need")
    return store.scalar(found.order_by(OutboxRow.created_at.desc(), OutboxRow.id).limit(1))


def volunteers_in_cells(store: Store, category: str, cells: Sequence[str]) -> int:
    """How many volunteers in these 1 km cells offer help of a category at present."""
    offers = (
        select(func.count(func.distinct(OfferRow.volunteer_id)))
        .join(VolunteerRow, VolunteerRow.person_id == OfferRow.volunteer_id)
        .where(
            OfferRow.cell.in_(cells),
            OfferRow.status == OfferStatus.ACTIVE,
            has_word(OfferRow.categories, category),
            VolunteerRow.status.not_in((VolunteerStatus.NEW, VolunteerStatus.SUSPENDED)),
        )
    )
    return store.scalar(offers) or 0


def latest_waits(
    store: Store, category: str, borough: str | None, *, since: datetime, most: int
) -> tuple[list[timedelta], int]:
    """How long the latest needs of a kind waited for a first yes, and how many had none yet.

    Those that were withdrawn say nothing about waiting and are left out. `borough` None is all
    of them.
    """
    first_yes = (
        select(func.min(MatchRow.answered_at))
        .where(MatchRow.need_id == NeedRow.id, MatchRow.status.in_(HOLDS_UNIT))
        .correlate(NeedRow)
        .scalar_subquery()
    )
    latest = (
        select(NeedRow.confirmed_at, first_yes)
        .where(
            NeedRow.category == category,
            NeedRow.confirmed_at >= since,
            NeedRow.ending.is_distinct_from(NeedEnding.WITHDRAWN),
        )
        .order_by(NeedRow.confirmed_at.desc())
        .limit(most)
    )
    if borough is not None:
        latest = latest.where(NeedRow.borough == borough)
    found = store.execute(latest).all()
    met = [max(yes - asked, timedelta()) for asked, yes in found if asked and yes]
    return met, len(found) - len(met)
