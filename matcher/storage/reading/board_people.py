"""From people to what is theirs on the board: for whoever rings and has lost their reference, and
for links that lead only where whoever presses them may go.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import case, select

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.roles import Scope
from matcher.storage.database import Store
from matcher.storage.reading.scope import needs_within, volunteers_within
from matcher.storage.tables import AvoidedPairRow, NeedRow, VolunteerRow


def needs_of_people(store: Store, scope: Scope, people: Sequence[str], most: int = 20) -> list[str]:
    """The ids of these people's needs in a scope: those not closed first, then the newest."""
    found = (
        select(NeedRow.id)
        .where(NeedRow.person_id.in_(people), needs_within(scope))
        .order_by(
            case((NeedRow.status == NeedStatus.CLOSED, 1), else_=0), NeedRow.created_at.desc()
        )
        .limit(most)
    )
    return list(store.scalars(found))


def references_among(store: Store, scope: Scope, needs: Collection[str]) -> dict[str, str]:
    """The references of those of these needs that lie in a scope, by their ids."""
    found = select(NeedRow.id, NeedRow.reference).where(NeedRow.id.in_(needs), needs_within(scope))
    return {row.id: row.reference for row in store.execute(found)}


def kept_apart_from(store: Store, resident_id: str) -> frozenset[str]:
    """The volunteers who are not to be brought together with a resident again."""
    found = select(AvoidedPairRow.volunteer_id).where(AvoidedPairRow.resident_id == resident_id)
    return frozenset(store.scalars(found))


def volunteers_among(store: Store, scope: Scope, people: Collection[str]) -> list[str]:
    """Which of these people are volunteers in a scope."""
    found = select(VolunteerRow.person_id).where(
        VolunteerRow.person_id.in_(people), volunteers_within(scope)
    )
    return list(store.scalars(found.order_by(VolunteerRow.person_id)))
