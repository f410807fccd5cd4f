"""Volunteers and what they offer, as small values; none of them says who they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, func, or_, select

from matcher.domain.life_cycles import OfferStatus, VolunteerStatus
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.domain.places import Point
from matcher.storage.database import Store
from matcher.storage.normal_form import normal_email, normal_phone
from matcher.storage.sealed import Sealer
from matcher.storage.tables import ContactRow, MatchRow, OfferRow, PersonRow, VolunteerRow


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


def volunteer_summary(store: Store, volunteer_id: str) -> VolunteerSummary | None:
    """One volunteer; None where there is none, or they were erased."""
    asked: Select[*tuple[Any, ...]] = (
        select(
            VolunteerRow.person_id,
            VolunteerRow.charity_id,
            VolunteerRow.status,
            PersonRow.language,
            PersonRow.contact_proven_at,
            VolunteerRow.quiet_from,
            VolunteerRow.quiet_until,
            VolunteerRow.messages_per_week,
            VolunteerRow.matches_per_week,
            VolunteerRow.urgent_at_any_hour,
        )
        .join(PersonRow, PersonRow.id == VolunteerRow.person_id)
        .where(VolunteerRow.person_id == volunteer_id, PersonRow.erased_at.is_(None))
    )
    row = store.execute(asked).one_or_none()
    return None if row is None else VolunteerSummary(*row)


def offers_of(store: Store, volunteer_id: str) -> Sequence[OfferSummary]:
    """All that a volunteer ever offered, the newest first."""
    asked: Select[*tuple[Any, ...]] = (
        select(
            OfferRow.id,
            OfferRow.status,
            OfferRow.categories,
            OfferRow.easting,
            OfferRow.northing,
            OfferRow.borough,
            OfferRow.cell,
            OfferRow.postcode,
            OfferRow.radius_m,
            OfferRow.capacity,
            OfferRow.held,
            OfferRow.languages,
            OfferRow.provides,
            OfferRow.availability,
            OfferRow.paused_until,
            OfferRow.confirmed_at,
        )
        .where(OfferRow.volunteer_id == volunteer_id)
        .order_by(OfferRow.created_at.desc(), OfferRow.id)
    )
    return [OfferSummary(*row) for row in store.execute(asked)]


def standing_offer_of(store: Store, volunteer_id: str) -> OfferSummary | None:
    """The offer of a volunteer that has not ended; None where there is none."""
    standing = (
        one for one in offers_of(store, volunteer_id) if one.status is not OfferStatus.ENDED
    )
    return next(standing, None)


def matches_since(store: Store, volunteer_id: str, since: datetime) -> int:
    """How many matches a volunteer was given since a moment; what came to nothing left out."""
    count = (
        select(func.count())
        .select_from(MatchRow)
        .join(OfferRow, OfferRow.id == MatchRow.offer_id)
        .where(
            OfferRow.volunteer_id == volunteer_id,
            MatchRow.proposed_at > since,
            MatchRow.status.in_(SPOKEN_FOR),
        )
    )
    return store.scalar(count) or 0


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
