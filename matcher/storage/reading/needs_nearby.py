"""Open needs that wait near a place: for “why have I not been asked?”, and never shown."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.life_cycles import NeedStatus
from matcher.domain.needs import Need
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.domain.places import Point
from matcher.storage.database import Store
from matcher.storage.reading.standing import of_unit
from matcher.storage.tables import (
    AvoidedPairRow,
    DeclinedPairRow,
    MatchRow,
    NeedRow,
    OfferRow,
    UnitRow,
)


def waiting_needs(
    store: Store, categories: Collection[str], around: Point, radius_m: int, *, most: int
) -> Sequence[Need]:
    """Confirmed needs that want somebody nobody is asked for, in a square; the newest first.

    Remote help is looked for everywhere.
    """
    found = store.execute(
        select(
            NeedRow.id,
            NeedRow.category,
            NeedRow.easting,
            NeedRow.northing,
            NeedRow.borough,
            NeedRow.languages,
            NeedRow.requires,
            NeedRow.availability,
        )
        .where(
            NeedRow.status == NeedStatus.OPEN,
            NeedRow.confirmed_at.is_not(None),
            _within(categories, around, radius_m),
            _wanted(),
        )
        .order_by(NeedRow.registered_on.desc(), NeedRow.id)
        .limit(most)
    )
    return [
        Need(
            id=id,
            category=category,
            place=Point(easting, northing),
            borough=borough,
            languages=languages,
            requires=requires,
            availability=availability,
        )
        for id, category, easting, northing, borough, languages, requires, availability in found
    ]


def _within(categories: Collection[str], around: Point, radius_m: int) -> ColumnElement[bool]:
    near = [slug for slug in categories if not CATEGORY_BY_SLUG[slug].remote]
    remote = [slug for slug in categories if CATEGORY_BY_SLUG[slug].remote]
    in_square = and_(
        NeedRow.category.in_(near),
        NeedRow.easting.between(around.easting - radius_m, around.easting + radius_m),
        NeedRow.northing.between(around.northing - radius_m, around.northing + radius_m),
    )
    return or_(in_square, NeedRow.category.in_(remote))


def _wanted() -> ColumnElement[bool]:
    """Whether a unit of the need is open and spoken for by nobody."""
    spoken_for = exists().where(of_unit(), MatchRow.status.in_(SPOKEN_FOR))
    return exists().where(UnitRow.need_id == NeedRow.id, UnitRow.closed_at.is_(None), ~spoken_for)


def refused_needs(store: Store, offer_id: str, need_ids: Collection[str]) -> frozenset[str]:
    """Those of these needs that no round may propose to this offer."""
    declined = select(DeclinedPairRow.need_id).where(
        DeclinedPairRow.offer_id == offer_id, DeclinedPairRow.need_id.in_(need_ids)
    )
    avoided = (
        select(NeedRow.id)
        .join(AvoidedPairRow, AvoidedPairRow.resident_id == NeedRow.person_id)
        .join(OfferRow, OfferRow.volunteer_id == AvoidedPairRow.volunteer_id)
        .where(OfferRow.id == offer_id, NeedRow.id.in_(need_ids))
    )
    return frozenset(store.scalars(declined)) | frozenset(store.scalars(avoided))
