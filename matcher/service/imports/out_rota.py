"""A charity's rota as a sheet: each shift of the last weeks and those to come, and who is on it."""

from datetime import datetime, time, timedelta

from matcher.domain.london_time import in_london, moment_at
from matcher.domain.roles import Right
from matcher.domain.rota import WEEKS_AHEAD
from matcher.domain.run_days import WEEKS_LOOKED_BACK
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.imports.arriving import reach_of
from matcher.service.imports.ground import Reach
from matcher.service.imports.listed import Listed
from matcher.service.imports.stop_days import own_scope
from matcher.service.rota.own import first_name
from matcher.storage.reading.rota import ShiftLine, shifts_within
from matcher.storage.reading.rota_people import SignUpLine, sign_ups_on

HEADER = (
    "day",
    "from",
    "until",
    "slot",
    "place",
    "wanted",
    "free",
    "called_off",
    "volunteer",
    "first_name",
    "state",
    "trained",
    "regular",
    "late",
    "reason",
    "minutes",
)


def the_rota(act: Act, desk: Desk, charity_id: str) -> Listed:
    """A row for each sign-up, and one for a shift that nobody signed up for.

    First names alone, as where the rota is printed; whoever hands it out notes the looks.
    """
    desk.require_at(Right.SEE_ROTA, charity_id)
    scope = own_scope(act, Reach(charity_id, reach_of(act, desk, charity_id)))
    start, end = (
        moment_at(act.today + timedelta(weeks=weeks), time())
        for weeks in (-WEEKS_LOOKED_BACK, WEEKS_AHEAD + 1)
    )
    shifts = shifts_within(act.store, scope, start, end)
    on: dict[str, list[SignUpLine]] = {shift.id: [] for shift in shifts}
    for line in sign_ups_on(act.store, list(on)):
        on[line.shift_id].append(line)
    people = dict.fromkeys(line.volunteer_id for lines in on.values() for line in lines)
    names = {id: first_name(act, id) for id in people}
    rows = []
    for shift in shifts:
        said = _of_the_shift(shift)
        rows += [said + _of(line, names) for line in on[shift.id]] or [said + [""] * 8]
    return Listed(HEADER, rows, tuple(people))


def _of_the_shift(shift: ShiftLine) -> list[str]:
    return [
        shift.on_date.isoformat(),
        _clock(shift.begins),
        _clock(shift.ends),
        shift.title,
        shift.place,
        str(shift.wanted),
        str(shift.missing),
        _yes(shift.called_off_at is not None),
    ]


def _of(line: SignUpLine, names: dict[str, str]) -> list[str]:
    return [
        line.volunteer_id,
        names[line.volunteer_id],
        line.state.value,
        _yes(line.trained),
        _yes(line.regular),
        _yes(line.late),
        line.reason.value if line.reason else "",
        "" if line.minutes is None else str(line.minutes),
    ]


def _clock(moment: datetime) -> str:
    return f"{in_london(moment):%H:%M}"


def _yes(said: bool) -> str:
    return "yes" if said else "no"
