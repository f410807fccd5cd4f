"""Volunteers on their way: each move of how well they are known is one guarded update."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from matcher.domain.life_cycles import VOLUNTEER_MOVES, VolunteerStatus, how_it_stands
from matcher.domain.refusals import Conflict, NotFound
from matcher.storage.database import Store
from matcher.storage.tables import VolunteerRow

NO_SUCH_VOLUNTEER = "There is no such volunteer."


def move_volunteer(
    store: Store, volunteer_id: str, to: VolunteerStatus, *, now: datetime, **more: Any
) -> None:
    """Make one move of the life cycle; `Conflict` with how it stands where there is none."""
    starts = {start for start, moves in VOLUNTEER_MOVES.items() if to in moves}
    done = store.execute(
        update(VolunteerRow)
        .where(VolunteerRow.person_id == volunteer_id, VolunteerRow.status.in_(starts))
        .values(status=to, changed_at=now, **more)
        .returning(VolunteerRow.person_id)
    ).one_or_none()
    if done is None:
        status = status_of(store, volunteer_id)
        raise Conflict(how_it_stands(status))


def status_of(store: Store, volunteer_id: str) -> VolunteerStatus:
    """How well a volunteer is known now; `NotFound` where there is none."""
    status = store.scalar(select(VolunteerRow.status).where(VolunteerRow.person_id == volunteer_id))
    if status is None:
        raise NotFound(NO_SUCH_VOLUNTEER)
    return status


def hold_volunteer(store: Store, volunteer_id: str) -> VolunteerRow:
    """The row of a volunteer, which nobody else changes until this is over."""
    row = store.scalar(
        select(VolunteerRow)
        .where(VolunteerRow.person_id == volunteer_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(NO_SUCH_VOLUNTEER)
    return row
