"""One offer as its volunteer made it, for a person who pairs by hand."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from matcher.domain.life_cycles import OfferStatus, VolunteerStatus
from matcher.storage.database import Store
from matcher.storage.tables import OfferRow, VolunteerRow


@dataclass(frozen=True, slots=True)
class OfferAlone:
    """One offer, active or not, and how well its volunteer is known."""

    id: str
    volunteer_id: str
    status: OfferStatus
    volunteer_status: VolunteerStatus
    categories: frozenset[str]
    easting: int
    northing: int
    borough: str
    radius_m: int
    spare: int
    languages: frozenset[str]
    provides: frozenset[str]
    availability: frozenset[str]


def offer_alone(store: Store, offer_id: str) -> OfferAlone | None:
    """The offer of an id."""
    row: Any = store.execute(
        select(
            OfferRow.id,
            OfferRow.volunteer_id,
            OfferRow.status,
            VolunteerRow.status,
            OfferRow.categories,
            OfferRow.easting,
            OfferRow.northing,
            OfferRow.borough,
            OfferRow.radius_m,
            OfferRow.capacity - OfferRow.held,
            OfferRow.languages,
            OfferRow.provides,
            OfferRow.availability,
        )
        .join(VolunteerRow, VolunteerRow.person_id == OfferRow.volunteer_id)
        .where(OfferRow.id == offer_id)
    ).one_or_none()
    return None if row is None else OfferAlone(*row)
