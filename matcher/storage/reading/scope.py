"""Which rows lie in somebody's scope: the one place where it becomes a condition."""

from collections import defaultdict

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from matcher.domain.roles import Scope
from matcher.storage.reading.drawn_areas import may_hold, offers_near
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
    nobodys = and_(NeedRow.charity_id.is_(None), works_there(scope))
    return or_(nobodys, *theirs)


def works_there(scope: Scope) -> ColumnElement[bool]:
    """The needs where a scope's charities work: whole boroughs, and what some of them drew."""
    found: list[ColumnElement[bool]] = []
    if scope.whole_boroughs:
        found.append(NeedRow.borough.in_(sorted(scope.whole_boroughs)))
    for charity_id, area, boroughs in scope.drawn_there():
        found.append(and_(NeedRow.borough.in_(sorted(boroughs)), may_hold(charity_id, area)))
    return or_(*found) if found else false()


def volunteers_within(scope: Scope) -> ColumnElement[bool]:
    """The volunteers that lie in a scope: who chose one of its charities, wherever they live; with
    an offer from its boroughs those whom it brought; and from where it works who is nobody's."""
    if scope.everything:
        return true()
    if not scope.pairs:
        return false()
    offers_there = _offers(OfferRow.borough.in_(sorted(scope.boroughs)))
    charities = sorted(scope.charities)
    brought = VolunteerRow.charity_id.in_(charities)
    chose_theirs = exists().where(
        HelpingRow.volunteer_id == VolunteerRow.person_id, HelpingRow.charity_id.in_(charities)
    )
    if not scope.drawn:
        return or_(chose_theirs, and_(or_(is_nobodys(), brought), offers_there))
    offered_near = _offers(or_(*offers_near(scope)))
    return or_(chose_theirs, and_(brought, offers_there), and_(is_nobodys(), offered_near))


def _offers(there: ColumnElement[bool]) -> ColumnElement[bool]:
    """A volunteer with an offer that starts from there."""
    return exists(select(OfferRow.id).where(OfferRow.volunteer_id == VolunteerRow.person_id, there))


def is_nobodys() -> ColumnElement[bool]:
    """A volunteer whom no charity brought, and who chose none: every charity there sees them."""
    chose_some = exists().where(HelpingRow.volunteer_id == VolunteerRow.person_id)
    return and_(VolunteerRow.charity_id.is_(None), ~chose_some)
