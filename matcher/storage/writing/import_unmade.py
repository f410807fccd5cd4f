"""Taking back what a sheet brought, as if it had never been: only for what nobody built on.

Whoever calls looks first at what stands in the way; what was missed, the foreign keys refuse. The
log stays, as always.
"""

from collections.abc import Sequence

from sqlalchemy import delete, or_

from matcher.storage.database import Store
from matcher.storage.reading.import_in_the_way import people_in_use
from matcher.storage.tables import (
    LinkRow,
    NeedRow,
    OfferRow,
    OutboxRow,
    PersonRow,
    ResidentRow,
    RunDayRow,
    RunRow,
    StopRow,
    UnitRow,
    VolunteerRow,
)


def unmake_needs(store: Store, need_ids: Sequence[str]) -> None:
    """Remove needs with their units, links and letters that never went out."""
    store.execute(delete(LinkRow).where(LinkRow.need_id.in_(need_ids)))
    store.execute(delete(OutboxRow).where(OutboxRow.need_id.in_(need_ids)))
    store.execute(delete(UnitRow).where(UnitRow.need_id.in_(need_ids)))
    store.execute(delete(NeedRow).where(NeedRow.id.in_(need_ids)))


def unmake_stops(store: Store, stop_ids: Sequence[str]) -> None:
    """Take stops off their lists."""
    store.execute(delete(StopRow).where(StopRow.id.in_(stop_ids)))


def unmake_days(store: Store, day_ids: Sequence[str]) -> None:
    """Remove days without stops, and whoever was to drive."""
    store.execute(delete(RunRow).where(RunRow.day_id.in_(day_ids)))
    store.execute(delete(RunDayRow).where(RunDayRow.id.in_(day_ids)))


def unmake_volunteers(store: Store, person_ids: Sequence[str]) -> None:
    """Remove volunteers with their offers; the people are removed by `unmake_people`."""
    store.execute(delete(OfferRow).where(OfferRow.volunteer_id.in_(person_ids)))
    store.execute(delete(VolunteerRow).where(VolunteerRow.person_id.in_(person_ids)))


def unmake_residents(store: Store, person_ids: Sequence[str]) -> None:
    """Take people off a charity's list."""
    store.execute(delete(ResidentRow).where(ResidentRow.person_id.in_(person_ids)))


def unmake_people(store: Store, person_ids: Sequence[str]) -> None:
    """Remove people with their contact, links and letters, unless something points at them."""
    free = sorted(set(person_ids) - people_in_use(store, list(person_ids)))
    theirs = or_(LinkRow.person_id.in_(free))
    store.execute(delete(LinkRow).where(theirs))
    store.execute(delete(OutboxRow).where(OutboxRow.person_id.in_(free)))
    store.execute(delete(PersonRow).where(PersonRow.id.in_(free)))
