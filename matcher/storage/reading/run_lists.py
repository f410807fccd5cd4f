"""The runs of a charity over many days, each with what it carries."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from matcher.domain.run_days import RunKind
from matcher.storage.database import Store
from matcher.storage.tables import DepotRow, RunDayRow, RunRow, StopRow


class RunListed(NamedTuple):
    """One run with its day, the depot that it loads at, and how much is on it."""

    on_date: date
    kind: RunKind
    depot: str
    run: RunRow
    stops: int
    parcels: int
    weight_g: int


def runs_of_charity(
    store: Store, charity_id: str, boroughs: Collection[str], *, since: date
) -> list[RunListed]:
    """Its runs on days from one on whose depot lies in these boroughs, day by day."""
    carried = (
        select(
            StopRow.run_id,
            func.count().label("stops"),
            func.sum(StopRow.parcels).label("parcels"),
            func.sum(StopRow.weight_g).label("weight_g"),
        )
        .where(StopRow.run_id.is_not(None))
        .group_by(StopRow.run_id)
        .subquery()
    )
    of_the_day = select(DepotRow.id).where(DepotRow.borough.in_(sorted(boroughs)))
    asked: Select[*tuple[Any, ...]] = (
        select(
            RunDayRow.on_date,
            RunDayRow.kind,
            DepotRow.name,
            RunRow,
            func.coalesce(carried.c.stops, 0),
            func.coalesce(carried.c.parcels, 0),
            func.coalesce(carried.c.weight_g, 0),
        )
        .join(RunDayRow, RunDayRow.id == RunRow.day_id)
        .join(DepotRow, DepotRow.id == RunRow.depot_id)
        .outerjoin(carried, carried.c.run_id == RunRow.id)
        .where(
            RunDayRow.charity_id == charity_id,
            RunDayRow.depot_id.in_(of_the_day),
            RunDayRow.on_date >= since,
        )
        .order_by(RunDayRow.on_date, RunRow.created_at, RunRow.id)
    )
    return [RunListed(*row) for row in store.execute(asked)]
