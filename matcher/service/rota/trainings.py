"""What volunteers were trained in, as a coordinator saw: what, when, by whom, until when.

Beside the checks and like them: a newer one stands beside the older ones, none is ever a paper.
What was seen is looked at when somebody signs up. Places that were taken on the strength of a
training stay taken when it is taken back, and the coordinator sees on the shift who they are.
"""

from datetime import date

from matcher.domain.refusals import Invalid, NotFound
from matcher.domain.roles import Right
from matcher.domain.rota import Skill
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.rota.at_desk import NO_SUCH_VOLUNTEER, require_on_rota
from matcher.storage.ids import new_id
from matcher.storage.reading.board_volunteers import is_within
from matcher.storage.tables import RotaTrainingRow
from matcher.storage.writing.volunteers import hold_volunteer


def require_known(act: Act, desk: Desk, volunteer_id: str, right: Right) -> None:
    """Raise NotFound unless this desk looks after a volunteer, on the board or on the rota."""
    if not is_within(act.store, desk.require(right), volunteer_id):
        require_on_rota(act, desk, volunteer_id, right)


def note_training(
    act: Act,
    desk: Desk,
    volunteer_id: str,
    skill: Skill,
    *,
    charity_id: str | None,
    seen_on: date,
    review_on: date | None = None,
) -> str:
    """Note what whoever sits here saw of somebody's training; return its id."""
    here = desk.require(Right.NOTE_CHECKS)
    require_known(act, desk, volunteer_id, Right.NOTE_CHECKS)
    if charity_id is not None and not here.covers_charity(charity_id):
        raise NotFound(NO_SUCH_VOLUNTEER)
    if seen_on > act.today:
        raise Invalid("The day it was seen cannot be in the future.", "seen_on")
    if review_on is not None and review_on <= seen_on:
        raise Invalid("The review date must come after the day it was seen.", "review_on")
    hold_volunteer(act.store, volunteer_id)
    row = RotaTrainingRow(
        id=new_id(),
        volunteer_id=volunteer_id,
        charity_id=charity_id,
        skill=skill,
        seen_on=seen_on,
        seen_by=act.by,
        review_on=review_on,
        created_at=act.now,
    )
    act.store.add(row)
    act.store.flush()
    act.note("training_noted", "volunteer", volunteer_id, person_id=volunteer_id, skill=skill)
    return row.id


def take_training_back(act: Act, desk: Desk, training_id: str) -> None:
    """Let a training count for nothing from now on."""
    desk.require(Right.NOTE_CHECKS)
    row = act.store.get(RotaTrainingRow, training_id)
    if row is None:
        raise NotFound("There is no such training.")
    require_known(act, desk, row.volunteer_id, Right.NOTE_CHECKS)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = act.now, act.by
        act.store.flush()
        act.note("training_revoked", "volunteer", row.volunteer_id, person_id=row.volunteer_id)
