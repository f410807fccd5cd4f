"""What people may take out of what runs did: who drove, and to whom something was brought."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from matcher.domain.doorsteps import StopFailure
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.domain.travel import VehicleKind
from matcher.storage.database import Store
from matcher.storage.tables import NeedRow, OfferRow, RunDayRow, RunRow, StopRow


@dataclass(frozen=True, slots=True)
class OwnDelivery:
    """One stop, for the record of whom it was for."""

    on_date: date
    need_id: str
    parcels: int
    status: StopStatus
    failure: StopFailure | None
    noted_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnRun:
    """One run, for the record of who drove it; whom it went to is theirs."""

    on_date: date
    kind: VehicleKind
    status: RunStatus
    metres: int | None
    out_at: datetime | None
    back_at: datetime | None
    parcels_out: int | None
    delivered_parcels: int | None


def deliveries_to(store: Store, person_id: str) -> list[OwnDelivery]:
    """What runs brought to a person, or tried to, the latest first."""
    found = (
        select(
            RunDayRow.on_date,
            NeedRow.id,
            StopRow.parcels,
            StopRow.status,
            StopRow.failure,
            StopRow.noted_at,
        )
        .join(RunDayRow, RunDayRow.id == StopRow.day_id)
        .join(NeedRow, NeedRow.id == StopRow.need_id)
        .where(NeedRow.person_id == person_id)
        .order_by(RunDayRow.on_date.desc(), StopRow.id)
    )
    return [OwnDelivery(*row) for row in store.execute(found)]


def runs_driven_by(store: Store, volunteer_id: str) -> list[OwnRun]:
    """The runs of a volunteer, the latest first."""
    found = (
        select(
            RunDayRow.on_date,
            RunRow.kind,
            RunRow.status,
            RunRow.metres,
            RunRow.out_at,
            RunRow.back_at,
            RunRow.parcels_out,
            RunRow.delivered_parcels,
        )
        .join(RunDayRow, RunDayRow.id == RunRow.day_id)
        .join(OfferRow, OfferRow.id == RunRow.offer_id)
        .where(OfferRow.volunteer_id == volunteer_id)
        .order_by(RunDayRow.on_date.desc(), RunRow.id)
    )
    return [OwnRun(*row) for row in store.execute(found)]
