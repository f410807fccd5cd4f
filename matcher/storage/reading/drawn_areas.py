"""The areas that charities drew, and what lies within one as a condition.

What somebody may open is asked by its exact place (`holds`). What they see afar, of which they know
the 1 km square and no more, is asked by that square (`touches`): else whoever draws their area
anew, again and again, would learn where it is. Of a need without a postcode the borough is all that
is sure, so whoever drew in that borough is asked by the borough: they may live within.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from matcher.domain.drawn_areas import DrawnArea
from matcher.domain.roles import Scope
from matcher.storage.database import Store
from matcher.storage.tables import AreaRow, DrawnAreaRow, DrawnEdgeRow, NeedRow, OfferRow


def drawn_area_of(store: Store, charity_id: str) -> DrawnArea | None:
    """What a charity drew; None for one that works in the whole of its boroughs."""
    columns = select(DrawnAreaRow.corners, DrawnAreaRow.lies_in)
    kept = store.execute(columns.where(DrawnAreaRow.charity_id == charity_id)).one_or_none()
    return None if kept is None else DrawnArea.from_text(*kept)


def boroughs_to_draw_in(store: Store, charity_id: str) -> frozenset[str]:
    """The boroughs in which a charity may work, whatever it has drawn in them."""
    found = select(DrawnAreaRow.boroughs).where(DrawnAreaRow.charity_id == charity_id)
    boroughs = store.scalar(found)
    if boroughs is not None:
        return boroughs
    areas = select(AreaRow.borough).where(AreaRow.charity_id == charity_id)
    return frozenset(store.scalars(areas))


def scope_of_charity(store: Store, charity_id: str, boroughs: Collection[str]) -> Scope:
    """What a charity itself sees in some of its boroughs."""
    area = drawn_area_of(store, charity_id)
    pairs = frozenset((charity_id, borough) for borough in boroughs)
    return Scope(pairs, drawn={charity_id: area} if area else {})


def holds(charity_id: str, area: DrawnArea) -> ColumnElement[bool]:
    """Whether a need lies within what a charity drew; it says the same as `DrawnArea.holds`."""
    west, south, east, north = area.box
    edge = DrawnEdgeRow
    crossed = (
        select(func.count())
        .where(
            edge.charity_id == charity_id,
            edge.south <= NeedRow.northing,
            edge.north > NeedRow.northing,
            (NeedRow.easting - edge.easting) * edge.rise
            < (NeedRow.northing - edge.south) * edge.run,
        )
        .correlate(NeedRow)
        .scalar_subquery()
    )
    return and_(
        NeedRow.easting.between(west, east),
        NeedRow.northing.between(south, north),
        crossed % 2 == 1,
    )


def may_hold(charity_id: str, area: DrawnArea) -> ColumnElement[bool]:
    """Whether a need may lie within, as `DrawnArea.may_hold` says it."""
    return _as_far_as_known(area, holds(charity_id, area))


def needs_near(scope: Scope) -> list[ColumnElement[bool]]:
    """The needs of a scope's part of the town as they are seen afar: one condition or another."""
    found: list[ColumnElement[bool]] = [NeedRow.borough.in_(sorted(scope.whole_boroughs))]
    for _charity_id, area, boroughs in scope.drawn_there():
        near = _as_far_as_known(area, touches(area, NeedRow.cell))
        found.append(and_(NeedRow.borough.in_(sorted(boroughs)), near))
    return found


def offers_near(scope: Scope) -> list[ColumnElement[bool]]:
    """The same of offers: where a volunteer starts from is the middle of what they said."""
    found: list[ColumnElement[bool]] = [OfferRow.borough.in_(sorted(scope.whole_boroughs))]
    for _charity_id, area, boroughs in scope.drawn_there():
        found.append(and_(OfferRow.borough.in_(sorted(boroughs)), touches(area, OfferRow.cell)))
    return found


def touches(area: DrawnArea, cell: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether the square of a need or of an offer is one that an area touches."""
    return cell.in_(sorted(area.squares()))


def _as_far_as_known(area: DrawnArea, sure: ColumnElement[bool]) -> ColumnElement[bool]:
    """A need that lies there for sure; or one without a postcode, in a borough of the area."""
    is_unsure = NeedRow.postcode.is_(None)
    may_lie_there = NeedRow.borough.in_(sorted(area.lies_in))
    return or_(and_(is_unsure, may_lie_there), and_(~is_unsure, sure))
