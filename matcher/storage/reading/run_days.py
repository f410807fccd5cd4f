"""Days of runs in lists: how many stops each has, how its runs stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select, true

from matcher.domain.roles import Scope
from matcher.domain.run_days import ARRIVED, PlanState, RunKind
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.storage.database import Store
from matcher.storage.tables import (
    CharityRow,
    DepotRow,
    RunDayRow,
    RunRow,
    StopRow,
)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day in a list: how many stops, how many on nobody's run, and how its runs stand."""

    id: str
    on_date: date
    kind: RunKind
    charity: str
    depot: str
    plan_state: PlanState
    changes: int
    planned_changes: int | None
    stops: int
    left_out: int
    brought: int
    runs: Mapping[RunStatus, int]


def days_within(scope: Scope) -> ColumnElement[bool]:
    """The days that lie in a scope: of its charities, from depots in its boroughs."""
    if scope.everything:
        return true()
    if not scope.pairs:
        return false()
    return or_(
        *(
            and_(RunDayRow.charity_id == charity_id, DepotRow.borough == borough)
            for charity_id, borough in sorted(scope.pairs)
        )
    )


def day_lines(store: Store, scope: Scope, *, before: date | None, most: int) -> list[DayLine]:
    """The latest days of a scope, the newest first; those before a date where one is given."""
    wanted = [days_within(scope)] + ([] if before is None else [RunDayRow.on_date < before])
    found = (
        select(
            RunDayRow.id,
            RunDayRow.on_date,
            RunDayRow.kind,
            CharityRow.name,
            DepotRow.name,
            RunDayRow.plan_state,
            RunDayRow.changes,
            RunDayRow.planned_changes,
        )
        .join(CharityRow, CharityRow.id == RunDayRow.charity_id)
        .join(DepotRow, DepotRow.id == RunDayRow.depot_id)
        .where(*wanted)
        .order_by(RunDayRow.on_date.desc(), RunDayRow.id)
        .limit(most)
    )
    days = store.execute(found).all()
    ids = [row[0] for row in days]
    stops = _stops_counted(store, ids)
    runs: dict[str, dict[RunStatus, int]] = {id: {} for id in ids}
    counted = select(RunRow.day_id, RunRow.status, func.count()).where(RunRow.day_id.in_(ids))
    for day_id, status, number in store.execute(counted.group_by(RunRow.day_id, RunRow.status)):
        runs[day_id][status] = number
    return [DayLine(*row, *stops.get(row[0], (0, 0, 0)), runs=runs[row[0]]) for row in days]


def _stops_counted(store: Store, ids: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    def number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    found = (
        select(
            StopRow.day_id,
            func.count(),
            number_of(StopRow.why_unserved.is_not(None)),
            number_of(StopRow.status.in_(ARRIVED)),
        )
        .where(StopRow.day_id.in_(ids))
        .group_by(StopRow.day_id)
    )
    return {id: (stops, out, brought) for id, stops, out, brought in store.execute(found)}


def date_after(store: Store, charity_id: str, kind: RunKind, on_date: date) -> date | None:
    """The next date for which a charity has a list of this kind."""
    return store.scalar(
        select(func.min(RunDayRow.on_date)).where(
            RunDayRow.charity_id == charity_id, RunDayRow.kind == kind, RunDayRow.on_date > on_date
        )
    )


def day_before(store: Store, charity_id: str, kind: RunKind, on_date: date) -> RunDayRow | None:
    """The latest day of a charity before a date."""
    found = select(RunDayRow).where(
        RunDayRow.charity_id == charity_id, RunDayRow.kind == kind, RunDayRow.on_date < on_date
    )
    return store.scalar(found.order_by(RunDayRow.on_date.desc()).limit(1))


def day_driven_before(
    store: Store, charity_id: str, kind: RunKind, on_date: date
) -> RunDayRow | None:
    """The latest day of a charity before a date on which anybody was to drive."""
    found = select(RunDayRow).where(
        RunDayRow.charity_id == charity_id,
        RunDayRow.kind == kind,
        RunDayRow.on_date < on_date,
        exists().where(RunRow.day_id == RunDayRow.id),
    )
    return store.scalar(found.order_by(RunDayRow.on_date.desc()).limit(1))


def day_after(store: Store, charity_id: str, kind: RunKind, on_date: date) -> RunDayRow | None:
    """The next day of a charity after a date."""
    found = select(RunDayRow).where(
        RunDayRow.charity_id == charity_id, RunDayRow.kind == kind, RunDayRow.on_date > on_date
    )
    return store.scalar(found.order_by(RunDayRow.on_date).limit(1))


def planned_elsewhere(store: Store, need_id: str, holder_id: str) -> list[str]:
    """The days of other charities on whose lists a need is still planned; ids, in order."""
    found = (
        select(RunDayRow.id)
        .join(StopRow, StopRow.day_id == RunDayRow.id)
        .where(
            StopRow.need_id == need_id,
            StopRow.status == StopStatus.PLANNED,
            RunDayRow.charity_id != holder_id,
        )
        .distinct()
        .order_by(RunDayRow.id)
    )
    return list(store.scalars(found))
