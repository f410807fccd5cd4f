"""Closing a need once all of its units are confirmed."""

from datetime import datetime

from sqlalchemy import exists, select, update

from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.domain.outcomes import NeedEnding
from matcher.storage.database import Store
from matcher.storage.reading.standing import of_unit
from matcher.storage.tables import MatchRow, NeedRow, UnitRow


def hold_need(store: Store, need_id: str) -> None:
    """Let whoever else confirms something of this need wait (PostgreSQL; SQLite has one writer).

    Two who confirm the last two units at once would each see the other's still open.
    """
    store.execute(select(NeedRow.id).where(NeedRow.id == need_id).with_for_update())


def close_as_met(store: Store, need_id: str, *, now: datetime) -> bool:
    """Close a need that comes once and whose every wanted unit is confirmed; whether it was."""
    waiting = exists().where(
        UnitRow.need_id == need_id,
        UnitRow.closed_at.is_(None),
        ~exists().where(of_unit(), MatchRow.status == MatchStatus.CONFIRMED),
    )
    closed = store.execute(
        update(NeedRow)
        .where(
            NeedRow.id == need_id,
            NeedRow.status != NeedStatus.CLOSED,
            NeedRow.recurrence.is_(None),
            ~waiting,
        )
        .values(status=NeedStatus.CLOSED, ending=NeedEnding.MET, closed_at=now, changed_at=now)
        .returning(NeedRow.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return closed is not None
