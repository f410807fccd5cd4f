"""Private links: made, opened, used and taken back.

A link is a secret of 128 random bits, kept as its keyed hash. Codes are in `codes`.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, select, update

from matcher.domain.contact import ContactPart
from matcher.domain.links import LinkPurpose
from matcher.domain.refusals import Invalid, NotFound
from matcher.storage.asking import ask_for_one
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.sealed import Sealer
from matcher.storage.tables import LinkRow, table_of
from matcher.storage.writing.one_row import add_row, add_rows

SECRET_BYTES = 16

NO_SUCH_LINK = (
    "This link does not open anything any more: it may have been used up or replaced by a newer "
    "one. Look for the newest message from us, or ring us."
)


# A row of links, by column.
LinkValues = dict[str, Any]


class Subject(NamedTuple):
    """What a link is about; at least one of its ids is given."""

    person_id: str | None = None
    need_id: str | None = None
    match_id: str | None = None
    coordinator_id: str | None = None
    proves: ContactPart | None = None

    @property
    def name(self) -> str:
        """One line that no other subject has: a code's hash is bound to it."""
        ids = f"{self.person_id}:{self.need_id}:{self.match_id}:{self.coordinator_id}"
        return ids if self.proves is None else f"{ids}:{self.proves}"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that opens something: what it is about."""

    id: str
    person_id: str | None
    need_id: str | None
    match_id: str | None
    coordinator_id: str | None
    proves: str | None
    expires_at: datetime | None
    used_at: datetime | None


_LINKS = table_of(LinkRow).c
_STANDS = select(*(_LINKS[name] for name in Link.__dataclass_fields__)).where(
    _LINKS.token_hash == bindparam("hash"),
    _LINKS.purpose == bindparam("purpose"),
    ~_LINKS.is_code,
    _LINKS.revoked_at.is_(None),
)
_OPEN = _STANDS.where(_LINKS.proves.is_(None))
_OPEN_PROOF = _STANDS.where(_LINKS.proves.is_not(None))


def new_link(
    store: Store,
    sealer: Sealer,
    purpose: LinkPurpose,
    subject: Subject,
    *,
    now: datetime,
    expires_at: datetime | None = None,
) -> str:
    """Make a link; return its secret, 22 URL-safe letters, which is never seen again."""
    secret, row = made_link(sealer, purpose, subject, now=now, expires_at=expires_at)
    add_row(store, LinkRow, row)
    return secret


def made_link(
    sealer: Sealer,
    purpose: LinkPurpose,
    subject: Subject,
    *,
    now: datetime,
    expires_at: datetime | None = None,
) -> tuple[str, LinkValues]:
    """A link's secret, and what `keep_links` is to keep of it."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return secret, link_values(
        new_id(), sealer.search_hash(f"link:{secret}"), purpose, subject, now, expires_at
    )


def keep_links(store: Store, links: Sequence[LinkValues]) -> None:
    """Keep a few links and codes that were made."""
    add_rows(store, LinkRow, links)


def open_link(
    store: Store,
    sealer: Sealer,
    purpose: LinkPurpose,
    secret: str,
    *,
    now: datetime,
    of_new_contact: bool = False,
) -> Link:
    """The link with this secret; `NotFound` unless it is of this purpose and still stands.

    A link that proves a new contact opens nothing but that, and no other opens that. To open
    is not to use: whoever acts on a link that works once calls `use_link`.
    """
    statement = _OPEN_PROOF if of_new_contact else _OPEN
    for hashed in sealer.search_hashes(f"link:{secret}"):
        row = ask_for_one(store, statement, hash=hashed, purpose=purpose)
        link = Link(*row) if row else None
        if link is not None and not is_over(link, now):
            return link
    raise NotFound(NO_SUCH_LINK)


def use_link(store: Store, link: Link, *, now: datetime) -> None:
    """Note the first time that a link was acted on; later times change nothing."""
    store.execute(
        update(LinkRow)
        .where(LinkRow.id == link.id, LinkRow.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def revoke_links(store: Store, purpose: LinkPurpose, subject: Subject, *, now: datetime) -> int:
    """Take back every link and code of this purpose and subject; return how many there were."""
    found = store.execute(
        update(LinkRow)
        .where(*about_subject(purpose, subject), LinkRow.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(LinkRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(found.all())


def link_values(
    id: str,
    token_hash: str,
    purpose: LinkPurpose,
    subject: Subject,
    now: datetime,
    expires_at: datetime | None,
    *,
    is_code: bool = False,
) -> LinkValues:
    """A row of links or codes, whole."""
    if subject == Subject():
        raise Invalid("A link is about somebody or something.")
    return {
        "id": id,
        "token_hash": token_hash,
        "purpose": purpose,
        "person_id": subject.person_id,
        "need_id": subject.need_id,
        "match_id": subject.match_id,
        "coordinator_id": subject.coordinator_id,
        "proves": subject.proves,
        "tries": 0,
        "created_at": now,
        "expires_at": expires_at,
        "is_code": is_code,
    }


def about_subject(purpose: LinkPurpose, subject: Subject) -> tuple[ColumnElement[bool], ...]:
    """The condition of every link and code of this purpose and subject."""
    # `= id` or `IS NULL`, which is what `== None` comes to: the indexes hold only what is given.
    return (
        LinkRow.purpose == purpose,
        LinkRow.person_id == subject.person_id,
        LinkRow.need_id == subject.need_id,
        LinkRow.match_id == subject.match_id,
        LinkRow.coordinator_id == subject.coordinator_id,
        LinkRow.proves == subject.proves,
    )


def is_over(row: LinkRow | Link, now: datetime) -> bool:
    """Whether it opens nothing any more."""
    return row.expires_at is not None and row.expires_at <= now
