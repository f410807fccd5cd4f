"""Volunteers as those see them who look after them: asked how lately, how often, checked how long.

No names: who somebody is stays sealed until a member of staff deliberately looks.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, or_, select, tuple_

from matcher.domain.board import TIRED_FROM, VolunteerOrder
from matcher.domain.life_cycles import MatchStatus, OfferStatus, VolunteerStatus
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.domain.roles import Scope
from matcher.storage.database import Store
from matcher.storage.reading.scope import volunteers_within
from matcher.storage.tables import CharityRow, CheckRow, MatchRow, OfferRow, VolunteerRow


@dataclass(frozen=True, slots=True)
class VolunteerLine:
    """One volunteer in a list; `asked` and `helped` count since the moment that was asked for."""

    id: str
    status: VolunteerStatus
    charity: str | None
    charity_id: str | None
    created_at: datetime
    offers: int
    spare: int
    last_asked_at: datetime | None
    asked: int
    helped: int
    minutes: int
    review_on: date | None


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One offer of a volunteer."""

    id: str
    categories: frozenset[str]
    borough: str
    cell: str
    radius_m: int
    capacity: int
    held: int
    languages: frozenset[str]
    provides: frozenset[str]
    availability: frozenset[str]
    status: OfferStatus
    paused_until: date | None


@dataclass(frozen=True, slots=True)
class VolunteerMatch:
    """One match of a volunteer."""

    match_id: str
    need_id: str
    status: MatchStatus
    proposed_at: datetime
    ended_at: datetime | None
    minutes_given: int | None


def volunteer_lines(
    store: Store,
    scope: Scope,
    order: VolunteerOrder,
    *,
    since: datetime,
    checks_until: date,
    after: str = "",
    most: int = 50,
) -> tuple[list[VolunteerLine], bool]:
    """So many volunteers of a scope in one order from a mark on, and whether there are more.

    `after` is the id of the last one that was shown.
    """
    lines = _lines(since).where(volunteers_within(scope), *_wanted(order, since, checks_until))
    key = _key(order, since)
    if after:
        there = select(key).where(VolunteerRow.person_id == after).scalar_subquery()
        lines = lines.where(tuple_(key, VolunteerRow.person_id) > tuple_(there, literal(after)))
    found = store.execute(lines.order_by(key, VolunteerRow.person_id).limit(most + 1)).all()
    return [VolunteerLine(*row) for row in found[:most]], len(found) > most


def volunteer_line(store: Store, volunteer_id: str, *, since: datetime) -> VolunteerLine | None:
    """One volunteer."""
    found = store.execute(_lines(since).where(VolunteerRow.person_id == volunteer_id))
    row = found.one_or_none()
    return None if row is None else VolunteerLine(*row)


def is_within(store: Store, scope: Scope, volunteer_id: str) -> bool:
    """Whether a volunteer lies in a scope."""
    found = select(VolunteerRow.person_id).where(
        VolunteerRow.person_id == volunteer_id, volunteers_within(scope)
    )
    return store.scalar(found) is not None


def offers_of(store: Store, volunteer_id: str) -> list[OfferLine]:
    """The offers of a volunteer, the newest first."""
    columns = (getattr(OfferRow, name) for name in OfferLine.__slots__)
    found = select(*columns).where(OfferRow.volunteer_id == volunteer_id)
    return [
        OfferLine(*row)
        for row in store.execute(found.order_by(OfferRow.created_at.desc(), OfferRow.id))
    ]


def matches_of_volunteer(store: Store, volunteer_id: str, most: int = 50) -> list[VolunteerMatch]:
    """The latest matches of a volunteer; their needs may lie outside somebody's scope."""
    columns = (
        MatchRow.id,
        MatchRow.need_id,
        MatchRow.status,
        MatchRow.proposed_at,
        MatchRow.ended_at,
        MatchRow.minutes_given,
    )
    found = (
        select(*columns)
        .join(OfferRow, OfferRow.id == MatchRow.offer_id)
        .where(OfferRow.volunteer_id == volunteer_id)
        .order_by(MatchRow.proposed_at.desc(), MatchRow.id)
        .limit(most)
    )
    return [VolunteerMatch(*row) for row in store.execute(found)]


def _lines(since: datetime) -> Select[*tuple[Any, ...]]:
    return select(
        VolunteerRow.person_id,
        VolunteerRow.status,
        CharityRow.name,
        VolunteerRow.charity_id,
        VolunteerRow.created_at,
        _of_offers(func.count()),
        _of_offers(func.coalesce(func.sum(OfferRow.capacity - OfferRow.held), 0)),
        _of_matches(func.max(MatchRow.proposed_at)),
        _of_matches(func.count(), MatchRow.proposed_at >= since),
        _helped(since),
        _of_matches(
            func.coalesce(func.sum(MatchRow.minutes_given), 0), MatchRow.proposed_at >= since
        ),
        _review_on(),
    ).outerjoin(CharityRow, CharityRow.id == VolunteerRow.charity_id)


def _of_offers(what: Any) -> ColumnElement[Any]:
    active = OfferRow.status == OfferStatus.ACTIVE
    mine = OfferRow.volunteer_id == VolunteerRow.person_id
    return (
        select(what).select_from(OfferRow).where(mine, active).correlate(VolunteerRow)
    ).scalar_subquery()


def _of_matches(what: Any, *which: ColumnElement[bool]) -> ColumnElement[Any]:
    return (
        select(what)
        .select_from(MatchRow)
        .join(OfferRow, OfferRow.id == MatchRow.offer_id)
        .where(OfferRow.volunteer_id == VolunteerRow.person_id, *which)
        .correlate(VolunteerRow)
        .scalar_subquery()
    )


def _helped(since: datetime) -> ColumnElement[int]:
    spoken_for = MatchRow.status.in_(SPOKEN_FOR - {MatchStatus.PROPOSED})
    return _of_matches(func.count(), MatchRow.proposed_at >= since, spoken_for)


def _review_on() -> ColumnElement[date | None]:
    """When the first check is due that none of its level outlasts; None if none ever is."""
    mine = CheckRow.volunteer_id == VolunteerRow.person_id
    other = CheckRow.__table__.alias("other")
    renewed = exists().where(
        other.c.volunteer_id == CheckRow.volunteer_id,
        other.c.level == CheckRow.level,
        other.c.revoked_at.is_(None),
        (other.c.review_on.is_(None)) | (other.c.review_on > CheckRow.review_on),
    )
    return (
        select(func.min(CheckRow.review_on))
        .where(mine, CheckRow.revoked_at.is_(None), ~renewed)
        .correlate(VolunteerRow)
        .scalar_subquery()
    )


def _wanted(order: VolunteerOrder, since: datetime, until: date) -> list[ColumnElement[bool]]:
    """Whom a list is about; somebody suspended is not asked, and is in none but the newest."""
    at_work = VolunteerRow.status != VolunteerStatus.SUSPENDED
    last = _of_matches(func.max(MatchRow.proposed_at))
    if order is VolunteerOrder.NOT_ASKED_LATELY:
        return [at_work, or_(last.is_(None), last < since), _of_offers(func.count()) > 0]
    if order is VolunteerOrder.TIRED:
        return [at_work, _helped(since) >= TIRED_FROM]
    if order is VolunteerOrder.CHECK_RUNS_OUT:
        return [at_work, _review_on() <= until]
    return []


def _key(order: VolunteerOrder, since: datetime) -> ColumnElement[Any]:
    """What a list goes by, ascending."""
    created = VolunteerRow.created_at
    if order is VolunteerOrder.NOT_ASKED_LATELY:
        return func.coalesce(_of_matches(func.max(MatchRow.proposed_at)), created)
    if order is VolunteerOrder.TIRED:
        return -_helped(since)
    if order is VolunteerOrder.CHECK_RUNS_OUT:
        return _review_on()
    # The newest first: seconds before some far day.
    return -func.extract("epoch", created)
