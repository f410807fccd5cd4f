"""A mark of each active offer, which differs when anything has changed that pairing looks at."""

from sqlalchemy import Text, func, select, type_coerce

from matcher.domain.life_cycles import OfferStatus, VolunteerStatus
from matcher.storage.database import Store
from matcher.storage.tables import CheckRow, OfferRow, VolunteerRow


def offer_marks(store: Store) -> dict[str, str]:
    """Marks by offer id: made of moments of change and counters, so that nothing big is read.

    90,000 of them take some 0.3 s on SQLite.
    """
    found = store.execute(
        select(
            OfferRow.id,
            type_coerce(OfferRow.changed_at, Text).label("offer_changed"),
            OfferRow.held,
            OfferRow.volunteer_id,
            type_coerce(VolunteerRow.changed_at, Text).label("volunteer_changed"),
        )
        .join(VolunteerRow, VolunteerRow.person_id == OfferRow.volunteer_id)
        .where(
            OfferRow.status == OfferStatus.ACTIVE,
            VolunteerRow.status != VolunteerStatus.SUSPENDED,
        )
    )
    checks = _check_marks(store)
    return {
        id: f"{changed} {held} {known} {checks.get(volunteer, '')}"
        for id, changed, held, volunteer, known in found
    }


def _check_marks(store: Store) -> dict[str, str]:
    counted = select(CheckRow.volunteer_id, func.count(), func.count(CheckRow.revoked_at)).group_by(
        CheckRow.volunteer_id
    )
    return {id: f"{all}-{revoked}" for id, all, revoked in store.execute(counted)}
