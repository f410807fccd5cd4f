"""Days that a delivery list begins: from which depot, with whom, and how they go again.

A day that began with a sheet says so (`created_by`), and goes with it if nothing else came to it.
"""

from dataclasses import dataclass
from datetime import date

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Scope
from matcher.domain.run_days import RunKind
from matcher.domain.statuses import RunStatus
from matcher.service.acting import Act
from matcher.service.imports.ground import Bringing, Reach
from matcher.service.runs_days import FARTHEST, IN_THE_PAST, TOO_FAR, begin_day
from matcher.service.runs_same_drivers import drivers_of_last_time, take_drivers
from matcher.storage.reading.drawn_areas import scope_of_charity
from matcher.storage.reading.import_stops import day_on, empty_days
from matcher.storage.reading.run_choices import depots_of
from matcher.storage.reading.run_days import day_before
from matcher.storage.reading.runs import RunLine
from matcher.storage.tables import DepotRow, RunDayRow
from matcher.storage.writing.import_unmade import unmake_days

NO_DEPOT = (
    "There is no delivery list for this day, and you have no depot to begin it from: name one on"
    " the page of delivery runs first, then look through the rows once more."
)
WHICH_DEPOT = (
    "There is no delivery list for this day, and you have several depots: begin the day on the page"
    " of delivery runs first, then look through the rows once more."
)
# What a day that is not begun yet is called among those that are.
NOT_YET = "not-yet-"


@dataclass(frozen=True, slots=True)
class Beginning:
    """A day that a sheet would begin: from which depot, and who would drive."""

    day: RunDayRow
    depot: DepotRow
    drivers: tuple[RunLine, ...]


def own_scope(act: Act, reach: Reach) -> Scope:
    """The charity's part of the town."""
    return scope_of_charity(act.store, reach.charity_id, reach.boroughs)


def beginning_of(act: Act, reach: Reach, on_date: date) -> Beginning:
    """The day that a sheet would begin; `Invalid` where it cannot. Nothing is written."""
    if on_date < act.today:
        raise Invalid(IN_THE_PAST, "run_day")
    if on_date > act.today + FARTHEST:
        raise Invalid(TOO_FAR, "run_day")
    depot = _depot(act, reach, on_date)
    day = RunDayRow(
        id=f"{NOT_YET}{on_date}",
        charity_id=reach.charity_id,
        depot_id=depot.id,
        on_date=on_date,
        kind=RunKind.DELIVER,
    )
    return Beginning(day, depot, tuple(drivers_of_last_time(act, own_scope(act, reach), day)))


def begin(act: Act, bringing: Bringing, on_date: date) -> str | None:
    """Begin a day for rows that are brought in, with who drove last time; None where it cannot."""
    try:
        new = beginning_of(act, bringing.reach, on_date)
        day = begin_day(act, new.depot, on_date, RunKind.DELIVER, by=_by(bringing.id))
    except Conflict:
        # Somebody began it this very moment.
        return day_on(act.store, bringing.reach.charity_id, bringing.reach.boroughs, on_date)
    except Invalid:
        return None
    take_drivers(act, day, new.drivers)
    return day.id


def end_empty(act: Act, day_ids: list[str]) -> None:
    """Days that began with a sheet and have nothing any more go with it, and who came with them.

    One to which somebody added a driver is theirs now.
    """
    found = empty_days(act.store, day_ids)
    gone = [
        day.id
        for day, runs in found
        if day.created_by.startswith(_by(""))
        and all(run.created_at == day.created_at for run in runs)
        and all(run.status is RunStatus.PLANNED for run in runs)
    ]
    for id in gone:
        act.note("ended_run_day", "run_day", id)
    unmake_days(act.store, gone)


def _by(import_id: str) -> str:
    return f"sheet:{import_id}"


def _depot(act: Act, reach: Reach, on_date: date) -> DepotRow:
    """Where the charity loaded last, else its only depot."""
    found = {row.id: row for row, _ in depots_of(act.store, own_scope(act, reach))}
    last = day_before(act.store, reach.charity_id, RunKind.DELIVER, on_date)
    if last is not None and last.depot_id in found:
        return found[last.depot_id]
    if not found:
        raise Invalid(NO_DEPOT, "run_day")
    if len(found) > 1:
        raise Invalid(WHICH_DEPOT, "run_day")
    return next(iter(found.values()))
