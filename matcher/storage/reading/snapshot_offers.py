"""The offers of a round: active, of volunteers who are not suspended, full ones among them.

Full offers stay in, with nothing spare: they tell “everyone is busy” from “there is nobody”.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, func, or_, select, true, type_coerce

from matcher.domain.life_cycles import MatchStatus, OfferStatus, VolunteerStatus
from matcher.storage.database import Store
from matcher.storage.reading.columns import Coded, Rows, coded, read_columns, rows
from matcher.storage.reading.in_order import holds
from matcher.storage.reading.owed_letters import owed_to
from matcher.storage.reading.standing import standing
from matcher.storage.tables import CheckRow, MatchRow, OfferRow, OutboxRow, VolunteerRow

NO_LIMIT = -1


class SnapshotOffers(NamedTuple):
    """One row an offer."""

    id: tuple[str, ...]
    volunteer_id: tuple[str, ...]
    easting: Rows  # (m,) metres
    northing: Rows  # (m,) metres
    borough: Coded
    categories: Coded  # word sets, as those below
    radius_m: Rows  # (m,)
    spare: Rows  # (m,) places that no match holds
    recent: Rows  # (m,) matches since the moment that was asked for
    languages: Coded
    provides: Coded
    availability: Coded
    volunteer_status: Coded
    check_levels: Coded  # word sets: checks that were seen and still hold
    matches_per_week: Rows  # (m,) what the volunteer said, -1 for no limit
    messages_per_week: Rows  # (m,) the same
    week_matches: Rows  # (m,) what the volunteer, with all offers, was given this week
    week_messages: Rows  # (m,) what they were written, or will be; both only where there is a limit


def read_offers(
    store: Store,
    *,
    today: date,
    since: datetime,
    week_since: datetime,
    apart_from: str | None = None,
    offer_ids: Sequence[str] | None = None,
) -> SnapshotOffers:
    """Read every active offer, with what it did lately and how well its volunteer is known.

    With `offer_ids` only those are read (and all offers of their volunteers counted).
    """
    columns = read_columns(store, _active_offers(store, offer_ids))
    recent = recent_matches(store, since, apart_from, offer_ids)
    volunteers = None if offer_ids is None else sorted(set(columns[1]))
    levels = _check_levels(store, today, volunteers)
    own = _held_for(store, apart_from)
    matches = matches_of_week(store, week_since, apart_from, volunteers)
    messages = messages_of_week(store, week_since, apart_from, volunteers)
    return SnapshotOffers(
        id=tuple(columns[0]),
        volunteer_id=tuple(columns[1]),
        easting=rows(columns[2]),
        northing=rows(columns[3]),
        borough=coded(columns[4]),
        categories=coded(columns[5]),
        radius_m=rows(columns[6]),
        spare=rows(
            spare + own.get(id, 0) for id, spare in zip(columns[0], columns[7], strict=True)
        ),
        recent=rows(recent.get(id, 0) for id in columns[0]),
        languages=coded(columns[8]),
        provides=coded(columns[9]),
        availability=coded(columns[10]),
        volunteer_status=coded(columns[11]),
        check_levels=coded([levels.get(id, "") for id in columns[1]]),
        matches_per_week=rows(NO_LIMIT if most is None else most for most in columns[12]),
        messages_per_week=rows(NO_LIMIT if most is None else most for most in columns[13]),
        week_matches=rows(matches.get(id, 0) for id in columns[1]),
        week_messages=rows(messages.get(id, 0) for id in columns[1]),
    )


def recent_matches(
    store: Store,
    since: datetime,
    apart_from: str | None = None,
    offer_ids: Sequence[str] | None = None,
) -> dict[str, int]:
    """How many matches each offer was given since a moment; those that came to nothing left out."""
    counted = (
        select(MatchRow.offer_id, func.count())
        .where(MatchRow.proposed_at >= since, standing(apart_from))
        .group_by(MatchRow.offer_id)
    )
    if offer_ids is not None:
        counted = counted.where(MatchRow.offer_id.in_(offer_ids))
    return dict(store.execute(counted).all())


def matches_of_week(
    store: Store,
    since: datetime,
    apart_from: str | None = None,
    volunteer_ids: Sequence[str] | None = None,
) -> dict[str, int]:
    """The same by volunteer, for those who said how many a week they want."""
    counted = (
        select(OfferRow.volunteer_id, func.count())
        .join(MatchRow, MatchRow.offer_id == OfferRow.id)
        .join(VolunteerRow, VolunteerRow.person_id == OfferRow.volunteer_id)
        .where(
            VolunteerRow.matches_per_week.is_not(None),
            MatchRow.proposed_at >= since,
            standing(apart_from),
        )
        .group_by(OfferRow.volunteer_id)
    )
    if volunteer_ids is not None:
        counted = counted.where(OfferRow.volunteer_id.in_(volunteer_ids))
    return dict(store.execute(counted).all())


def messages_of_week(
    store: Store,
    since: datetime,
    apart_from: str | None = None,
    volunteer_ids: Sequence[str] | None = None,
) -> dict[str, int]:
    """How many messages went, or are to go, to each volunteer who said how many they want."""
    named = select(OutboxRow.person_id, func.count()).join(
        VolunteerRow, VolunteerRow.person_id == OutboxRow.person_id
    )
    owed = owed_to(OfferRow.volunteer_id, func.count(), whose=_not_of(apart_from)).join(
        VolunteerRow, VolunteerRow.person_id == OfferRow.volunteer_id
    )
    if apart_from is not None:
        of_match = MatchRow.id == OutboxRow.match_id
        named = named.outerjoin(MatchRow, of_match).where(_not_of(apart_from))
    written: Counter[str] = Counter()
    for counted, id in ((named, OutboxRow.person_id), (owed, OfferRow.volunteer_id)):
        wanted = counted.where(
            VolunteerRow.messages_per_week.is_not(None), OutboxRow.not_before > since
        )
        if volunteer_ids is not None:
            wanted = wanted.where(id.in_(volunteer_ids))
        written.update(dict(store.execute(wanted.group_by(id)).all()))
    return written


def _not_of(round_id: str | None) -> ColumnElement[bool]:
    return true() if round_id is None else MatchRow.round_id.is_distinct_from(round_id)


def _held_for(store: Store, round_id: str | None) -> dict[str, int]:
    """The places that a round has taken already, and that still wait for an answer."""
    if round_id is None:
        return {}
    counted = (
        select(MatchRow.offer_id, func.count())
        .where(MatchRow.round_id == round_id, MatchRow.status == MatchStatus.PROPOSED)
        .group_by(MatchRow.offer_id)
    )
    return dict(store.execute(counted).all())


def _active_offers(store: Store, ids: Sequence[str] | None) -> Select[*tuple[Any, ...]]:
    only = true() if ids is None else OfferRow.id.in_(ids)
    active = (
        holds(store, OfferRow.status, OfferStatus.ACTIVE)
        if ids is None
        else OfferRow.status == OfferStatus.ACTIVE
    )
    return (
        select(
            OfferRow.id,
            OfferRow.volunteer_id,
            OfferRow.easting,
            OfferRow.northing,
            OfferRow.borough,
            type_coerce(OfferRow.categories, Text),
            OfferRow.radius_m,
            OfferRow.capacity - OfferRow.held,
            type_coerce(OfferRow.languages, Text),
            type_coerce(OfferRow.provides, Text),
            type_coerce(OfferRow.availability, Text),
            type_coerce(VolunteerRow.status, Text),
            VolunteerRow.matches_per_week,
            VolunteerRow.messages_per_week,
        )
        .join(VolunteerRow, VolunteerRow.person_id == OfferRow.volunteer_id)
        .where(
            active,
            VolunteerRow.status != VolunteerStatus.SUSPENDED,
            only,
        )
        .order_by(OfferRow.id)
    )


def _check_levels(store: Store, today: date, volunteer_ids: Sequence[str] | None) -> dict[str, str]:
    holding = select(CheckRow.volunteer_id, type_coerce(CheckRow.level, Text)).where(
        CheckRow.revoked_at.is_(None),
        CheckRow.seen_on <= today,
        or_(CheckRow.review_on.is_(None), CheckRow.review_on >= today),
    )
    if volunteer_ids is not None:
        holding = holding.where(CheckRow.volunteer_id.in_(volunteer_ids))
    levels: dict[str, str] = {}
    for volunteer_id, level in store.connection().execute(holding):
        known = levels.get(volunteer_id)
        # Nearly everybody has one.
        levels[volunteer_id] = " ".join(sorted({level, *known.split()})) if known else level
    return levels
