"""From people to what is theirs on the board: for whoever rings and has lost their reference."""

from collections.abc import Sequence

from sqlalchemy import case, select

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.roles import Scope
from matcher.storage.database import Store
from matcher.storage.reading.scope import needs_within, volunteers_within
from matcher.storage.tables import NeedRow, VolunteerRow


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


def volunteers_among(store: Store, scope: Scope, people: Sequence[str]) -> list[str]:
    """Which of these people are volunteers in a scope."""
    found = select(VolunteerRow.person_id).where(
        VolunteerRow.person_id.in_(people), volunteers_within(scope)
    )
    return list(store.scalars(found.order_by(VolunteerRow.person_id)))
