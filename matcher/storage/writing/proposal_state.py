"""What stands in the database now about a few proposals that were thought of earlier."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from sqlalchemy import select

from matcher.domain.life_cycles import MatchStatus, NeedStatus, OfferStatus, VolunteerStatus
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.storage.database import Store
from matcher.storage.reading.among import among
from matcher.storage.reading.on_runs import units_on_runs
from matcher.storage.tables import (
    AvoidedPairRow,
    DeclinedPairRow,
    MatchRow,
    NeedRow,
    OfferRow,
    UnitRow,
    VolunteerRow,
)


class Skip(StrEnum):
    """Why a proposal that was thought of no longer holds."""

    NEED_CLOSED = "need_closed"
    UNIT_CLOSED = "unit_closed"
    UNIT_FILLED = "unit_filled"
    OFFER_ENDED = "offer_ended"
    OFFER_FULL = "offer_full"
    PAIR_REFUSED = "pair_refused"
    PAIR_MATCHED = "pair_matched"


class Thought(Protocol):
    """What has to be known of a proposal to look at it again."""

    @property
    def unit_id(self) -> str: ...
    @property
    def need_id(self) -> str: ...
    @property
    def offer_id(self) -> str: ...
    @property
    def on_date(self) -> date | None: ...
    @property
    def asked_together(self) -> bool: ...


@dataclass(slots=True)
class StillHolds:
    """What is open, spare and refused now; it follows along as proposals are taken up."""

    resident_of: dict[str, str]
    open_units: dict[str, tuple[str, date | None]]
    volunteer_of: dict[str, str]
    spare: dict[str, int]
    refused: set[tuple[str, str]]
    avoided: set[tuple[str, str]]
    filled: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    paired: set[tuple[str, str, date | None]] = field(default_factory=set)

    def takes(self, one: Thought) -> Skip | None:
        """Take a proposal up, or say what has come in its way."""
        pair = (one.need_id, one.offer_id, one.on_date)
        no = self._obstacle(one, pair)
        if no is None:
            self.spare[one.offer_id] -= 1
            self.paired.add(pair)
            (self.asked if one.asked_together else self.filled).add(one.unit_id)
        return no

    def _obstacle(self, one: Thought, pair: tuple[str, str, date | None]) -> Skip | None:
        resident = self.resident_of.get(one.need_id)
        if resident is None:
            return Skip.NEED_CLOSED
        if self.open_units.get(one.unit_id) != (one.need_id, one.on_date):
            return Skip.UNIT_CLOSED
        if one.unit_id in self.filled or (one.unit_id in self.asked and not one.asked_together):
            return Skip.UNIT_FILLED
        volunteer = self.volunteer_of.get(one.offer_id)
        if volunteer is None:
            return Skip.OFFER_ENDED
        if pair in self.paired:
            return Skip.PAIR_MATCHED
        if pair[:2] in self.refused or (resident, volunteer) in self.avoided:
            return Skip.PAIR_REFUSED
        return Skip.OFFER_FULL if self.spare[one.offer_id] < 1 else None


def look_again(store: Store, proposals: Sequence[Thought]) -> StillHolds:
    """Read, and on PostgreSQL lock, all that a few proposals hang on: needs, units, offers."""
    needs = _ids(one.need_id for one in proposals)
    residents = _open_needs(store, needs)
    units = store.execute(
        select(UnitRow.id, UnitRow.need_id, UnitRow.on_date)
        .where(
            among(store, UnitRow.id, (one.unit_id for one in proposals)),
            UnitRow.closed_at.is_(None),
        )
        .order_by(UnitRow.id)
        .with_for_update()
    )
    open_units = {id: (need_id, on_date) for id, need_id, on_date in units}
    for id in units_on_runs(store, open_units):
        del open_units[id]
    offers = _offers(store, _ids(one.offer_id for one in proposals))
    state = StillHolds(
        resident_of=residents,
        open_units=open_units,
        volunteer_of={id: volunteer for id, volunteer, _ in offers},
        spare={id: spare for id, _, spare in offers},
        refused=_refused(store, needs),
        avoided=_avoided(store, _ids(residents.values())),
    )
    _remember_matches(store, state, needs)
    return state


def _ids(ids: Iterable[str]) -> list[str]:
    return sorted(set(ids))


# Statuses are read and looked at here. As conditions they would tempt SQLite to walk all that is
# open by the index of statuses, instead of finding a few rows by their ids: 0.6 s a batch.


def _open_needs(store: Store, ids: list[str]) -> dict[str, str]:
    found = store.execute(
        select(NeedRow.id, NeedRow.person_id, NeedRow.status, NeedRow.confirmed_at)
        .where(among(store, NeedRow.id, ids))
        .order_by(NeedRow.id)
        .with_for_update(read=True)
    )
    return {
        id: person_id
        for id, person_id, status, confirmed_at in found
        if status == NeedStatus.OPEN and confirmed_at is not None
    }


def _offers(store: Store, ids: list[str]) -> list[tuple[str, str, int]]:
    known = _volunteers(store, ids)
    found = store.execute(
        select(
            OfferRow.id,
            OfferRow.volunteer_id,
            OfferRow.capacity - OfferRow.held,
            OfferRow.status,
        )
        .where(among(store, OfferRow.id, ids))
        .order_by(OfferRow.id)
        .with_for_update()
    )
    return [
        (id, volunteer_id, spare)
        for id, volunteer_id, spare, status in found
        if status == OfferStatus.ACTIVE and known[volunteer_id] != VolunteerStatus.SUSPENDED
    ]


def _volunteers(store: Store, offers: list[str]) -> dict[str, VolunteerStatus]:
    """How their volunteers stand, before their offers are locked, so that nobody is suspended now.

    Locked themselves: PostgreSQL reads again only what it locks, so a status that came along with
    the offers would be that of before a wait.
    """
    found = store.execute(
        select(VolunteerRow.person_id, VolunteerRow.status)
        .where(
            VolunteerRow.person_id.in_(
                select(OfferRow.volunteer_id).where(among(store, OfferRow.id, offers))
            )
        )
        .order_by(VolunteerRow.person_id)
        .with_for_update(read=True)
    )
    return dict(found.all())


def _refused(store: Store, needs: list[str]) -> set[tuple[str, str]]:
    pairs = select(DeclinedPairRow.need_id, DeclinedPairRow.offer_id)
    found = store.execute(pairs.where(among(store, DeclinedPairRow.need_id, needs)))
    return {(need_id, offer_id) for need_id, offer_id in found}


def _avoided(store: Store, residents: list[str]) -> set[tuple[str, str]]:
    pairs = select(AvoidedPairRow.resident_id, AvoidedPairRow.volunteer_id)
    found = store.execute(pairs.where(among(store, AvoidedPairRow.resident_id, residents)))
    return {(resident, volunteer) for resident, volunteer in found}


def _remember_matches(store: Store, state: StillHolds, needs: list[str]) -> None:
    """Note the matches that stand already."""
    standing = select(
        MatchRow.unit_id,
        MatchRow.need_id,
        MatchRow.offer_id,
        MatchRow.on_date,
        MatchRow.status,
        MatchRow.asked_together,
    ).where(among(store, MatchRow.need_id, needs), MatchRow.status.in_(SPOKEN_FOR))
    for unit_id, need_id, offer_id, on_date, status, together in store.execute(standing):
        state.paired.add((need_id, offer_id, on_date))
        waiting = together and status == MatchStatus.PROPOSED
        (state.asked if waiting else state.filled).add(unit_id)
