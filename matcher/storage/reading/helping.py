"""Which charities a volunteer helps, and where they offer to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from matcher.domain.life_cycles import OfferStatus
from matcher.storage.database import Store
from matcher.storage.reading.verified import is_verified
from matcher.storage.tables import CharityRow, HelpingRow, OfferRow, VolunteerRow


@dataclass(frozen=True, slots=True)
class HelpedLine:
    """A charity that a volunteer helps; `since` is None for the one that brought them."""

    charity_id: str
    slug: str
    name: str
    drives: bool
    since: datetime | None


def helped_by(store: Store, volunteer_id: str) -> list[HelpedLine]:
    """The charities that a volunteer helps: the one that brought them, then by name."""
    brought = (
        select(CharityRow)
        .join(VolunteerRow, VolunteerRow.charity_id == CharityRow.id)
        .where(VolunteerRow.person_id == volunteer_id)
    )
    chosen = (
        select(CharityRow, HelpingRow)
        .join(HelpingRow, HelpingRow.charity_id == CharityRow.id)
        .where(HelpingRow.volunteer_id == volunteer_id, is_verified())
        .order_by(func.lower(CharityRow.name))
    )
    lines = [HelpedLine(one.id, one.slug, one.name, False, None) for one in store.scalars(brought)]
    known = {line.charity_id for line in lines}
    lines += [
        HelpedLine(one.id, one.slug, one.name, how.drives, how.since)
        for one, how in store.execute(chosen)
        if one.id not in known
    ]
    return lines


def boroughs_offered(store: Store, volunteer_id: str) -> list[str]:
    """The boroughs of a volunteer's offers that have not ended."""
    found = select(OfferRow.borough).where(
        OfferRow.volunteer_id == volunteer_id, OfferRow.status != OfferStatus.ENDED
    )
    return sorted(set(store.scalars(found)))
