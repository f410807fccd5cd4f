"""Who is on shifts, who comes again, who steps in, who was trained in what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select

from matcher.domain.life_cycles import MatchStatus, VolunteerStatus
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.domain.roles import Scope
from matcher.domain.rota import HOLDS_PLACE, LeaveReason, SignUpState
from matcher.domain.rota_times import Stretch
from matcher.storage.database import Store
from matcher.storage.reading.rota_slots import places_within
from matcher.storage.tables import (
    MatchRow,
    OfferRow,
    PersonRow,
    RotaNameRow,
    RotaPlaceRow,
    RotaQuarterRow,
    RotaRegularRow,
    RotaShiftRow,
    RotaSignUpRow,
    RotaSlotRow,
    RotaStandbyRow,
    VolunteerRow,
)


@dataclass(frozen=True, slots=True)
class SignUpLine:
    """One sign-up as a coordinator sees it, without a name."""

    id: str
    shift_id: str
    volunteer_id: str
    state: SignUpState
    trained: bool
    regular: bool
    late: bool
    reason: LeaveReason | None
    minutes: int | None
    offered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody's shifts at some charities came to."""

    came: int = 0
    no_shows: int = 0
    late_leaves: int = 0
    minutes: int = 0


def sign_ups_on(store: Store, shift_ids: Collection[str]) -> list[SignUpLine]:
    """All sign-ups for these shifts, the first who signed up first."""
    columns = (getattr(RotaSignUpRow, name) for name in SignUpLine.__slots__)
    found = select(*columns).where(RotaSignUpRow.shift_id.in_(shift_ids))
    ordered = found.order_by(RotaSignUpRow.signed_at, RotaSignUpRow.id)
    return [SignUpLine(*row) for row in store.execute(ordered)]


def coming_of(store: Store, volunteer_id: str) -> list[RotaSignUpRow]:
    """All sign-ups that somebody is still promised to."""
    found = select(RotaSignUpRow).where(
        RotaSignUpRow.volunteer_id == volunteer_id, RotaSignUpRow.state == SignUpState.COMING
    )
    return list(store.scalars(found.order_by(RotaSignUpRow.id)))


def regulars_of(store: Store, slot_id: str) -> list[str]:
    """The regulars of a slot who may help, the first come first."""
    found = (
        select(RotaRegularRow.volunteer_id)
        .join(VolunteerRow, VolunteerRow.person_id == RotaRegularRow.volunteer_id)
        .where(RotaRegularRow.slot_id == slot_id, VolunteerRow.status != VolunteerStatus.SUSPENDED)
        .order_by(RotaRegularRow.since, RotaRegularRow.volunteer_id)
    )
    return list(store.scalars(found))


def ties_of(store: Store, volunteer_id: str) -> tuple[frozenset[str], frozenset[str]]:
    """The slots that somebody is a regular of, and those where they step in."""
    regular, standby = (
        frozenset(store.scalars(select(row.slot_id).where(row.volunteer_id == volunteer_id)))
        for row in (RotaRegularRow, RotaStandbyRow)
    )
    return regular, standby


def standbys_free_for(store: Store, slot_id: str, shift_id: str, when: Stretch) -> list[str]:
    """Who said “ask me” for a slot, may help, was never on this shift, and has that time free."""
    quarters = when.quarters()
    busy = select(RotaQuarterRow.volunteer_id).where(
        RotaQuarterRow.quarter >= quarters.start, RotaQuarterRow.quarter < quarters.stop
    )
    was_on = select(RotaSignUpRow.volunteer_id).where(RotaSignUpRow.shift_id == shift_id)
    found = (
        select(RotaStandbyRow.volunteer_id)
        .join(VolunteerRow, VolunteerRow.person_id == RotaStandbyRow.volunteer_id)
        .join(PersonRow, PersonRow.id == RotaStandbyRow.volunteer_id)
        .where(
            RotaStandbyRow.slot_id == slot_id,
            VolunteerRow.status.not_in((VolunteerStatus.NEW, VolunteerStatus.SUSPENDED)),
            PersonRow.erased_at.is_(None),
            RotaStandbyRow.volunteer_id.not_in(busy),
            RotaStandbyRow.volunteer_id.not_in(was_on),
        )
    )
    return list(store.scalars(found.order_by(RotaStandbyRow.since, RotaStandbyRow.volunteer_id)))


def loads(
    store: Store, volunteers: Sequence[str], since: datetime, until: datetime
) -> Mapping[str, int]:
    """How often each was wanted in a stretch of time: shifts and matches, at all charities."""
    shifts = (
        select(RotaSignUpRow.volunteer_id, func.count())
        .join(RotaShiftRow, RotaShiftRow.id == RotaSignUpRow.shift_id)
        .where(
            RotaSignUpRow.volunteer_id.in_(volunteers),
            RotaSignUpRow.state.in_(HOLDS_PLACE),
            RotaShiftRow.starts_at >= since,
            RotaShiftRow.starts_at < until,
        )
        .group_by(RotaSignUpRow.volunteer_id)
    )
    matches = (
        select(OfferRow.volunteer_id, func.count())
        .join(MatchRow, MatchRow.offer_id == OfferRow.id)
        .where(
            OfferRow.volunteer_id.in_(volunteers),
            MatchRow.status.in_(SPOKEN_FOR | {MatchStatus.CONFIRMED}),
            MatchRow.proposed_at >= since,
        )
        .group_by(OfferRow.volunteer_id)
    )
    load = dict.fromkeys(volunteers, 0)
    for found in (shifts, matches):
        for volunteer_id, number in store.execute(found):
            load[volunteer_id] += number
    return load


def record_of(store: Store, volunteer_id: str, scope: Scope) -> Record:
    """What somebody's shifts within a scope came to."""

    def count(rule: object) -> object:
        return func.coalesce(func.sum(case((rule, 1), else_=0)), 0)  # type: ignore[arg-type]

    state = RotaSignUpRow.state
    found = (
        select(
            count(state == SignUpState.CAME),
            count(state == SignUpState.NO_SHOW),
            count((state == SignUpState.LEFT) & RotaSignUpRow.late),
            func.coalesce(func.sum(RotaSignUpRow.minutes), 0),
        )  # type: ignore[call-overload]
        .join(RotaShiftRow, RotaShiftRow.id == RotaSignUpRow.shift_id)
        .join(RotaSlotRow, RotaSlotRow.id == RotaShiftRow.slot_id)
        .join(RotaPlaceRow, RotaPlaceRow.id == RotaSlotRow.place_id)
        .where(RotaSignUpRow.volunteer_id == volunteer_id, places_within(scope))
    )
    return Record(*(int(number) for number in store.execute(found).one()))


def is_on_the_rota_of(store: Store, volunteer_id: str, scope: Scope) -> bool:
    """Whether somebody ever signed up, comes again or steps in at a place of a scope."""
    slots = (
        select(RotaSlotRow.id)
        .join(RotaPlaceRow, RotaPlaceRow.id == RotaSlotRow.place_id)
        .where(places_within(scope))
    )
    signed_up = (
        select(RotaShiftRow.slot_id)
        .join(RotaSignUpRow, RotaSignUpRow.shift_id == RotaShiftRow.id)
        .where(RotaSignUpRow.volunteer_id == volunteer_id)
    )
    ties = [
        select(row.slot_id).where(row.volunteer_id == volunteer_id)
        for row in (RotaRegularRow, RotaStandbyRow)
    ]
    found = slots.where(or_(*(RotaSlotRow.id.in_(one) for one in (signed_up, *ties)))).limit(1)
    return store.scalar(found) is not None


def who_agreed_to_names(store: Store, volunteers: Collection[str]) -> frozenset[str]:
    """Which of these let those on the same shift see their first name."""
    found = select(RotaNameRow.volunteer_id).where(RotaNameRow.volunteer_id.in_(volunteers))
    return frozenset(store.scalars(found))
