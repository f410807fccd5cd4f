"""Rows of a person who is erased: what says who or where they are goes, the rest stays."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from matcher.domain.life_cycles import OfferStatus
from matcher.domain.outbox import OutboxState
from matcher.storage.database import Store
from matcher.storage.reading.owed_letters import is_owed_to
from matcher.storage.tables import (
    ContactRow,
    HelpingRow,
    LinkRow,
    NeedDetailsRow,
    NeedRow,
    NewContactRow,
    NoteRow,
    OfferRow,
    OutboxRow,
    ResidentRow,
)

_UNSENT = (OutboxState.WAITING, OutboxState.SENDING)
_HALF_A_CELL_M = 500
_CELL_M = 1_000


def open_offers_of(store: Store, person_id: str) -> list[str]:
    """The ids of a volunteer's offers that have not ended."""
    found = select(OfferRow.id).where(
        OfferRow.volunteer_id == person_id, OfferRow.status != OfferStatus.ENDED
    )
    return list(store.scalars(found.order_by(OfferRow.id)))


def close_volunteer(store: Store, person_id: str, *, now: datetime) -> None:
    """End all offers of a volunteer who is no more, who helps no charity from now on."""
    store.execute(delete(HelpingRow).where(HelpingRow.volunteer_id == person_id))
    store.execute(
        update(OfferRow)
        .where(OfferRow.volunteer_id == person_id, OfferRow.status != OfferStatus.ENDED)
        .values(status=OfferStatus.ENDED, ended_at=now, changed_at=now, paused_until=None)
    )


def revoke_links_of(
    store: Store, person_id: str, need_ids: Sequence[str], *, now: datetime
) -> None:
    """Take back every link and code to a person's own pages."""
    theirs = or_(LinkRow.person_id == person_id, LinkRow.need_id.in_(need_ids))
    store.execute(
        update(LinkRow).where(theirs, LinkRow.revoked_at.is_(None)).values(revoked_at=now)
    )


def forget_messages(store: Store, person_id: str) -> None:
    """Empty every message to a person, and send none that waits."""
    theirs = or_(OutboxRow.person_id == person_id, is_owed_to(person_id))
    store.execute(
        update(OutboxRow)
        .where(theirs, OutboxRow.state.in_(_UNSENT))
        .values(state=OutboxState.DROPPED, taken_by=None, taken_until=None)
    )
    store.execute(update(OutboxRow).where(theirs).values(payload={}, provider_reference=None))


def to_cell_centre(store: Store, person_id: str) -> None:
    """Leave of every place of theirs the middle of its 1 km square, as statistics know it."""
    for table, owner in ((NeedRow, NeedRow.person_id), (OfferRow, OfferRow.volunteer_id)):
        store.execute(
            update(table)
            .where(owner == person_id)
            .values(
                postcode=None,
                easting=table.easting - table.easting % _CELL_M + _HALF_A_CELL_M,
                northing=table.northing - table.northing % _CELL_M + _HALF_A_CELL_M,
            )
        )


def erase_details(store: Store, person_id: str, need_ids: Sequence[str]) -> None:
    """Remove contact details, details of needs, and every note about them or by them."""
    store.execute(delete(ContactRow).where(ContactRow.person_id == person_id))
    store.execute(delete(ResidentRow).where(ResidentRow.person_id == person_id))
    store.execute(delete(NewContactRow).where(NewContactRow.person_id == person_id))
    store.execute(delete(NeedDetailsRow).where(NeedDetailsRow.need_id.in_(need_ids)))
    about = or_(
        NoteRow.person_id == person_id,
        NoteRow.need_id.in_(need_ids),
        NoteRow.by.in_((f"resident:{person_id}", f"volunteer:{person_id}")),
    )
    store.execute(delete(NoteRow).where(about))
