"""Which private links there are; what they are, nobody can read again."""

from datetime import datetime

from sqlalchemy import or_, select

from matcher.domain.links import LinkPurpose
from matcher.storage.database import Store
from matcher.storage.tables import LinkRow
from matcher.storage.writing.links import Subject


def links_stand(store: Store, purpose: LinkPurpose, subject: Subject, *, now: datetime) -> bool:
    """Whether a link of this purpose and person still opens something."""
    found = select(LinkRow.id).where(
        LinkRow.purpose == purpose,
        LinkRow.person_id == subject.person_id,
        LinkRow.revoked_at.is_(None),
        or_(LinkRow.expires_at.is_(None), LinkRow.expires_at > now),
        ~LinkRow.is_code,
    )
    return store.scalar(found.limit(1)) is not None
