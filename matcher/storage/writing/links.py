"""Private links, and codes that are said on the telephone: made, opened, used and taken back.

A link is a secret of 128 random bits, kept as its keyed hash. A code is six digits, so it is
bound to what it confirms, lives for a short while and bears few wrong guesses.
"""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, select, update

from matcher.domain.links import LinkPurpose
from matcher.domain.refusals import Invalid, NotAllowed, NotFound
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.sealed import Sealer
from matcher.storage.tables import LinkRow

SECRET_BYTES = 16
CODE_LIVES = timedelta(minutes=30)
MOST_TRIES = 5

NO_SUCH_LINK = (
    "This link does not open anything any more: it may have been used up or replaced by a newer "
    "one. Look for the newest message from us, or ring us."
)
NO_SUCH_CODE = "That code has run out. Ask for a new one, and use the newest that you get."
TOO_MANY_TRIES = "That was one wrong code too many, so it no longer works. Ask for a new one."


class Subject(NamedTuple):
    """What a link is about; at least one of its ids is given."""

    person_id: str | None = None
    need_id: str | None = None
    match_id: str | None = None
    coordinator_id: str | None = None

    @property
    def name(self) -> str:
        """One line that no other subject has: a code's hash is bound to it."""
        return f"{self.person_id}:{self.need_id}:{self.match_id}:{self.coordinator_id}"


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
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = _row(purpose, subject, now, expires_at)
    row.token_hash = sealer.search_hash(f"link:{secret}")
    store.add(row)
    store.flush()
    return secret


def open_link(
    store: Store, sealer: Sealer, purpose: LinkPurpose, secret: str, *, now: datetime
) -> LinkRow:
    """The link with this secret; `NotFound` unless it is of this purpose and still stands.

    To open is not to use: whoever acts on a link that works once calls `use_link`.
    """
    row = store.scalar(
        select(LinkRow).where(
            LinkRow.token_hash.in_(sealer.search_hashes(f"link:{secret}")),
            LinkRow.purpose == purpose,
            ~LinkRow.is_code,
            LinkRow.revoked_at.is_(None),
        )
    )
    if row is None or _is_over(row, now):
        raise NotFound(NO_SUCH_LINK)
    return row


def use_link(store: Store, link: LinkRow, *, now: datetime) -> None:
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
        .where(*_about(purpose, subject), LinkRow.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(LinkRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(found.all())


def new_code(
    store: Store, sealer: Sealer, purpose: LinkPurpose, subject: Subject, *, now: datetime
) -> str:
    """Make a code of six digits; older codes of the same purpose and subject no longer work."""
    store.execute(
        update(LinkRow)
        .where(*_about(purpose, subject), LinkRow.is_code, LinkRow.revoked_at.is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    code = f"{secrets.randbelow(1_000_000):06}"
    row = _row(purpose, subject, now, now + CODE_LIVES)
    row.is_code, row.token_hash = True, sealer.search_hash(_said(row, subject, code))
    store.add(row)
    store.flush()
    return code


def use_code(
    store: Store,
    sealer: Sealer,
    purpose: LinkPurpose,
    subject: Subject,
    code: str,
    *,
    now: datetime,
) -> bool:
    """Whether this is the code that was sent; a right one is used up, a wrong one is counted.

    Raises `NotFound` where none is waiting and `NotAllowed` after too many wrong ones. A wrong
    code returns False rather than raising, so that the transaction which counts it is kept.
    """
    row = store.scalar(
        select(LinkRow)
        .where(*_about(purpose, subject), LinkRow.is_code)
        .where(LinkRow.revoked_at.is_(None), LinkRow.used_at.is_(None))
        .with_for_update()
    )
    if row is None or _is_over(row, now):
        raise NotFound(NO_SUCH_CODE)
    if row.tries >= MOST_TRIES:
        raise NotAllowed(TOO_MANY_TRIES)
    if row.token_hash in sealer.search_hashes(_said(row, subject, code.strip())):
        row.used_at = now
        return True
    row.tries += 1
    return False


def _row(
    purpose: LinkPurpose, subject: Subject, now: datetime, expires_at: datetime | None
) -> LinkRow:
    if subject == Subject():
        raise Invalid("A link is about somebody or something.")
    return LinkRow(
        id=new_id(),
        purpose=purpose,
        person_id=subject.person_id,
        need_id=subject.need_id,
        match_id=subject.match_id,
        coordinator_id=subject.coordinator_id,
        created_at=now,
        expires_at=expires_at,
    )


def _about(purpose: LinkPurpose, subject: Subject) -> tuple[ColumnElement[bool], ...]:
    # `= id` or `IS NULL`, which is what `== None` comes to: the indexes hold only what is given.
    return (
        LinkRow.purpose == purpose,
        LinkRow.person_id == subject.person_id,
        LinkRow.need_id == subject.need_id,
        LinkRow.match_id == subject.match_id,
        LinkRow.coordinator_id == subject.coordinator_id,
    )


def _said(row: LinkRow, subject: Subject, code: str) -> str:
    """What a code's hash is made of. The row's id keeps equal digits of two people apart."""
    return f"code:{row.id}:{subject.name}:{code}"


def _is_over(row: LinkRow, now: datetime) -> bool:
    return row.expires_at is not None and row.expires_at <= now
