"""Codes that are said on the telephone: made, and tried.

A code is six digits, so it is bound to what it confirms, lives for a short while and bears few
wrong guesses. It is kept beside the links, as its keyed hash.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from matcher.domain.links import LinkPurpose
from matcher.domain.refusals import NotAllowed, NotFound
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.sealed import Sealer
from matcher.storage.tables import LinkRow
from matcher.storage.writing.links import (
    LinkValues,
    Subject,
    about_subject,
    is_over,
    link_values,
)
from matcher.storage.writing.one_row import add_row

CODE_LIVES = timedelta(minutes=30)
MOST_TRIES = 5

NO_SUCH_CODE = "That code has run out. Ask for a new one, and use the newest that you get."
TOO_MANY_TRIES = "That was one wrong code too many, so it no longer works. Ask for a new one."


def new_code(
    store: Store, sealer: Sealer, purpose: LinkPurpose, subject: Subject, *, now: datetime
) -> str:
    """Make a code of six digits; older codes of the same purpose and subject no longer work."""
    revoke_codes(store, purpose, subject, now=now)
    code, row = made_code(sealer, purpose, subject, now=now)
    add_row(store, LinkRow, row)
    return code


def revoke_codes(store: Store, purpose: LinkPurpose, subject: Subject, *, now: datetime) -> None:
    """Take back every code of this purpose and subject, and no link."""
    store.execute(
        update(LinkRow)
        .where(*about_subject(purpose, subject), LinkRow.is_code, LinkRow.revoked_at.is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )


def made_code(
    sealer: Sealer, purpose: LinkPurpose, subject: Subject, *, now: datetime
) -> tuple[str, LinkValues]:
    """A code of six digits, and what `keep_links` is to keep of it, for what has no code yet."""
    code, id = f"{secrets.randbelow(1_000_000):06}", new_id()
    hashed = sealer.search_hash(_said(id, subject, code))
    row = link_values(id, hashed, purpose, subject, now, now + CODE_LIVES, is_code=True)
    return code, row


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
        .where(*about_subject(purpose, subject), LinkRow.is_code)
        .where(LinkRow.revoked_at.is_(None), LinkRow.used_at.is_(None))
        .with_for_update()
    )
    if row is None or is_over(row, now):
        raise NotFound(NO_SUCH_CODE)
    if row.tries >= MOST_TRIES:
        raise NotAllowed(TOO_MANY_TRIES)
    if row.token_hash in sealer.search_hashes(_said(row.id, subject, code.strip())):
        row.used_at = now
        return True
    row.tries += 1
    return False


def _said(id: str, subject: Subject, code: str) -> str:
    """What a code's hash is made of. The row's id keeps equal digits of two people apart."""
    return f"code:{id}:{subject.name}:{code}"
