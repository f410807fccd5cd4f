"""Which rows lie in somebody's scope: the one place where it becomes a condition."""

from collections import defaultdict

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from matcher.domain.roles import Scope
from matcher.storage.tables import NeedRow, OfferRow, VolunteerRow


def needs_within(scope: Scope) -> ColumnElement[bool]:
    """The needs that lie in a scope; it says the same as `Scope.covers`."""
    if scope.everything:
        return true()
    if not scope.pairs:
        return false()
    boroughs_of: defaultdict[str, set[str]] = defaultdict(set)
    for charity_id, borough in scope.pairs:
        boroughs_of[charity_id].add(borough)
    theirs = [
        and_(NeedRow.charity_id == charity_id, NeedRow.borough.in_(sorted(boroughs)))
        for charity_id, boroughs in sorted(boroughs_of.items())
    ]
    nobodys = and_(NeedRow.charity_id.is_(None), NeedRow.borough.in_(sorted(scope.boroughs)))
    return or_(nobodys, *theirs)


def volunteers_within(scope: Scope) -> ColumnElement[bool]:
    """The volunteers that lie in a scope: theirs or nobody's, with an offer from its boroughs."""
    if scope.everything:
        return true()
    if not scope.pairs:
        return false()
    offers_there = exists(
        select(OfferRow.id).where(
            OfferRow.volunteer_id == VolunteerRow.person_id,
            OfferRow.borough.in_(sorted(scope.boroughs)),
        )
    )
    theirs = VolunteerRow.charity_id.in_(sorted(scope.charities))
    return and_(or_(VolunteerRow.charity_id.is_(None), theirs), offers_there)
