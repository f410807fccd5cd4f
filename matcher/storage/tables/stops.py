"""The doorsteps of a day of runs, and pictures that drivers took there."""

from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.doorsteps import StopFailure
from matcher.domain.drivers import MOST_PARCELS, MOST_WEIGHT_G
from matcher.domain.run_days import HOLDS_ITS_UNIT
from matcher.domain.statuses import StopStatus
from matcher.domain.stops import MOST_SERVICE_S
from matcher.domain.unserved import WhyUnserved
from matcher.storage.tables.base import Actor, Base, Borough, Cell, Id, Moment, one_of, these

HOLDS = text(f"status IN ({these(HOLDS_ITS_UNIT)})")


class StopRow(Base):
    """One doorstep of a day: a unit of a need, or an extra stop that somebody typed in.

    `run_id` and `place_in_run` are where the plan (or a person) has put it, `locked` that it
    stays there; `why_unserved` is why it is on nobody's run. `windows` are pairs of seconds after
    midnight. `sealed` says of an extra stop who and where it is, `noted` what the driver wrote.
    `match_id` is a match that somebody said yes to before: then only that driver comes.
    """

    __tablename__ = "stops"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "need_id"], ["units.id", "units.need_id"]),
        ForeignKeyConstraint(["run_id", "day_id"], ["runs.id", "runs.day_id"]),
        CheckConstraint("(need_id IS NULL) = (unit_id IS NULL)", "need_and_unit"),
        CheckConstraint("(need_id IS NULL) = (sealed IS NOT NULL)", "extra_is_sealed"),
        CheckConstraint("(run_id IS NULL) = (place_in_run IS NULL)", "run_and_place"),
        CheckConstraint("NOT locked OR run_id IS NOT NULL", "locked_to_a_run"),
        CheckConstraint("status = 'planned' OR run_id IS NOT NULL", "out_on_a_run"),
        CheckConstraint("run_id IS NULL OR why_unserved IS NULL", "served_or_why_not"),
        CheckConstraint("(status = 'failed') = (failure IS NOT NULL)", "a_failure_has_a_reason"),
        CheckConstraint(
            "(status IN ('planned', 'out')) = (noted_at IS NULL)", "noted_at_some_moment"
        ),
        CheckConstraint(f"parcels BETWEEN 0 AND {MOST_PARCELS}", "parcels"),
        CheckConstraint(f"weight_g BETWEEN 0 AND {MOST_WEIGHT_G}", "weight_g"),
        CheckConstraint(f"service_s BETWEEN 0 AND {MOST_SERVICE_S}", "service_s"),
        Index(
            "uq_stops_one_live_per_unit",
            "unit_id",
            unique=True,
            sqlite_where=HOLDS,
            postgresql_where=HOLDS,
        ),
        Index(None, "day_id", "typed"),
        Index(None, "run_id"),
        Index(None, "need_id"),
        # A round looks here for each open unit; the partial key above helps no statement of ours.
        Index(None, "unit_id"),
        Index(None, "match_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    day_id: Mapped[Id] = mapped_column(ForeignKey("run_days.id", ondelete="CASCADE"))
    typed: Mapped[int]
    unit_id: Mapped[Id | None]
    need_id: Mapped[Id | None]
    match_id: Mapped[Id | None] = mapped_column(ForeignKey("matches.id"))
    depot_id: Mapped[Id | None] = mapped_column(ForeignKey("depots.id"))
    easting: Mapped[int]
    northing: Mapped[int]
    borough: Mapped[Borough]
    cell: Mapped[Cell]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    windows: Mapped[list[Any]] = mapped_column(JSON)
    service_s: Mapped[int]
    two_people: Mapped[bool] = mapped_column(default=False)
    parcels: Mapped[int]
    weight_g: Mapped[int]
    run_id: Mapped[Id | None]
    place_in_run: Mapped[int | None]
    locked: Mapped[bool] = mapped_column(default=False)
    arrive_s: Mapped[int | None]
    begin_s: Mapped[int | None]
    leave_s: Mapped[int | None]
    slack_s: Mapped[int | None]
    why_unserved: Mapped[WhyUnserved | None] = mapped_column(one_of(WhyUnserved, "why_unserved"))
    status: Mapped[StopStatus] = mapped_column(
        one_of(StopStatus, "status"), default=StopStatus.PLANNED
    )
    failure: Mapped[StopFailure | None] = mapped_column(one_of(StopFailure, "failure"))
    noted: Mapped[bytes | None] = mapped_column(LargeBinary)
    noted_at: Mapped[Moment | None]
    noted_by: Mapped[Actor | None]
    # The first time that this stop's driver saw who it is: a look is noted once for each run.
    seen_at: Mapped[Moment | None]
    # When whom it is for said that they will not be in.
    absent_at: Mapped[Moment | None]


class StopPhotoRow(Base):
    """A picture of where something was left, made smaller and sealed; gone after a few weeks."""

    __tablename__ = "stop_photos"
    __table_args__ = (Index(None, "taken_at"),)

    stop_id: Mapped[Id] = mapped_column(
        ForeignKey("stops.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    taken_at: Mapped[Moment]
    taken_by: Mapped[Actor]
