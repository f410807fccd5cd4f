"""Delivery runs: a charity's depots, its days, and each driver's run on a day."""

from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.day_times import DAY_S
from matcher.domain.drivers import MOST_PARCELS, MOST_WEIGHT_G
from matcher.domain.run_days import PlanState, RunKind
from matcher.domain.statuses import RunStatus
from matcher.domain.travel import VehicleKind
from matcher.storage.tables.base import Actor, Base, Borough, Cell, Hash, Id, Moment, one_of

TO_PLAN = text("plan_state IN ('solving', 'waiting')")


class DepotRow(Base):
    """Where a charity's parcels are loaded: a place that anybody may know."""

    __tablename__ = "depots"
    __table_args__ = (
        CheckConstraint(f"0 <= opens_s AND opens_s < closes_s AND closes_s <= {DAY_S}", "hours"),
        CheckConstraint("loading_s BETWEEN 0 AND 14400", "loading_s"),
        UniqueConstraint("charity_id", "name"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    name: Mapped[str] = mapped_column(String(80))
    easting: Mapped[int]
    northing: Mapped[int]
    borough: Mapped[Borough]
    cell: Mapped[Cell]
    postcode: Mapped[str] = mapped_column(String(8))
    opens_s: Mapped[int]
    closes_s: Mapped[int]
    loading_s: Mapped[int]
    created_at: Mapped[Moment]


class RunDayRow(Base):
    """A charity's runs of one date, from one depot or more; `depot_id` is whose borough it is.

    `changes` counts what was changed in its list, and `planned_changes` is where that count
    stood for the plan that it has: where they differ, the plan is not of this list. Who solves
    it has it until `taken_until`; when that passes, somebody else may. `plan_refused` is a
    sentence and `plan_refused_values` what fills it in. `left_off` are units that a person took
    off the list: they do not come back by themselves.
    """

    __tablename__ = "run_days"
    __table_args__ = (
        CheckConstraint("plan_percent BETWEEN 0 AND 100", "plan_percent"),
        CheckConstraint("plan_seconds BETWEEN 1 AND 120", "plan_seconds"),
        CheckConstraint("(plan_state = 'solving') = (taken_until IS NOT NULL)", "solving_is_taken"),
        CheckConstraint("(plan_state = 'refused') = (plan_refused IS NOT NULL)", "refused_why"),
        UniqueConstraint("charity_id", "on_date", "kind"),
        Index(
            "ix_run_days_to_plan",
            "plan_state",
            sqlite_where=TO_PLAN,
            postgresql_where=TO_PLAN,
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    depot_id: Mapped[Id] = mapped_column(ForeignKey("depots.id"))
    on_date: Mapped[date]
    kind: Mapped[RunKind] = mapped_column(one_of(RunKind, "kind"), default=RunKind.DELIVER)
    changes: Mapped[int] = mapped_column(default=0)
    planned_changes: Mapped[int | None]
    plan_state: Mapped[PlanState] = mapped_column(
        one_of(PlanState, "plan_state"), default=PlanState.NONE
    )
    plan_seconds: Mapped[int] = mapped_column(default=15)
    plan_percent: Mapped[int] = mapped_column(default=0)
    plan_refused: Mapped[str | None] = mapped_column(Text)
    plan_figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    taken_until: Mapped[Moment | None]
    created_by: Mapped[Actor]
    created_at: Mapped[Moment]
    left_off: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    plan_refused_values: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class RunRow(Base):
    """One driver's run on a day; somebody without stops has one too, and stays at home.

    `sealed` holds what the charity calls the driver. `token_hash` is of the driver's private link;
    a new link takes the place of the old one, and none is left once the parcels are counted.
    `counted` says what came back from which stop, and what the count wrote into the ledger.
    """

    __tablename__ = "runs"
    __table_args__ = (
        CheckConstraint(f"parcels BETWEEN 1 AND {MOST_PARCELS}", "parcels"),
        CheckConstraint(f"weight_g BETWEEN 1 AND {MOST_WEIGHT_G}", "weight_g"),
        CheckConstraint("aboard IN (1, 2)", "aboard"),
        CheckConstraint(
            f"0 <= starts_s AND starts_s < ends_s AND ends_s <= {DAY_S}", "starts_before_it_ends"
        ),
        CheckConstraint("(status = 'planned') = (out_at IS NULL)", "out_at"),
        CheckConstraint("(status IN ('back', 'reconciled')) = (back_at IS NOT NULL)", "back_at"),
        CheckConstraint("(status = 'reconciled') = (reconciled_at IS NOT NULL)", "reconciled_at"),
        CheckConstraint(
            "status <> 'reconciled' OR (missing_parcels >= 0 AND parcels_out ="
            " delivered_parcels + returned_parcels + wasted_parcels + missing_parcels)",
            "parcels_balance",
        ),
        UniqueConstraint("day_id", "offer_id"),
        # What a stop's foreign key leans on: its run and its day belong together.
        UniqueConstraint("id", "day_id"),
        Index(None, "offer_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    day_id: Mapped[Id] = mapped_column(ForeignKey("run_days.id", ondelete="CASCADE"))
    offer_id: Mapped[Id] = mapped_column(ForeignKey("offers.id"))
    depot_id: Mapped[Id] = mapped_column(ForeignKey("depots.id"))
    kind: Mapped[VehicleKind] = mapped_column(one_of(VehicleKind, "kind"))
    parcels: Mapped[int]
    weight_g: Mapped[int]
    starts_s: Mapped[int]
    ends_s: Mapped[int]
    from_home: Mapped[bool] = mapped_column(default=False)
    to_home: Mapped[bool] = mapped_column(default=False)
    aboard: Mapped[int] = mapped_column(default=1)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[RunStatus] = mapped_column(
        one_of(RunStatus, "status"), default=RunStatus.PLANNED
    )
    token_hash: Mapped[Hash | None] = mapped_column(unique=True)
    # What the plan says of it; nothing where it has no stops.
    set_out_s: Mapped[int | None]
    leave_depot_s: Mapped[int | None]
    end_s: Mapped[int | None]
    metres: Mapped[int | None]
    # Its streets for the board's map, to the nearest 100 m, where a street map told them.
    way: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    out_at: Mapped[Moment | None]
    back_at: Mapped[Moment | None]
    parcels_out: Mapped[int | None]
    delivered_parcels: Mapped[int | None]
    returned_parcels: Mapped[int | None]
    wasted_parcels: Mapped[int | None]
    missing_parcels: Mapped[int | None]
    reconciled_at: Mapped[Moment | None]
    reconciled_by: Mapped[Actor | None]
    created_at: Mapped[Moment]
    counted: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
