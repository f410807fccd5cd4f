"""A charity's delivery lists, as rows of a sheet are held against them, and as they are taken out.

Days are seen from the desks of the borough in which their depot lies, as on the pages of runs.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, select

from matcher.domain.run_days import RunKind
from matcher.domain.statuses import StopStatus
from matcher.storage.database import Store
from matcher.storage.reading.import_people import parts
from matcher.storage.tables import (
    ContactRow,
    DepotRow,
    NeedRow,
    RunDayRow,
    RunRow,
    StopRow,
)


class KnownStop(NamedTuple):
    """One stop of a list, as far as a row is held against it; an extra stop has no need."""

    id: str
    need_id: str | None
    person_id: str | None
    reference: str | None
    on_date: date
    phone_hash: str | None
    email_hash: str | None
    contact: bytes | None
    sealed: bytes | None
    postcode: str | None
    easting: int
    northing: int


class StopWhole(NamedTuple):
    """One stop with its day, and its run where it is on one."""

    stop: StopRow
    day: RunDayRow
    run: RunRow | None


def list_days(
    store: Store, charity_id: str, boroughs: Collection[str], *, since: date
) -> list[RunDayRow]:
    """The days from one on for which a charity has a list of deliveries, in their order."""
    asked = (
        select(RunDayRow)
        .join(DepotRow, DepotRow.id == RunDayRow.depot_id)
        .where(
            RunDayRow.charity_id == charity_id,
            RunDayRow.kind == RunKind.DELIVER,
            RunDayRow.on_date >= since,
            DepotRow.borough.in_(sorted(boroughs)),
        )
        .order_by(RunDayRow.on_date)
    )
    return list(store.scalars(asked))


def day_on(store: Store, charity_id: str, boroughs: Collection[str], on_date: date) -> str | None:
    """The id of a charity's day of deliveries on a date."""
    found = list_days(store, charity_id, boroughs, since=on_date)
    return next((day.id for day in found if day.on_date == on_date), None)


def empty_days(store: Store, day_ids: Sequence[str]) -> list[tuple[RunDayRow, list[RunRow]]]:
    """Those of these days that have no stop, each with its runs."""
    found = store.scalars(
        select(RunDayRow)
        .where(RunDayRow.id.in_(day_ids), ~exists().where(StopRow.day_id == RunDayRow.id))
        .order_by(RunDayRow.id)
    )
    days = {day.id: (day, list[RunRow]()) for day in found}
    for run in store.scalars(select(RunRow).where(RunRow.day_id.in_(sorted(days)))):
        days[run.day_id][1].append(run)
    return list(days.values())


def known_stops(store: Store, day_ids: Sequence[str]) -> list[KnownStop]:
    """Every stop of these days with what tells whose it is, as they were typed."""
    asked: Select[*tuple[Any, ...]] = (
        select(
            StopRow.id,
            StopRow.need_id,
            NeedRow.person_id,
            NeedRow.reference,
            RunDayRow.on_date,
            ContactRow.phone_hash,
            ContactRow.email_hash,
            ContactRow.sealed,
            StopRow.sealed,
            NeedRow.postcode,
            StopRow.easting,
            StopRow.northing,
        )
        .join(RunDayRow, RunDayRow.id == StopRow.day_id)
        .outerjoin(NeedRow, NeedRow.id == StopRow.need_id)
        .outerjoin(ContactRow, ContactRow.person_id == NeedRow.person_id)
        .where(StopRow.day_id.in_(day_ids))
        .order_by(RunDayRow.on_date, StopRow.typed, StopRow.id)
    )
    return [KnownStop(*row) for row in store.execute(asked)]


def stops_whole(store: Store, stop_ids: Sequence[str]) -> Iterator[StopWhole]:
    """These stops with their day and run."""
    for some in parts(stop_ids):
        asked = (
            select(StopRow, RunDayRow, RunRow)
            .join(RunDayRow, RunDayRow.id == StopRow.day_id)
            .outerjoin(RunRow, RunRow.id == StopRow.run_id)
            .where(StopRow.id.in_(some))
        )
        yield from (StopWhole(*row) for row in store.execute(asked))


def stops_settled(store: Store, stop_ids: Sequence[str]) -> dict[str, str]:
    """One word for each of these stops that cannot simply be taken off its list any more."""
    found: dict[str, str] = {}
    for some in parts(stop_ids):
        asked = select(StopRow.id).where(StopRow.id.in_(some), StopRow.status != StopStatus.PLANNED)
        found |= dict.fromkeys(store.scalars(asked), "on_its_way")
    return found
