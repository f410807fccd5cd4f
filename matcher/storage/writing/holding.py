"""Who holds a need: one guarded update for each way, so that of two who take one, one has it."""

from datetime import datetime

from sqlalchemy import update

from matcher.domain.life_cycles import NeedStatus
from matcher.storage.database import Store
from matcher.storage.tables import NeedRow


def pass_need(
    store: Store, need_id: str, *, before: str | None, after: str | None, taken_at: datetime | None
) -> bool:
    """Let a need that is not closed go from one holder to another; None is the shared list.

    False, and nothing is changed, where `before` does not hold it any more.
    """
    held = NeedRow.charity_id.is_(None) if before is None else NeedRow.charity_id == before
    passed = store.execute(
        update(NeedRow)
        .where(NeedRow.id == need_id, held, NeedRow.status != NeedStatus.CLOSED)
        .values(charity_id=after, taken_at=taken_at)
        .returning(NeedRow.id)
        .execution_options(synchronize_session="fetch")
    ).one_or_none()
    return passed is not None
