"""Who may sign up for a shift, and the one way in which everybody does."""

from matcher.domain.checks import IN_WORDS, CheckLevel, level_held, reaches
from matcher.domain.life_cycles import VolunteerStatus, how_it_stands
from matcher.domain.refusals import NotAllowed, NotFound
from matcher.service.acting import Act
from matcher.storage.reading.checks import checks_of
from matcher.storage.reading.rota import ShiftLine
from matcher.storage.reading.rota_trainings import is_trained
from matcher.storage.tables import PersonRow, VolunteerRow
from matcher.storage.writing.rota import NewSignUp, take_place
from matcher.storage.writing.volunteers import NO_SUCH_VOLUNTEER

_NOT_YET = frozenset({VolunteerStatus.NEW, VolunteerStatus.SUSPENDED})


def sign_up_as(act: Act, shift: ShiftLine, volunteer_id: str, *, regular: bool = False) -> str:
    """Sign a volunteer up, if they may and there is a place for them; return the id.

    Who has the skill of the shift that day takes a trained place, and leaves the others to others.
    """
    require_may_come(act, shift, volunteer_id)
    trained = is_trained(act.store, volunteer_id, shift.skill, shift.charity_id, shift.on_date)
    id = take_place(act.store, NewSignUp(shift.id, volunteer_id, trained, regular), now=act.now)
    act.note("signed_up_for", "shift", shift.id, person_id=volunteer_id, sign_up=id)
    return id


def cannot_come_yet(act: Act, volunteer_id: str) -> bool:
    """Whether somebody is too new to come anywhere, or suspended."""
    row = act.store.get(VolunteerRow, volunteer_id)
    return row is None or row.status in _NOT_YET


def require_may_come(act: Act, shift: ShiftLine, volunteer_id: str) -> None:
    """Raise NotAllowed unless a volunteer may come to this shift at all."""
    row = act.store.get(VolunteerRow, volunteer_id, populate_existing=True)
    person = act.store.get(PersonRow, volunteer_id)
    if row is None or person is None or person.erased_at is not None:
        raise NotFound(NO_SUCH_VOLUNTEER)
    if row.status in _NOT_YET:
        raise NotAllowed(how_it_stands(row.status))
    if shift.check_level is not CheckLevel.NONE:
        held = level_held(checks_of(act.store, volunteer_id), shift.on_date)
        if not reaches(held, shift.check_level):
            raise NotAllowed(
                "This shift needs %(check)s: please ring us to arrange it.",
                check=IN_WORDS[shift.check_level],
            )
