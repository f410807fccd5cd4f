"""When somebody is missing: who steps in is asked, those first who did least lately.

Load is counted over all charities: shifts of four weeks before and after now, and matches of the
four weeks before. Whoever has as much in a week around the shift as they want is not asked at all.
"""

from datetime import timedelta

from matcher.domain.checks import CheckLevel
from matcher.domain.refusals import Refusal
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.rota.at_desk import shift_of_desk
from matcher.service.rota.letters import ask_to_step_in, asked_key
from matcher.service.rota.may_come import require_may_come
from matcher.storage.reading.rota import ShiftLine, short_shifts
from matcher.storage.reading.rota_letters import keys_posted
from matcher.storage.reading.rota_people import loads, standbys_free_for
from matcher.storage.reading.rota_trainings import is_trained
from matcher.storage.tables import VolunteerRow

# For each place that is free so many are asked: enough for a yes, too few for a flood.
ASKED_FOR_EACH = 3
_LATELY, _WEEK = timedelta(days=28), timedelta(days=7)
# By the clock, those who step in are asked so long before a shift that is still short.
ASKED_BEFORE = timedelta(hours=72)
SHIFTS_AT_ONCE = 20


def ask_standbys(
    act: Act, shift: ShiftLine, *, places: int = 1, for_anybody: bool | None = None
) -> int:
    """Ask those who said “ask me”, three for each place; return how many were asked now.

    `for_anybody` says that one of the places needs no training; else the shift says it.
    """
    anybody = shift.free_untrained > 0 if for_anybody is None else for_anybody
    if shift.called_off_at is not None or shift.begins <= act.now or places < 1:
        return 0
    free = standbys_free_for(act.store, shift.slot_id, shift.id, shift.stretch)
    keys = {asked_key(shift.id, one): one for one in free}
    asked = {keys[key] for key in keys_posted(act.store, keys)}
    may = [one for one in free if one not in asked and _may(act, shift, one, anybody)]
    lately = loads(act.store, may, act.now - _LATELY, act.now + _LATELY)
    week = loads(act.store, may, shift.begins - _WEEK, shift.begins + _WEEK)
    rested = [one for one in may if _has_room(act, one, week[one])]
    rested.sort(key=lambda one: (lately[one], one))
    room = max(0, ASKED_FOR_EACH * places - len(asked))
    return ask_to_step_in(act, shift, rested[:room])


def ask_for_short_shifts(
    act: Act, *, after: str = "", most: int = SHIFTS_AT_ONCE
) -> tuple[int, str | None]:
    """Ask for the places of so many shifts that begin soon and are short; the clock calls it.

    Return how many were asked, and the id to go on from, None at the end.
    """
    until = act.now + ASKED_BEFORE
    soon = short_shifts(act.store, act.now, until, after=after, most=most)
    asked = sum(ask_standbys(act, shift, places=shift.missing) for shift in soon)
    return asked, soon[-1].id if len(soon) == most else None


def ask_now(act: Act, desk: Desk, shift_id: str) -> int:
    """A coordinator asks for the places that are free on a shift."""
    shift = shift_of_desk(act, desk, shift_id, Right.RUN_ROTA)
    asked = ask_standbys(act, shift, places=shift.missing)
    act.note("asked_to_step_in", "shift", shift_id, people=asked)
    return asked


def _may(act: Act, shift: ShiftLine, volunteer_id: str, anybody: bool) -> bool:
    """Whether there is a place of a kind that they may have."""
    if shift.check_level is not CheckLevel.NONE:
        try:
            require_may_come(act, shift, volunteer_id)
        except Refusal:
            return False
    return anybody or is_trained(
        act.store, volunteer_id, shift.skill, shift.charity_id, shift.on_date
    )


def _has_room(act: Act, volunteer_id: str, this_week: int) -> bool:
    most = act.store.get_one(VolunteerRow, volunteer_id).matches_per_week
    return most is None or this_week < most
