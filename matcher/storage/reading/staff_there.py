"""Who of a charity's staff works in a borough, in which role: whom letters of its own are for."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, func, select

from matcher.domain.roles import Role
from matcher.storage.database import Store
from matcher.storage.tables import CoordinatorRow, MembershipRow, ScopeRow


def works_where() -> ColumnElement[bool]:
    """A membership and what its charity's staff see, brought together."""
    return and_(
        ScopeRow.coordinator_id == MembershipRow.coordinator_id,
        ScopeRow.charity_id == MembershipRow.charity_id,
    )


def coordinators_there(store: Store, charity_id: str, borough: str) -> list[str]:
    """The ids of those who can sign in and coordinate for a charity in a borough."""
    found = (
        select(CoordinatorRow.id)
        .join(MembershipRow, MembershipRow.coordinator_id == CoordinatorRow.id)
        .join(ScopeRow, works_where())
        .where(
            CoordinatorRow.active,
            MembershipRow.role == Role.COORDINATOR,
            ScopeRow.charity_id == charity_id,
            ScopeRow.borough == borough,
        )
    )
    return list(store.scalars(found.order_by(CoordinatorRow.id)))


def coordinators_in_all(store: Store, charity_id: str, boroughs: Collection[str]) -> list[str]:
    """The ids of those who coordinate for a charity in each of these boroughs, of some at least."""
    found = (
        select(MembershipRow.coordinator_id)
        .join(ScopeRow, works_where())
        .where(
            MembershipRow.role == Role.COORDINATOR,
            MembershipRow.charity_id == charity_id,
            ScopeRow.borough.in_(sorted(boroughs)),
        )
        .group_by(MembershipRow.coordinator_id)
        .having(func.count() == len({*boroughs}))
    )
    return list(store.scalars(found.order_by(MembershipRow.coordinator_id)))
