"""What the latest round left unserved within a scope: by gate, and by how much wider would do."""

from sqlalchemy import func, select

from matcher.domain.eligibility import Blocker
from matcher.domain.roles import Scope
from matcher.storage.database import Store
from matcher.storage.reading.scope import needs_within
from matcher.storage.tables import BlockedNeedRow, NeedRow


def blocked_by_gate(store: Store, scope: Scope) -> dict[Blocker, int]:
    """How many units of a scope each gate keeps from being served."""
    found = (
        select(BlockedNeedRow.blocker, func.sum(BlockedNeedRow.units))
        .join(NeedRow, NeedRow.id == BlockedNeedRow.need_id)
        .where(needs_within(scope))
        .group_by(BlockedNeedRow.blocker)
    )
    return {blocker: int(units) for blocker, units in store.execute(found)}


def widening_that_helps(store: Store, scope: Scope) -> list[int]:
    """Of each blocked need of a scope that a wider radius would serve: by how many metres."""
    found = (
        select(BlockedNeedRow.wider_radius_m)
        .join(NeedRow, NeedRow.id == BlockedNeedRow.need_id)
        .where(needs_within(scope), BlockedNeedRow.wider_radius_m.is_not(None))
        .order_by(BlockedNeedRow.wider_radius_m)
    )
    return [metres for metres in store.scalars(found) if metres is not None]
