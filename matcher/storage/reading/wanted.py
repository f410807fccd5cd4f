"""One need as pairing sees it: what it asks for, its open units, and whom it may not get."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.domain.urgency import Urgency
from matcher.storage.database import Store
from matcher.storage.reading.on_runs import units_on_runs
from matcher.storage.tables import (
    AvoidedPairRow,
    DeclinedPairRow,
    MatchRow,
    NeedRow,
    OfferRow,
    UnitRow,
)


@dataclass(frozen=True, slots=True)
class WantedNeed:
    """One need, open or not."""

    id: str
    resident_id: str
    status: NeedStatus
    confirmed: bool
    category: str
    easting: int
    northing: int
    borough: str
    urgency: Urgency
    registered_on: date
    wanted_on: date | None
    languages: frozenset[str]
    requires: frozenset[str]
    availability: frozenset[str]


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One unit that nobody wants closed: who waits to answer about it, and who is gone.

    `taken` is whether somebody has said yes, was asked alone and has not answered, or a delivery
    run brings it.
    """

    id: str
    on_date: date | None
    taken: bool
    waiting: int
    gone: int


@dataclass(frozen=True, slots=True)
class Barred:
    """Offers, by why a need may not get them: ids.

    All of it is about people: whoever said no, serves or was asked through one offer of theirs
    is barred with each other offer of theirs too.
    """

    avoided: frozenset[str]
    declined: frozenset[str]
    serving: frozenset[tuple[str, date | None]]
    asked: frozenset[str]


def wanted_need(store: Store, need_id: str) -> WantedNeed | None:
    """The need of an id."""
    row: Any = store.execute(
        select(
            NeedRow.id,
            NeedRow.person_id,
            NeedRow.status,
            NeedRow.confirmed_at.is_not(None),
            NeedRow.category,
            NeedRow.easting,
            NeedRow.northing,
            NeedRow.borough,
            NeedRow.urgency,
            NeedRow.registered_on,
            NeedRow.wanted_on,
            NeedRow.languages,
            NeedRow.requires,
            NeedRow.availability,
        ).where(NeedRow.id == need_id)
    ).one_or_none()
    return None if row is None else WantedNeed(*row)


def units_asked_for(store: Store, need_ids: Sequence[str]) -> dict[str, list[AskedFor]]:
    """The units of needs that are not closed, in the order of date and number, by need."""
    matches: defaultdict[str, list[Any]] = defaultdict(list)
    of_units = select(MatchRow.unit_id, MatchRow.status, MatchRow.asked_together)
    for unit_id, status, together in store.execute(of_units.where(MatchRow.need_id.in_(need_ids))):
        matches[unit_id].append((status, together))
    units: defaultdict[str, list[AskedFor]] = defaultdict(list)
    open_units = select(UnitRow.need_id, UnitRow.id, UnitRow.on_date).where(
        UnitRow.need_id.in_(need_ids), UnitRow.closed_at.is_(None)
    )
    for need_id, id, on_date in store.execute(open_units.order_by(UnitRow.on_date, UnitRow.number)):
        units[need_id].append(_asked_for(id, on_date, matches[id]))
    brought = units_on_runs(store, [one.id for of_need in units.values() for one in of_need])
    return {
        need_id: [replace(one, taken=one.taken or one.id in brought) for one in of_need]
        for need_id, of_need in units.items()
    }


def barred_offers(store: Store, need: WantedNeed) -> Barred:
    """The offers that a need may not get, and those of whom it was ever asked."""
    avoided = select(OfferRow.id).join(
        AvoidedPairRow, AvoidedPairRow.volunteer_id == OfferRow.volunteer_id
    )
    any_of_theirs = aliased(OfferRow)
    same_person = any_of_theirs.volunteer_id == OfferRow.volunteer_id
    declined = (
        select(any_of_theirs.id)
        .join(OfferRow, same_person)
        .join(DeclinedPairRow, DeclinedPairRow.offer_id == OfferRow.id)
        .where(DeclinedPairRow.need_id == need.id)
    )
    matched = (
        select(any_of_theirs.id, MatchRow.on_date, MatchRow.status)
        .join(OfferRow, same_person)
        .join(MatchRow, MatchRow.offer_id == OfferRow.id)
        .where(MatchRow.need_id == need.id)
    )
    ever = store.execute(matched).all()
    return Barred(
        avoided=frozenset(
            store.scalars(avoided.where(AvoidedPairRow.resident_id == need.resident_id))
        ),
        declined=frozenset(store.scalars(declined)),
        serving=frozenset((id, day) for id, day, status in ever if status in SPOKEN_FOR),
        asked=frozenset(id for id, _, _ in ever),
    )


def urgent_need_ids(store: Store) -> list[str]:
    """Open and confirmed urgent needs, those that wait longest first."""
    found = select(NeedRow.id).where(
        NeedRow.status == NeedStatus.OPEN,
        NeedRow.urgency == Urgency.URGENT,
        NeedRow.confirmed_at.is_not(None),
    )
    return list(store.scalars(found.order_by(NeedRow.confirmed_at, NeedRow.id)))


def _asked_for(id: str, on_date: date | None, matches: Iterable[Any]) -> AskedFor:
    waiting = gone = 0
    taken = False
    for status, together in matches:
        if status not in SPOKEN_FOR:
            gone += 1
        elif together and status == MatchStatus.PROPOSED:
            waiting += 1
        else:
            taken = True
    return AskedFor(id, on_date, taken, waiting, gone)
