"""Depots and days of runs: opening a day, and the one way to reach it from a desk."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from matcher.domain.day_times import TimeWindow
from matcher.domain.refusals import Invalid, NotFound, Refusal
from matcher.domain.roles import Right
from matcher.domain.run_days import PlanState, RunKind
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.whereabouts import KnownBy, Whereabouts
from matcher.storage.ids import new_id
from matcher.storage.reading.run_choices import depots_of
from matcher.storage.reading.run_days import DayLine, date_after, day_lines
from matcher.storage.tables import CharityRow, DepotRow, RunDayRow
from matcher.storage.writing.runs import NO_SUCH_DAY, held_day, put_day

DAYS_ON_A_PAGE = 30
# Nobody knows further ahead who drives.
FARTHEST = timedelta(days=60)
NO_SUCH_DEPOT = "There is no such depot on your board."
NAME_IT = "Give the depot a name, such as: Church hall."
NAMED_ALREADY = "Your charity has a depot of that name already."
A_POSTCODE = "Give the depot's postcode."
NO_CHARITY = "Choose one of your charities that works in that borough."
IN_THE_PAST = "This day is over: choose today or a later one."
TOO_FAR = "Choose a day within the next two months."


@dataclass(frozen=True, slots=True)
class NewDepot:
    """A place to load at: when it is open, and how long loading takes."""

    name: str
    place: Whereabouts = field(repr=False)
    open: TimeWindow
    loading_s: int = 600


@dataclass(frozen=True, slots=True)
class Depot:
    """One depot, as pages show it."""

    id: str
    name: str
    charity: str
    charity_id: str
    borough: str
    easting: int
    northing: int
    opens_s: int
    closes_s: int


def add_depot(act: Act, desk: Desk, charity_id: str, new: NewDepot) -> str:
    """Keep a place where a charity's parcels are loaded; return its id."""
    here = desk.require(Right.PLAN_RUNS)
    name = " ".join(new.name.split())
    if not name or len(name) > 80:
        raise Invalid(NAME_IT, "name")
    if new.place.known_by is not KnownBy.POSTCODE or new.place.postcode is None:
        raise Invalid(A_POSTCODE, "postcode")
    if not here.covers(charity_id, new.place.borough) or not _is_charity(act, charity_id):
        raise Invalid(NO_CHARITY, "charity")
    if act.store.query(DepotRow).filter_by(charity_id=charity_id, name=name).first():
        raise Invalid(NAMED_ALREADY, "name")
    row = DepotRow(
        id=new_id(),
        charity_id=charity_id,
        name=name,
        easting=new.place.point.easting,
        northing=new.place.point.northing,
        borough=new.place.borough,
        cell=new.place.cell,
        postcode=new.place.postcode,
        opens_s=new.open.start_s,
        closes_s=new.open.end_s,
        loading_s=new.loading_s,
        created_at=act.now,
    )
    act.store.add(row)
    act.store.flush()
    act.note("opened_depot", "depot", row.id)
    return row.id


def depots(act: Act, desk: Desk) -> list[Depot]:
    """Every depot that this desk sees."""
    here = desk.require(Right.SEE_RUNS)
    return [
        Depot(
            row.id,
            row.name,
            charity,
            row.charity_id,
            row.borough,
            row.easting,
            row.northing,
            row.opens_s,
            row.closes_s,
        )
        for row, charity in depots_of(act.store, here)
    ]


def depot_of(act: Act, desk: Desk, depot_id: str) -> DepotRow:
    """One depot, or NotFound where it is not there for whoever plans runs at this desk."""
    row = act.store.get(DepotRow, depot_id)
    if row is None or not desk.covers(Right.PLAN_RUNS, row.charity_id, row.borough):
        raise NotFound(NO_SUCH_DEPOT)
    return row


def open_day(
    act: Act, desk: Desk, depot_id: str, on_date: date, kind: RunKind = RunKind.DELIVER
) -> str:
    """Begin the list of a day; return its id. `Conflict` where there is one already."""
    desk.require(Right.PLAN_RUNS)
    depot = depot_of(act, desk, depot_id)
    if on_date < act.today:
        raise Invalid(IN_THE_PAST, "on_date")
    if on_date > act.today + FARTHEST:
        raise Invalid(TOO_FAR, "on_date")
    return begin_day(act, depot, on_date, kind, by=act.by).id


def begin_day(act: Act, depot: DepotRow, on_date: date, kind: RunKind, *, by: str) -> RunDayRow:
    """Begin the list of a day from a depot; `Conflict` where there is one already.

    `by` is what it is said to have come of: a person, or a sheet.
    """
    said = {"charity_id": depot.charity_id, "on_date": on_date, "kind": kind}
    row = RunDayRow(id=new_id(), depot_id=depot.id, created_by=by, created_at=act.now, **said)
    put_day(act.store, row)
    act.note("opened_run_day", "run_day", row.id)
    return row


def days(act: Act, desk: Desk, before: date | None = None) -> list[DayLine]:
    """The latest days that this desk sees, the newest first."""
    here = desk.require(Right.SEE_RUNS)
    return day_lines(act.store, here, before=before, most=DAYS_ON_A_PAGE)


def day_at(act: Act, desk: Desk, day_id: str, right: Right = Right.SEE_RUNS) -> RunDayRow:
    """A day to look at, or NotFound where it is not there for this desk."""
    desk.require(right)
    day = act.store.get(RunDayRow, day_id)
    _require_there(act, desk, day, right)
    assert day is not None, "it is there"
    return day


def day_to_change(act: Act, desk: Desk, day_id: str) -> RunDayRow:
    """A day with nobody else changing its list; whoever changes it says so with `changed`."""
    day_at(act, desk, day_id, Right.PLAN_RUNS)
    return held_day(act.store, day_id)


def changed(day: RunDayRow) -> None:
    """The plan that a day has is no longer of its list; one that is being made is not wanted."""
    day.changes += 1
    if day.plan_state is not PlanState.NONE:
        settle(day, PlanState.NONE if day.planned_changes is None else PlanState.MADE)


def settle(day: RunDayRow, state: PlanState, refused: Refusal | None = None) -> None:
    """Say how a day's plan stands; nobody has it in hand any more."""
    day.plan_state, day.taken_until = state, None
    day.plan_refused = None if refused is None else refused.sentence
    day.plan_refused_values = None if refused is None else refused.told().get("values")


def next_day(act: Act, day: RunDayRow) -> date | None:
    """The date of the next day that this charity has a list for."""
    return date_after(act.store, day.charity_id, day.kind, day.on_date)


def _require_there(act: Act, desk: Desk, day: RunDayRow | None, right: Right) -> None:
    depot = act.store.get(DepotRow, day.depot_id) if day else None
    if day is None or depot is None or not desk.covers(right, day.charity_id, depot.borough):
        raise NotFound(NO_SUCH_DAY)


def _is_charity(act: Act, charity_id: str) -> bool:
    return act.store.get(CharityRow, charity_id) is not None
