"""What is marked on a match without moving it: set out, agreed that details may be seen."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from matcher.domain.life_cycles import MatchStatus, how_it_stands
from matcher.domain.refusals import Conflict, NotFound
from matcher.storage.database import Store
from matcher.storage.tables import MatchRow


def mark_on_my_way(store: Store, match_id: str, *, now: datetime) -> bool:
    """Note that the volunteer has set out; False when that was noted before."""
    return _marked(store, match_id, MatchRow.on_my_way_at.is_(None), on_my_way_at=now)


def mark_agreed(store: Store, match_id: str, *, now: datetime) -> bool:
    """Note that the resident lets this volunteer see their details; False when they did before."""
    return _marked(store, match_id, MatchRow.details_agreed_at.is_(None), details_agreed_at=now)


def _marked(store: Store, match_id: str, unmarked: Any, **mark: datetime) -> bool:
    """Mark a match that is accepted; `Conflict` with how it stands when it is not."""
    done = store.execute(
        update(MatchRow)
        .where(MatchRow.id == match_id, MatchRow.status == MatchStatus.ACCEPTED, unmarked)
        .values(**mark)
        .returning(MatchRow.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if done is not None:
        return True
    status = store.scalar(select(MatchRow.status).where(MatchRow.id == match_id))
    if status is None:
        raise NotFound("There is no such match.")
    if status is not MatchStatus.ACCEPTED:
        raise Conflict(how_it_stands(status))
    return False
