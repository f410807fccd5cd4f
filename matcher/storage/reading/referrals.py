"""Needs that are handed on, as both sides see them; and the directory of those outside."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from matcher.domain.referrals import (
    ConsentBy,
    DirectoryKind,
    ReferralReason,
    ReferralState,
    WasItUse,
)
from matcher.domain.roles import Scope
from matcher.domain.urgency import Urgency
from matcher.storage.database import Store
from matcher.storage.tables import CharityRow, DirectoryRow, NeedRow, ReferralRow


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """One referral. `to` is a charity's name, or that of somebody in the directory.

    Of the need it tells what a map would: whoever has not said yes knows no more of it.
    """

    id: str
    need_id: str
    category: str
    urgency: Urgency
    borough: str
    cell: str
    from_id: str
    from_name: str
    to_id: str | None
    to: str
    shared: frozenset[str]
    consent_by: ConsentBy
    state: ReferralState
    asked_at: datetime
    deadline: datetime | None
    reason: ReferralReason | None
    was_it_use: WasItUse | None


@dataclass(frozen=True, slots=True)
class DirectoryLine:
    """Somebody outside, as the directory has them; no boroughs are all."""

    id: str
    kind: DirectoryKind
    name: str
    does: str
    phone: str
    website: str
    boroughs: frozenset[str]
    checked_on: date


def referrals_of(store: Store, need_id: str) -> list[ReferralLine]:
    """Everything that was tried for a need, the latest first."""
    return _lines(store, ReferralRow.need_id == need_id)


def referrals_at(store: Store, scope: Scope) -> list[ReferralLine]:
    """What a scope's charities are offered, offer, or sent outside and know no end of."""
    ours = sorted(scope.charities)
    offered = and_(
        ReferralRow.state == ReferralState.OFFERED,
        or_(ReferralRow.from_id.in_(ours), ReferralRow.to_id.in_(ours)),
    )
    unknown = and_(
        ReferralRow.state == ReferralState.SENT,
        ReferralRow.was_it_use.is_(None),
        ReferralRow.from_id.in_(ours),
    )
    return _lines(store, or_(offered, unknown))


def referrals_overdue(store: Store, now: datetime, most: int) -> list[str]:
    """The ids of those that nobody answered in time, the longest overdue first."""
    found = (
        select(ReferralRow.id)
        .where(ReferralRow.state == ReferralState.OFFERED, ReferralRow.deadline <= now)
        .order_by(ReferralRow.deadline, ReferralRow.id)
        .limit(most)
    )
    return list(store.scalars(found))


def directory(store: Store, boroughs: Collection[str] | None = None) -> list[DirectoryLine]:
    """Who stands in the directory, by name; of some boroughs only where these are said."""
    columns: list[Any] = [getattr(DirectoryRow, name) for name in DirectoryLine.__slots__]
    found = select(*columns).where(DirectoryRow.ended_at.is_(None))
    lines = [
        DirectoryLine(**row._mapping)
        for row in store.execute(found.order_by(func.lower(DirectoryRow.name), DirectoryRow.id))
    ]
    if boroughs is None:
        return lines
    near = frozenset(boroughs)
    return [one for one in lines if not one.boroughs or one.boroughs & near]


def _lines(store: Store, wanted: ColumnElement[bool]) -> list[ReferralLine]:
    found = _referrals().where(wanted).order_by(ReferralRow.asked_at.desc(), ReferralRow.id)
    return [ReferralLine(**row._mapping) for row in store.execute(found)]


def _referrals() -> Select[*tuple[Any, ...]]:
    giver, taker = aliased(CharityRow), aliased(CharityRow)
    own = (
        *("id", "need_id", "from_id", "to_id", "shared", "consent_by", "state"),
        *("asked_at", "deadline", "reason", "was_it_use"),
    )
    return (
        select(
            *(getattr(ReferralRow, name) for name in own),
            *(getattr(NeedRow, name) for name in ("category", "urgency", "borough", "cell")),
            giver.name.label("from_name"),
            func.coalesce(taker.name, DirectoryRow.name).label("to"),
        )
        .join(NeedRow, NeedRow.id == ReferralRow.need_id)
        .join(giver, giver.id == ReferralRow.from_id)
        .outerjoin(taker, taker.id == ReferralRow.to_id)
        .outerjoin(DirectoryRow, DirectoryRow.id == ReferralRow.directory_id)
    )
