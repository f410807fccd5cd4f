"""A day of runs as its coordinators see it: plan, load, cost, who waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from matcher.domain.checks import may_be_given
from matcher.domain.refusals import Refusal
from matcher.domain.roles import Right
from matcher.domain.run_days import PlanState, RunKind
from matcher.domain.statuses import StopStatus
from matcher.domain.unserved import WhyUnserved
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import day_at
from matcher.service.runs_drivers import label_of
from matcher.service.runs_lists import who_waits
from matcher.storage.reading.checks import checks_of
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.reading.run_days import day_before
from matcher.storage.reading.run_history import Waited
from matcher.storage.reading.runs import (
    RunLine,
    StopLine,
    runs_of_day,
    stop_by_id,
    stops_of_day,
)
from matcher.storage.sealed import stop_seal
from matcher.storage.tables import CharityRow, DepotRow, RunDayRow

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class BoardRun:
    """One run with its stops in order. `label` is what the charity calls its driver."""

    line: RunLine
    label: str = field(repr=False)
    depot: str
    stops: tuple[StopLine, ...]

    @property
    def parcels(self) -> int:
        """How many parcels it takes."""
        return sum(stop.parcels for stop in self.stops)

    @property
    def weight_g(self) -> int:
        """How many grams it takes."""
        return sum(stop.weight_g for stop in self.stops)

    @property
    def noted(self) -> int:
        """At how many of its doors something has been noted."""
        return sum(stop.status not in (StopStatus.PLANNED, StopStatus.OUT) for stop in self.stops)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a day's runs come to: metres, minutes, and at how many doors they were to be."""

    on_date: date
    metres: int
    minutes: int
    stops: int


@dataclass(frozen=True, slots=True)
class DayPage:
    """All that the page of a day shows. `names` are those of extra stops, which are no people's;
    `plan_seconds` is how long the planner was last let look.
    """

    id: str
    on_date: date
    kind: RunKind
    charity: str
    charity_id: str
    depot: str
    depot_id: str
    plan_state: PlanState
    plan_percent: int
    plan_seconds: int
    plan_refused: Refusal | None
    is_current: bool
    figures: Mapping[str, Any] | None
    runs: tuple[BoardRun, ...]
    waiting: tuple[StopLine, ...]
    waited: Mapping[str, Waited]
    names: Mapping[str, str] = field(repr=False)
    before: Compared | None
    now: Compared | None
    # Stops on nobody's run because nobody who drives that day has the check for such help.
    unchecked: frozenset[str] = frozenset()

    @property
    def all_stops(self) -> int:
        """How many stops the day has."""
        return len(self.waiting) + sum(len(run.stops) for run in self.runs)

    @property
    def is_being_planned(self) -> bool:
        """Whether a plan is on its way."""
        return self.plan_state in (PlanState.WAITING, PlanState.SOLVING)


def day_page(act: Act, desk: Desk, day_id: str, right: Right = Right.SEE_RUNS) -> DayPage:
    """A day of this desk's scope."""
    day = day_at(act, desk, day_id, right)
    depot = act.store.get_one(DepotRow, day.depot_id)
    lines, stops = runs_of_day(act.store, day_id), stops_of_day(act.store, day_id)
    runs = tuple(board_run(act, line, stops) for line in lines)
    on_runs = {stop.id for run in runs for stop in run.stops}
    needs = sorted({stop.need_id for stop in stops if stop.need_id})
    names = {stop.id: name_of_extra(act, stop) for stop in stops if stop.sealed}
    called = {stop.id: stop.reference or names.get(stop.id, "") for stop in stops}
    called |= {run.line.id: run.label for run in runs}
    waiting = tuple(stop for stop in stops if stop.id not in on_runs)
    return DayPage(
        id=day.id,
        on_date=day.on_date,
        kind=day.kind,
        charity=act.store.get_one(CharityRow, day.charity_id).name,
        charity_id=day.charity_id,
        depot=depot.name,
        depot_id=depot.id,
        plan_state=day.plan_state,
        plan_percent=day.plan_percent,
        plan_seconds=day.plan_seconds,
        plan_refused=_refused(day, called),
        is_current=day.plan_state is PlanState.MADE and day.planned_changes == day.changes,
        figures=day.plan_figures,
        runs=runs,
        waiting=waiting,
        waited=who_waits(act, day, needs),
        names=names,
        before=_compared_before(act, day),
        now=_compared(act, day),
        unchecked=_unchecked(act, lines, waiting),
    )


def _unchecked(act: Act, runs: Sequence[RunLine], waiting: Sequence[StopLine]) -> frozenset[str]:
    """Of the stops that nobody may come to, those for which everybody lacks the check."""
    blocked = [stop for stop in waiting if stop.why_unserved is WhyUnserved.BLOCKED]
    if not blocked:
        return frozenset()
    checks = [checks_of(act.store, run.volunteer_id) for run in runs]
    return frozenset(
        stop.id
        for stop in blocked
        if stop.category and not any(may_be_given(stop.category, its, act.today) for its in checks)
    )


def _refused(day: RunDayRow, called: Mapping[str, str]) -> Refusal | None:
    """Why there is no plan, to be said in whoever's language; ids as the page calls them."""
    if day.plan_refused is None:
        return None
    told = {"sentence": day.plan_refused, "values": day.plan_refused_values or {}}
    no = Refusal.retold(told)
    no.values = {
        name: called.get(value, value) if type(value) is str else value
        for name, value in no.values.items()
    }
    return no


def name_of_extra(act: Act, stop: StopLine) -> str:
    """What an extra stop is called."""
    if stop.sealed is None:
        return ""
    return str(act.sealer.open(stop.sealed, stop_seal(stop.id)).get("label", ""))


def progress(act: Act, desk: Desk, day_id: str) -> tuple[PlanState, int]:
    """How far a plan is: its state, and hundredths of the time."""
    day = day_at(act, desk, day_id)
    return day.plan_state, day.plan_percent


@dataclass(frozen=True, slots=True)
class StopToChange:
    """One stop with what is kept sealed about getting in: for whoever may change it."""

    stop: StopLine
    name: str = field(repr=False)
    access: str = field(repr=False)
    has_code: bool


def stop_to_change(act: Act, desk: Desk, day_id: str, stop_id: str) -> StopToChange | None:
    """A stop of a day, None where it is not there. The door's code itself is not shown again."""
    day = day_at(act, desk, day_id, Right.PLAN_RUNS)
    stop = stop_by_id(act.store, stop_id)
    theirs = {one.id for one in stops_of_day(act.store, day.id)}
    if stop is None or stop.elsewhere or stop_id not in theirs:
        return None
    if stop.need_id is not None:
        told = need_details_of(act.store, act.sealer, stop.need_id) or {}
    else:
        told = act.sealer.open(stop.sealed or b"", stop_seal(stop.id))
    return StopToChange(
        stop,
        name_of_extra(act, stop),
        str(told.get("access") or ""),
        bool(told.get("door_code")),
    )


def board_run(act: Act, line: RunLine, stops: Sequence[StopLine]) -> BoardRun:
    """One run, of a day's stops or of its own."""
    its = sorted(
        (stop for stop in stops if stop.run_id == line.id), key=lambda one: one.place_in_run or 0
    )
    depot = act.store.get_one(DepotRow, line.depot_id)
    return BoardRun(line, label_of(act, line), depot.name, tuple(its))


def _compared_before(act: Act, day: RunDayRow) -> Compared | None:
    last = day_before(act.store, day.charity_id, day.kind, day.on_date)
    return _compared(act, last) if last else None


def _compared(act: Act, day: RunDayRow) -> Compared | None:
    runs = [run for run in runs_of_day(act.store, day.id) if run.metres is not None]
    if not runs:
        return None
    return Compared(
        day.on_date,
        sum(run.metres or 0 for run in runs),
        sum(run.minutes or 0 for run in runs),
        sum(stop.run_id is not None for stop in stops_of_day(act.store, day.id)),
    )
