"""Volunteers and what they offer, as small values; none of them says who they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import bindparam, func, or_, select

from matcher.domain.life_cycles import OfferStatus, VolunteerStatus
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.domain.places import Point
from matcher.storage.asking import ask, ask_for_one, ask_for_value
from matcher.storage.database import Store
from matcher.storage.normal_form import normal_email, normal_phone
from matcher.storage.sealed import Sealer
from matcher.storage.tables import (
    ContactRow,
    MatchRow,
    OfferRow,
    PersonRow,
    VolunteerRow,
    is_one_of,
    table_of,
)


@dataclass(frozen=True, slots=True)
class OfferSummary:
    """One offer, as its volunteer sees it."""

    id: str
    status: OfferStatus
    categories: frozenset[str]
    easting: int = field(repr=False)
    northing: int = field(repr=False)
    borough: str
    cell: str
    postcode: str | None = field(repr=False)
    radius_m: int
    capacity: int
    held: int
    languages: frozenset[str]
    provides: frozenset[str]
    availability: frozenset[str]
    paused_until: date | None
    created_at: datetime
    confirmed_at: datetime | None

    @property
    def place(self) -> Point:
        return Point(self.easting, self.northing)

    @property
    def full(self) -> bool:
        """Whether every place is held by somebody."""
        return self.held >= self.capacity


@dataclass(frozen=True, slots=True)
class VolunteerSummary:
    """One volunteer: how well known, and what they said about messages."""

    id: str
    charity_id: str | None
    status: VolunteerStatus
    language: str
    contact_proven_at: datetime | None
    quiet_from: time | None
    quiet_until: time | None
    messages_per_week: int | None
    matches_per_week: int | None
    urgent_at_any_hour: bool


_OFFERS, _MATCHES = table_of(OfferRow).c, table_of(MatchRow).c
_VOLUNTEERS, _PEOPLE = table_of(VolunteerRow).c, table_of(PersonRow).c

_VOLUNTEER = (
    select(
        _VOLUNTEERS.person_id,
        _VOLUNTEERS.charity_id,
        _VOLUNTEERS.status,
        _PEOPLE.language,
        _PEOPLE.contact_proven_at,
        _VOLUNTEERS.quiet_from,
        _VOLUNTEERS.quiet_until,
        _VOLUNTEERS.messages_per_week,
        _VOLUNTEERS.matches_per_week,
        _VOLUNTEERS.urgent_at_any_hour,
    )
    .join_from(table_of(VolunteerRow), table_of(PersonRow), _PEOPLE.id == _VOLUNTEERS.person_id)
    .where(_VOLUNTEERS.person_id == bindparam("volunteer"), _PEOPLE.erased_at.is_(None))
)
_OFFERS_OF = (
    select(*(_OFFERS[name] for name in OfferSummary.__dataclass_fields__))
    .where(_OFFERS.volunteer_id == bindparam("volunteer"))
    .order_by(_OFFERS.created_at.desc(), _OFFERS.id)
)
_MATCHES_SINCE = (
    select(func.count())
    .join_from(table_of(MatchRow), table_of(OfferRow), _OFFERS.id == _MATCHES.offer_id)
    .where(
        _OFFERS.volunteer_id == bindparam("volunteer"),
        _MATCHES.proposed_at > bindparam("since"),
        is_one_of(_MATCHES.status, SPOKEN_FOR),
    )
)


def volunteer_summary(store: Store, volunteer_id: str) -> VolunteerSummary | None:
    """One volunteer; None where there is none, or they were erased."""
    row = ask_for_one(store, _VOLUNTEER, volunteer=volunteer_id)
    return None if row is None else VolunteerSummary(*row)


def offers_of(store: Store, volunteer_id: str) -> Sequence[OfferSummary]:
    """All that a volunteer ever offered, the newest first."""
    return [OfferSummary(*row) for row in ask(store, _OFFERS_OF, volunteer=volunteer_id)]


def standing_offer_of(store: Store, volunteer_id: str) -> OfferSummary | None:
    """The offer of a volunteer that has not ended; None where there is none."""
    standing = (
        one for one in offers_of(store, volunteer_id) if one.status is not OfferStatus.ENDED
    )
    return next(standing, None)


def matches_since(store: Store, volunteer_id: str, since: datetime) -> int:
    """How many matches a volunteer was given since a moment; what came to nothing left out."""
    return ask_for_value(store, _MATCHES_SINCE, volunteer=volunteer_id, since=since) or 0


def volunteers_reached_by(store: Store, sealer: Sealer, *, phone: str, email: str) -> list[str]:
    """The ids of all volunteers with this number or this mailbox, who signed up first first."""
    hashes = [
        *(sealer.search_hashes(f"phone:{normal_phone(phone)}") if phone else ()),
        *(sealer.search_hashes(f"email:{normal_email(email)}") if email else ()),
    ]
    found = (
        select(VolunteerRow.person_id)
        .join(ContactRow, ContactRow.person_id == VolunteerRow.person_id)
        .where(or_(ContactRow.phone_hash.in_(hashes), ContactRow.email_hash.in_(hashes)))
        .order_by(VolunteerRow.created_at, VolunteerRow.person_id)
    )
    return list(store.scalars(found))
