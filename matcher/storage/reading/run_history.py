"""What earlier days of runs tell the next: who missed out, who came, who must not come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, case, func, select

from matcher.domain.doorsteps import StopFailure
from matcher.domain.run_days import ARRIVED, RunKind
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.storage.asking import ask_for_one
from matcher.storage.database import Store
from matcher.storage.tables import (
    AvoidedPairRow,
    DeclinedPairRow,
    NeedRow,
    OfferRow,
    RunDayRow,
    RunRow,
    StopRow,
    table_of,
)

A_WEEK = timedelta(days=7)
MISSED = (StopStatus.FAILED, StopStatus.RETURNED)


@dataclass(frozen=True, slots=True)
class Waited:
    """How often a need's stops were served and missed lately, and when it was last served."""

    served: int
    missed: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class LatestStop:
    """The latest stop of a need that went out, for the page of whom it is for."""

    id: str
    run_id: str
    on_date: date
    windows: Sequence[Sequence[int]]
    begin_s: int | None
    status: StopStatus
    failure: StopFailure | None
    noted: bytes | None
    absent_at: datetime | None
    run_status: RunStatus
    charity_id: str
    kind: RunKind


_STOPS, _RUNS, _DAYS = table_of(StopRow).c, table_of(RunRow).c, table_of(RunDayRow).c
_LATEST_STOP = (
    select(
        _STOPS.id,
        _RUNS.id,
        _DAYS.on_date,
        _STOPS.windows,
        _STOPS.begin_s,
        _STOPS.status,
        _STOPS.failure,
        _STOPS.noted,
        _STOPS.absent_at,
        _RUNS.status,
        _DAYS.charity_id,
        _DAYS.kind,
    )
    .join(table_of(RunRow), _RUNS.id == _STOPS.run_id)
    .join(table_of(RunDayRow), _DAYS.id == _STOPS.day_id)
    .where(
        _STOPS.need_id == bindparam("need"),
        _STOPS.status != StopStatus.PLANNED,
        _DAYS.on_date >= bindparam("since"),
    )
    .order_by(_DAYS.on_date.desc(), _STOPS.id)
    .limit(1)
)


def waited(
    store: Store, need_ids: Sequence[str], *, since: date, before: date
) -> dict[str, Waited]:
    """How often each of these needs was served on days from `since` on, and before `before`.

    A stop that was left out, failed or brought back was missed.
    """
    served = case((StopRow.status.in_(ARRIVED), 1), else_=0)
    found = (
        select(
            StopRow.need_id,
            func.sum(served),
            func.count() - func.sum(served),
            func.max(case((StopRow.status.in_(ARRIVED), RunDayRow.on_date), else_=None)),
        )
        .join(RunDayRow, RunDayRow.id == StopRow.day_id)
        .where(StopRow.need_id.in_(need_ids), RunDayRow.on_date.between(since, before))
        .where(RunDayRow.on_date < before)
        .group_by(StopRow.need_id)
    )
    return {id: Waited(int(good), int(bad), last) for id, good, bad, last in store.execute(found)}


def last_stops(store: Store, need_ids: Sequence[str], *, before: date) -> dict[str, StopRow]:
    """The latest stop of each need on days before a date: what was known of the door then."""
    found = (
        select(StopRow)
        .join(RunDayRow, RunDayRow.id == StopRow.day_id)
        .where(StopRow.need_id.in_(need_ids), RunDayRow.on_date < before)
        .order_by(RunDayRow.on_date)
    )
    return {str(row.need_id): row for row in store.scalars(found)}


def missed_lately(
    store: Store, charity_id: str, *, since: date, before: date
) -> dict[str, list[StopRow]]:
    """By unit, its latest stop and those of its need before, where that one was missed.

    Of a charity's own needs, on days after `since` and before `before`, by runs that are over:
    what is noted on one that is out may still be taken back. The newest comes last.
    """
    over = (RunStatus.BACK, RunStatus.RECONCILED)
    found = (
        select(StopRow, RunDayRow.on_date)
        .join(RunRow, RunRow.id == StopRow.run_id)
        .join(RunDayRow, RunDayRow.id == StopRow.day_id)
        .join(NeedRow, NeedRow.id == StopRow.need_id)
        .where(
            NeedRow.charity_id == charity_id,
            RunDayRow.charity_id == charity_id,
            RunDayRow.kind == RunKind.DELIVER,
            RunRow.status.in_(over),
            RunDayRow.on_date.between(since - A_WEEK, before),
            RunDayRow.on_date < before,
        )
        .order_by(RunDayRow.on_date, StopRow.id)
    )
    of_need: dict[str, list[tuple[StopRow, date]]] = {}
    missed: dict[str, list[StopRow]] = {}
    for stop, on_date in store.execute(found):
        known = of_need.setdefault(str(stop.need_id), [])
        missed.pop(str(stop.unit_id), None)
        if on_date > since and stop.status in MISSED:
            earlier = [one for one, there in known if there < on_date]
            missed[str(stop.unit_id)] = [*earlier, stop]
        known.append((stop, on_date))
    return missed


def last_drivers(store: Store, need_ids: Sequence[str], *, before: date) -> dict[str, str]:
    """By need, the offer that brought it last."""
    found = (
        select(StopRow.need_id, RunRow.offer_id)
        .join(RunRow, RunRow.id == StopRow.run_id)
        .join(RunDayRow, RunDayRow.id == StopRow.day_id)
        .where(
            StopRow.need_id.in_(need_ids),
            RunDayRow.on_date < before,
            StopRow.status.in_(ARRIVED),
        )
        .order_by(RunDayRow.on_date)
    )
    return {str(need_id): offer_id for need_id, offer_id in store.execute(found)}


def kept_apart(
    store: Store, need_ids: Sequence[str], offer_ids: Sequence[str]
) -> set[tuple[str, str]]:
    """Pairs of need and offer that must not meet: kept apart by somebody, or refused before."""
    declined = select(DeclinedPairRow.need_id, DeclinedPairRow.offer_id).where(
        DeclinedPairRow.need_id.in_(need_ids), DeclinedPairRow.offer_id.in_(offer_ids)
    )
    avoided = (
        select(NeedRow.id, OfferRow.id)
        .join(AvoidedPairRow, AvoidedPairRow.resident_id == NeedRow.person_id)
        .join(OfferRow, OfferRow.volunteer_id == AvoidedPairRow.volunteer_id)
        .where(NeedRow.id.in_(need_ids), OfferRow.id.in_(offer_ids))
    )
    return {
        (need_id, offer_id)
        for query in (declined, avoided)
        for need_id, offer_id in store.execute(query)
    }


def latest_stop(store: Store, need_id: str, *, since: date) -> LatestStop | None:
    """The stop of a need that went out last, on a day from `since` on."""
    row = ask_for_one(store, _LATEST_STOP, need=need_id, since=since)
    return None if row is None else LatestStop(*row)
