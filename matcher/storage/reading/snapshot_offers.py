"""The offers of a round: active, of volunteers who are not suspended, full ones among them.

Full offers stay in, with nothing spare: they tell “everyone is busy” from “there is nobody”.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Text, func, or_, select, type_coerce

from matcher.domain.life_cycles import OfferStatus, VolunteerStatus
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.storage.database import Store
from matcher.storage.reading.columns import Coded, Rows, coded, rows
from matcher.storage.tables import CheckRow, MatchRow, OfferRow, VolunteerRow


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


def read_offers(store: Store, *, today: date, since: datetime) -> SnapshotOffers:
    """Read every active offer, with what it did lately and how well its volunteer is known."""
    found = store.execute(_active_offers()).all()
    recent = recent_matches(store, since)
    levels = _check_levels(store, today)
    columns: list[Sequence[Any]] = list(zip(*found, strict=True)) or [()] * 12
    return SnapshotOffers(
        id=tuple(columns[0]),
        volunteer_id=tuple(columns[1]),
        easting=rows(columns[2]),
        northing=rows(columns[3]),
        borough=coded(columns[4]),
        categories=coded(columns[5]),
        radius_m=rows(columns[6]),
        spare=rows(columns[7]),
        recent=rows(recent.get(id, 0) for id in columns[0]),
        languages=coded(columns[8]),
        provides=coded(columns[9]),
        availability=coded(columns[10]),
        volunteer_status=coded(columns[11]),
        check_levels=coded([levels.get(id, "") for id in columns[1]]),
    )


def recent_matches(store: Store, since: datetime) -> dict[str, int]:
    """How many matches each offer was given since a moment; those that came to nothing left out."""
    counted = (
        select(MatchRow.offer_id, func.count())
        .where(MatchRow.proposed_at >= since, MatchRow.status.in_(SPOKEN_FOR))
        .group_by(MatchRow.offer_id)
    )
    return dict(store.execute(counted).all())


def _active_offers() -> Select[*tuple[Any, ...]]:
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
        )
        .join(VolunteerRow, VolunteerRow.person_id == OfferRow.volunteer_id)
        .where(
            OfferRow.status == OfferStatus.ACTIVE,
            VolunteerRow.status != VolunteerStatus.SUSPENDED,
        )
        .order_by(OfferRow.id)
    )


def _check_levels(store: Store, today: date) -> dict[str, str]:
    holding = select(CheckRow.volunteer_id, CheckRow.level).where(
        CheckRow.revoked_at.is_(None),
        or_(CheckRow.review_on.is_(None), CheckRow.review_on >= today),
    )
    levels: defaultdict[str, set[str]] = defaultdict(set)
    for volunteer_id, level in store.execute(holding):
        levels[volunteer_id].add(level)
    return {volunteer_id: " ".join(sorted(words)) for volunteer_id, words in levels.items()}
