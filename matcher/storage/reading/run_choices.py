"""What a day of runs is chosen from: units that wait, offers that drive, and who missed out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Exists, ScalarSelect, and_, exists, func, or_, select

from matcher.domain.life_cycles import MatchStatus, OfferStatus, VolunteerStatus
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.domain.roles import Scope
from matcher.domain.run_days import BROUGHT
from matcher.domain.statuses import NeedStatus
from matcher.domain.urgency import Urgency
from matcher.storage.database import Store
from matcher.storage.reading.on_runs import on_a_run
from matcher.storage.reading.run_history import A_WEEK, MISSED
from matcher.storage.reading.scope import needs_within, volunteers_within
from matcher.storage.reading.standing import of_unit
from matcher.storage.tables import (
    CharityRow,
    DepotRow,
    HelpingRow,
    MatchRow,
    NeedRow,
    OfferRow,
    RunDayRow,
    RunRow,
    StopRow,
    UnitRow,
    VolunteerRow,
)


@dataclass(frozen=True, slots=True)
class UnitToBring:
    """One unit that somebody waits for on a date, and who said yes to it if anybody did."""

    unit_id: str
    need_id: str
    reference: str
    category: str
    urgency: Urgency
    registered_on: date
    recurs: bool
    easting: int
    northing: int
    borough: str
    cell: str
    availability: frozenset[str]
    match_id: str | None
    offer_id: str | None


@dataclass(frozen=True, slots=True)
class OfferToDrive:
    """An offer whose volunteer could drive; no name, only what is needed to choose.

    `says_so`: they said that they drive for this charity.
    """

    offer_id: str
    volunteer_id: str
    borough: str
    provides: frozenset[str]
    availability: frozenset[str]
    drove_on: date | None
    says_so: bool


def units_to_bring(
    store: Store,
    scope: Scope,
    charity_id: str,
    day: date,
    *,
    recurring: bool = False,
    unit_ids: Collection[str] | None = None,
    need_ids: Collection[str] | None = None,
    most: int = 1_000,
) -> list[UnitToBring]:
    """Open units of that day (or of any) that are on no other run and that nobody was asked about.

    A unit to which somebody said yes is among them with its match. `recurring` leaves out what
    comes once, and needs of no charity: those are for a person to choose.
    """
    wanted = _waiting(scope, charity_id, day, recurring=recurring)
    chosen = ((UnitRow.id, unit_ids), (UnitRow.need_id, need_ids))
    wanted += [column.in_(sorted(ids)) for column, ids in chosen if ids is not None]
    found: Any = (
        select(
            UnitRow.id,
            NeedRow.id,
            NeedRow.reference,
            NeedRow.category,
            NeedRow.urgency,
            NeedRow.registered_on,
            NeedRow.recurrence.is_not(None),
            NeedRow.easting,
            NeedRow.northing,
            NeedRow.borough,
            NeedRow.cell,
            NeedRow.availability,
            MatchRow.id,
            MatchRow.offer_id,
        )
        .join(NeedRow, NeedRow.id == UnitRow.need_id)
        .outerjoin(MatchRow, and_(of_unit(), MatchRow.status.in_(SPOKEN_FOR)))
        .where(*wanted)
        .order_by(NeedRow.recurrence.is_(None), NeedRow.registered_on, UnitRow.id)
        .limit(most)
    )
    # Several who were asked together share a unit; one of them is enough to know.
    by_unit = {row[0]: UnitToBring(*row) for row in store.execute(found)}
    return list(by_unit.values())


def _drove_last(charity_id: str) -> ScalarSelect[Any]:
    """The last day on which the offer at hand drove for a charity."""
    return (
        select(func.max(RunDayRow.on_date))
        .join(RunRow, RunRow.day_id == RunDayRow.id)
        .where(RunRow.offer_id == OfferRow.id, RunDayRow.charity_id == charity_id)
        .scalar_subquery()
    )


def _says_so(charity_id: str) -> Exists:
    """Whether whose offer it is said that they drive for a charity."""
    return exists().where(
        HelpingRow.volunteer_id == OfferRow.volunteer_id,
        HelpingRow.charity_id == charity_id,
        HelpingRow.drives,
    )


def offers_to_drive(
    store: Store, scope: Scope, charity_id: str, day_id: str, offer_id: str | None = None
) -> list[OfferToDrive]:
    """Offers of a scope that do not drive that day yet.

    First those who said that they drive for this charity, then who drove last, then those with a
    car.
    """
    # A scope's condition looks at offers itself, so it stands apart from this question.
    theirs = select(VolunteerRow.person_id).where(volunteers_within(scope)).cte("theirs")
    drove, says_so = _drove_last(charity_id), _says_so(charity_id)
    wanted = [
        OfferRow.status == OfferStatus.ACTIVE,
        VolunteerRow.status.not_in((VolunteerStatus.SUSPENDED, VolunteerStatus.NEW)),
        ~exists().where(RunRow.offer_id == OfferRow.id, RunRow.day_id == day_id),
    ]
    if offer_id is not None:
        wanted.append(OfferRow.id == offer_id)
    found = (
        select(
            OfferRow.id,
            OfferRow.volunteer_id,
            OfferRow.borough,
            OfferRow.provides,
            OfferRow.availability,
            drove,
            says_so,
        )
        .join(VolunteerRow, VolunteerRow.person_id == OfferRow.volunteer_id)
        .join(theirs, theirs.c.person_id == OfferRow.volunteer_id)
        .where(*wanted)
        .order_by(says_so.desc(), drove.is_(None), drove.desc(), OfferRow.id)
        .limit(200)
    )
    lines = [OfferToDrive(*row) for row in store.execute(found)]
    return sorted(
        lines,
        key=lambda one: (not one.says_so, one.drove_on is None, "car" not in one.provides),
    )


def depots_of(store: Store, scope: Scope) -> list[tuple[DepotRow, str]]:
    """The depots in a scope with the names of their charities, by name."""
    found = select(DepotRow, CharityRow.name).join(CharityRow, CharityRow.id == DepotRow.charity_id)
    return [
        (depot, charity)
        for depot, charity in store.execute(found.order_by(CharityRow.name, DepotRow.name))
        if scope.covers(depot.charity_id, depot.borough)
    ]


def _waiting(
    scope: Scope, charity_id: str, day: date, *, recurring: bool
) -> list[ColumnElement[bool]]:
    """What makes a unit one that a run may bring."""
    wanted: list[ColumnElement[bool]] = [
        NeedRow.status == NeedStatus.OPEN,
        NeedRow.confirmed_at.is_not(None),
        NeedRow.category.in_(sorted(BROUGHT)),
        _wanted_on(day, missed_too=not recurring),
        or_(MatchRow.id.is_(None), MatchRow.status == MatchStatus.ACCEPTED),
        ~on_a_run(),
    ]
    if recurring:
        wanted += [NeedRow.recurrence.is_not(None), NeedRow.charity_id == charity_id]
        wanted += [MatchRow.id.is_(None)]
    else:
        theirs = or_(NeedRow.charity_id == charity_id, NeedRow.charity_id.is_(None))
        wanted += [theirs, needs_within(scope)]
    return wanted


def _wanted_on(day: date, *, missed_too: bool) -> ColumnElement[bool]:
    """The units of that date and those of none; and what a run has missed within a week."""
    by_then = or_(NeedRow.wanted_on.is_(None), NeedRow.wanted_on <= day)
    wanted = and_(
        UnitRow.closed_at.is_(None),
        or_(UnitRow.on_date == day, and_(UnitRow.on_date.is_(None), by_then)),
    )
    if not missed_too:
        return wanted
    tried = exists().where(StopRow.unit_id == UnitRow.id, StopRow.status.in_(MISSED))
    return or_(wanted, and_(UnitRow.on_date < day, UnitRow.on_date > day - A_WEEK, tried))
