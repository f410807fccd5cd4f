"""Invitations to drive, as the charity that sent them and whoever holds one read of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from matcher.domain.driver_invitations import InvitationEnd
from matcher.storage.database import Store
from matcher.storage.sealed import Sealer
from matcher.storage.tables import DriverInvitationRow, HelpingRow, PersonRow, VolunteerRow

ROW = DriverInvitationRow


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One that waits, or that came to an end lately; `hint` says to whom while it waits."""

    id: str
    hint: str
    invited_at: datetime
    expires_at: datetime
    end: InvitationEnd | None


def invitations_of(store: Store, charity_id: str, *, since: datetime) -> list[InvitationLine]:
    """Those of a charity that wait, and those that were sent since a moment; the newest first."""
    found = (
        select(ROW.id, ROW.hint, ROW.invited_at, ROW.expires_at, ROW.end)
        .where(ROW.charity_id == charity_id, or_(ROW.ended_at.is_(None), ROW.invited_at >= since))
        .order_by(ROW.invited_at.desc(), ROW.id)
    )
    return [InvitationLine(*row) for row in store.execute(found)]


def open_invitations(store: Store, charity_id: str, now: datetime) -> int:
    """How many of a charity's wait for an answer."""
    waiting = select(func.count()).where(
        ROW.charity_id == charity_id, ROW.ended_at.is_(None), ROW.expires_at > now
    )
    return store.scalar(waiting) or 0


def invitations_over(
    store: Store, now: datetime, charity_id: str | None, *, most: int
) -> Sequence[DriverInvitationRow]:
    """Those of one charity, or of all, whose time is over and that still wait; they are held."""
    over = select(ROW).where(ROW.ended_at.is_(None), ROW.expires_at <= now)
    if charity_id is not None:
        over = over.where(ROW.charity_id == charity_id)
    return store.scalars(over.order_by(ROW.id).limit(most).with_for_update()).all()


def invitation_behind(store: Store, sealer: Sealer, secret: str) -> DriverInvitationRow | None:
    """The invitation of a link, however it stands; it is held."""
    hashes = sealer.search_hashes(f"drive:{secret}")
    found = select(ROW).where(ROW.token_hash.in_(hashes)).with_for_update()
    return store.scalars(found).one_or_none()


def drivers_for(store: Store, charity_id: str) -> list[str]:
    """The ids of volunteers who said that they drive for a charity, who said so first first."""
    found = (
        select(HelpingRow.volunteer_id)
        .join(PersonRow, PersonRow.id == HelpingRow.volunteer_id)
        .where(
            HelpingRow.charity_id == charity_id,
            HelpingRow.drives,
            PersonRow.erased_at.is_(None),
        )
        .order_by(HelpingRow.since, HelpingRow.volunteer_id)
    )
    return list(store.scalars(found))


def volunteers(store: Store, person_id: str) -> bool:
    """Whether somebody is a volunteer."""
    return store.get(VolunteerRow, person_id) is not None
