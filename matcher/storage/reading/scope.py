"""Which rows lie in somebody's scope: the one place where it becomes a condition."""

from collections import defaultdict

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from matcher.domain.roles import Scope
from matcher.storage.tables import HelpingRow, NeedRow, OfferRow, VolunteerRow


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
    """The volunteers that lie in a scope: who chose one of its charities, wherever they live; and
    with an offer from its boroughs those whom it brought, and those who are nobody's."""
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
    charities = sorted(scope.charities)
    brought = VolunteerRow.charity_id.in_(charities)
    chose_theirs = exists().where(
        HelpingRow.volunteer_id == VolunteerRow.person_id, HelpingRow.charity_id.in_(charities)
    )
    return or_(chose_theirs, and_(or_(is_nobodys(), brought), offers_there))


def is_nobodys() -> ColumnElement[bool]:
    """A volunteer whom no charity brought, and who chose none: every charity there sees them."""
    chose_some = exists().where(HelpingRow.volunteer_id == VolunteerRow.person_id)
    return and_(VolunteerRow.charity_id.is_(None), ~chose_some)
