"""The shared list, what neighbours hold as it is seen afar, and who asks whom to release what."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from matcher.domain.holding import UNASKED_FOR, ReleaseEnd, ReleaseReason
from matcher.domain.life_cycles import NeedStatus
from matcher.domain.outcomes import HOLDS_UNIT
from matcher.domain.roles import Scope
from matcher.domain.urgency import Urgency
from matcher.storage.database import Store
from matcher.storage.reading.board_filter import still_here
from matcher.storage.reading.drawn_areas import needs_near
from matcher.storage.reading.scope import works_there
from matcher.storage.tables import CharityRow, MatchRow, NeedRow, ReleaseAskRow


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A need that nobody holds. Its exact place is for whoever may take it, and never shown."""

    id: str
    reference: str
    category: str
    borough: str
    cell: str
    urgency: Urgency
    registered_on: date
    wanted_on: date | None
    easting: int = field(repr=False)
    northing: int = field(repr=False)
    postcode: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class HeldAfar:
    """A need that a neighbour took and nobody serves: no more than a map would tell.

    `is_unsure` where no postcode is known: it may lie in any square of its borough.
    """

    id: str
    category: str
    borough: str
    cell: str
    urgency: Urgency
    registered_on: date
    holder: str
    is_unsure: bool


@dataclass(frozen=True, slots=True)
class AskLine:
    """One charity asks another to release a need."""

    id: str
    need_id: str
    category: str
    borough: str
    urgency: Urgency
    holder_id: str
    holder: str
    asker_id: str
    asker: str
    reason: ReleaseReason
    asked_at: datetime
    deadline: datetime


@dataclass(frozen=True, slots=True)
class AnsweredAsk:
    """What came of one charity asking another."""

    category: str
    borough: str
    holder: str
    asker: str
    end: ReleaseEnd
    ended_at: datetime


_RANK = case({Urgency.URGENT: 0, Urgency.SOON: 1}, value=NeedRow.urgency, else_=2)


def shared_needs(store: Store, scope: Scope, most: int) -> list[SharedLine]:
    """Open needs that nobody holds where a scope works: urgent ones first, then the oldest."""
    columns = [getattr(NeedRow, name) for name in SharedLine.__slots__]
    there = true() if scope.everything else works_there(scope)
    found = select(*columns).where(NeedRow.charity_id.is_(None), _is_open(), there)
    rows = store.execute(found.order_by(_RANK, NeedRow.registered_on, NeedRow.id).limit(most))
    return [SharedLine(*row) for row in rows]


def held_afar(store: Store, scope: Scope, now: datetime, most: int) -> list[HeldAfar]:
    """What neighbours took so long ago that they may be asked for it, and nobody serves."""
    columns: list[Any] = [getattr(NeedRow, name) for name in HeldAfar.__slots__[:-2]]
    found = (
        select(
            *columns,
            CharityRow.name.label("holder"),
            NeedRow.postcode.is_(None).label("is_unsure"),
        )
        .join(CharityRow, CharityRow.id == NeedRow.charity_id)
        .where(
            NeedRow.charity_id.not_in(sorted(scope.charities)),
            _is_open(),
            _near(scope),
            ~served(),
            or_(
                *(
                    and_(NeedRow.urgency == one, NeedRow.taken_at <= now - long)
                    for one, long in UNASKED_FOR.items()
                )
            ),
            ~exists().where(
                ReleaseAskRow.need_id == NeedRow.id,
                or_(ReleaseAskRow.end.is_(None), _kept_since(now)),
            ),
        )
    )
    rows = store.execute(found.order_by(_RANK, NeedRow.registered_on, NeedRow.id).limit(most))
    return [HeldAfar(**row._mapping) for row in rows]


def open_asks(store: Store, scope: Scope) -> list[AskLine]:
    """What a scope's charities ask, and are asked, to release; the first deadline first."""
    charities = sorted(scope.charities)
    mine = or_(ReleaseAskRow.holder_id.in_(charities), ReleaseAskRow.asker_id.in_(charities))
    found = _asks().where(ReleaseAskRow.end.is_(None), mine)
    return [AskLine(*row) for row in store.execute(found.order_by(ReleaseAskRow.deadline))]


def answered_asks(store: Store, scope: Scope, since: datetime, most: int) -> list[AnsweredAsk]:
    """What came since then of what a scope's charities asked, or were asked; the last first."""
    charities = sorted(scope.charities)
    mine = or_(ReleaseAskRow.holder_id.in_(charities), ReleaseAskRow.asker_id.in_(charities))
    holder, asker = aliased(CharityRow), aliased(CharityRow)
    found: Select[*tuple[Any, ...]] = (
        select(
            NeedRow.category,
            NeedRow.borough,
            holder.name,
            asker.name,
            ReleaseAskRow.end,
            ReleaseAskRow.ended_at,
        )
        .join(NeedRow, NeedRow.id == ReleaseAskRow.need_id)
        .join(holder, holder.id == ReleaseAskRow.holder_id)
        .join(asker, asker.id == ReleaseAskRow.asker_id)
        .where(ReleaseAskRow.end.is_not(None), ReleaseAskRow.ended_at > since, mine)
    )
    last_first = found.order_by(ReleaseAskRow.ended_at.desc(), ReleaseAskRow.id).limit(most)
    return [AnsweredAsk(*row) for row in store.execute(last_first)]


def asks_overdue(store: Store, now: datetime, most: int) -> list[str]:
    """The ids of those that nobody answered in time, the longest overdue first."""
    found = (
        select(ReleaseAskRow.id)
        .where(ReleaseAskRow.end.is_(None), ReleaseAskRow.deadline <= now)
        .order_by(ReleaseAskRow.deadline, ReleaseAskRow.id)
        .limit(most)
    )
    return list(store.scalars(found))


def was_kept_lately(store: Store, need_id: str, now: datetime) -> bool:
    """Whether its holder has said no about this need so lately that it is not asked again."""
    found = select(ReleaseAskRow.id).where(ReleaseAskRow.need_id == need_id, _kept_since(now))
    return store.scalar(found.limit(1)) is not None


def is_served(store: Store, need_id: str) -> bool:
    """Whether somebody has said yes to a need, or done it."""
    return store.scalar(select(NeedRow.id).where(NeedRow.id == need_id, served())) is not None


def unserved_of(store: Store, charity_id: str) -> int:
    """How many needs a charity took from the shared list that nobody serves yet."""
    found = select(func.count()).where(
        NeedRow.charity_id == charity_id,
        NeedRow.taken_at.is_not(None),
        still_here(),
        ~served(),
    )
    return int(store.scalar(found) or 0)


def served() -> ColumnElement[bool]:
    """A need to which somebody has said yes."""
    return exists().where(MatchRow.need_id == NeedRow.id, MatchRow.status.in_(HOLDS_UNIT))


def _is_open() -> ColumnElement[bool]:
    return NeedRow.status == NeedStatus.OPEN


def _near(scope: Scope) -> ColumnElement[bool]:
    """Where a scope's charities work, as it is seen afar."""
    if scope.everything:
        return true()
    return or_(*needs_near(scope))


def _kept_since(now: datetime) -> ColumnElement[bool]:
    """Said no to within the time for which a need is its holder's alone."""
    return and_(
        ReleaseAskRow.end == ReleaseEnd.KEPT,
        ReleaseAskRow.ended_at > now - max(UNASKED_FOR.values()),
    )


def _asks() -> Select[*tuple[Any, ...]]:
    holder, asker = aliased(CharityRow), aliased(CharityRow)
    return (
        select(
            ReleaseAskRow.id,
            ReleaseAskRow.need_id,
            NeedRow.category,
            NeedRow.borough,
            NeedRow.urgency,
            ReleaseAskRow.holder_id,
            holder.name,
            ReleaseAskRow.asker_id,
            asker.name,
            ReleaseAskRow.reason,
            ReleaseAskRow.asked_at,
            ReleaseAskRow.deadline,
        )
        .join(NeedRow, NeedRow.id == ReleaseAskRow.need_id)
        .join(holder, holder.id == ReleaseAskRow.holder_id)
        .join(asker, asker.id == ReleaseAskRow.asker_id)
    )
