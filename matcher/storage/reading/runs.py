"""The runs and stops of a day, as pages and the planner read them: one query each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from matcher.domain.doorsteps import StopFailure
from matcher.domain.statuses import NeedStatus, RunStatus, StopStatus
from matcher.domain.travel import VehicleKind
from matcher.domain.unserved import WhyUnserved
from matcher.storage.database import Store
from matcher.storage.reading.run_history import MISSED
from matcher.storage.tables import (
    MatchRow,
    NeedRow,
    OfferRow,
    RunDayRow,
    RunRow,
    StopPhotoRow,
    StopRow,
    UnitRow,
)


@dataclass(frozen=True, slots=True)
class RunLine:
    """One driver's run. `easting` and `northing` are where the driver lives."""

    id: str
    offer_id: str
    volunteer_id: str
    depot_id: str
    kind: VehicleKind
    parcels: int
    weight_g: int
    starts_s: int
    ends_s: int
    from_home: bool
    to_home: bool
    aboard: int
    sealed: bytes
    status: RunStatus
    token_hash: str | None
    set_out_s: int | None
    leave_depot_s: int | None
    end_s: int | None
    metres: int | None
    way: Sequence[Sequence[int]] | None
    out_at: datetime | None
    back_at: datetime | None
    parcels_out: int | None
    delivered_parcels: int | None
    returned_parcels: int | None
    wasted_parcels: int | None
    missing_parcels: int | None
    easting: int
    northing: int

    @property
    def minutes(self) -> int | None:
        """How much of the driver's day it takes, rounded up."""
        if self.end_s is None or self.set_out_s is None:
            return None
        return -(-(self.end_s - self.set_out_s) // 60)


@dataclass(frozen=True, slots=True)
class StopLine:
    """One stop. What is of its need is None for an extra stop, whose own details are `sealed`.

    `said_yes` is the offer with which it was matched before: nobody else comes. `tried_before`
    says that an earlier run missed this very unit, `elsewhere` that another charity holds the
    need now: who it is of is nothing to this one's staff any more.
    """

    id: str
    typed: int
    unit_id: str | None
    need_id: str | None
    match_id: str | None
    depot_id: str | None
    easting: int
    northing: int
    borough: str
    cell: str
    sealed: bytes | None
    windows: Sequence[Sequence[int]]
    service_s: int
    two_people: bool
    parcels: int
    weight_g: int
    run_id: str | None
    place_in_run: int | None
    locked: bool
    arrive_s: int | None
    begin_s: int | None
    leave_s: int | None
    slack_s: int | None
    why_unserved: WhyUnserved | None
    status: StopStatus
    failure: StopFailure | None
    noted: bytes | None
    noted_at: datetime | None
    noted_by: str | None
    seen_at: datetime | None
    absent_at: datetime | None
    reference: str | None
    category: str | None
    person_id: str | None
    recurs: bool
    need_status: NeedStatus | None
    unit_closed: bool
    said_yes: str | None
    has_photo: bool
    tried_before: bool
    elsewhere: bool

    @property
    def still_wanted(self) -> bool:
        """Whether somebody waits for it: an extra stop is wanted until it is taken off."""
        return self.need_id is None or (
            self.need_status is NeedStatus.OPEN and not self.unit_closed and not self.absent_at
        )


_STOP_COLUMNS = tuple(getattr(StopRow, name) for name in StopLine.__slots__[:31])
_RUN_COLUMNS = tuple(getattr(RunRow, name) for name in RunLine.__slots__[3:27])


def runs_of_day(store: Store, day_id: str) -> list[RunLine]:
    """The runs of a day, in the order in which their drivers were chosen."""
    return _runs(store, RunRow.day_id == day_id)


def _runs(store: Store, which: ColumnElement[bool]) -> list[RunLine]:
    found = (
        select(
            RunRow.id,
            RunRow.offer_id,
            OfferRow.volunteer_id,
            *_RUN_COLUMNS,
            OfferRow.easting,
            OfferRow.northing,
        )
        .join(OfferRow, OfferRow.id == RunRow.offer_id)
        .where(which)
        .order_by(RunRow.created_at, RunRow.id)
    )
    return [RunLine(*row) for row in store.execute(found)]


def stops_of_day(store: Store, day_id: str) -> list[StopLine]:
    """The stops of a day, as they were typed in."""
    return _stops(store, StopRow.day_id == day_id)


def stops_of_run(store: Store, run_id: str) -> list[StopLine]:
    """The stops of a run, in its order."""
    found = _stops(store, StopRow.run_id == run_id)
    return sorted(found, key=lambda stop: stop.place_in_run or 0)


def stop_by_id(store: Store, stop_id: str) -> StopLine | None:
    """One stop."""
    return next(iter(_stops(store, StopRow.id == stop_id)), None)


def _stops(store: Store, which: ColumnElement[bool]) -> list[StopLine]:
    earlier = aliased(StopRow)
    found: Any = (
        select(
            *_STOP_COLUMNS,
            NeedRow.reference,
            NeedRow.category,
            NeedRow.person_id,
            NeedRow.recurrence.is_not(None),
            NeedRow.status,
            and_(
                UnitRow.closed_at.is_not(None),
                # What was missed on its own date is brought later: its unit is closed by then.
                or_(UnitRow.on_date.is_(None), UnitRow.on_date >= RunDayRow.on_date),
            ),
            MatchRow.offer_id,
            StopPhotoRow.stop_id.is_not(None),
            exists().where(
                earlier.unit_id == StopRow.unit_id,
                earlier.id != StopRow.id,
                earlier.status.in_(MISSED),
            ),
            func.coalesce(NeedRow.charity_id != RunDayRow.charity_id, False),
        )
        .join(RunDayRow, RunDayRow.id == StopRow.day_id)
        .outerjoin(NeedRow, NeedRow.id == StopRow.need_id)
        .outerjoin(UnitRow, UnitRow.id == StopRow.unit_id)
        .outerjoin(MatchRow, MatchRow.id == StopRow.match_id)
        .outerjoin(StopPhotoRow, StopPhotoRow.stop_id == StopRow.id)
        .where(which)
        .order_by(StopRow.typed, StopRow.id)
    )
    return [StopLine(*row) for row in store.execute(found)]
