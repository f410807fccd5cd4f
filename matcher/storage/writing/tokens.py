"""Bearer tokens of charities: made, used and taken back. Only a keyed hash is ever kept."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from matcher.domain.scopes import TokenScope
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.sealed import Sealer
from matcher.storage.tables import TokenRow

# Says what it is, so that scanners of leaked secrets and people who find one know it.
PREFIX = "nearhand_"
SECRET_BYTES = 32
# To know that a token is still in use, an hour is near enough: no write for each request.
NOTED_EVERY = timedelta(hours=1)


def new_token(
    store: Store,
    sealer: Sealer,
    charity_id: str,
    name: str,
    scopes: Collection[TokenScope],
    *,
    by: str,
    now: datetime,
    expires_at: datetime | None = None,
) -> tuple[str, str]:
    """Make a token; return its id and its secret, which is never seen again."""
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    row = TokenRow(
        id=new_id(),
        token_hash=sealer.search_hash(said(secret)),
        charity_id=charity_id,
        name=name,
        scopes=frozenset(scopes),
        created_by=by,
        created_at=now,
        expires_at=expires_at,
    )
    store.add(row)
    store.flush()
    return row.id, secret


def said(secret: str) -> str:
    """What a token's hash is made of: no link or code can have the same."""
    return f"token:{secret}"


def revoke_tokens(store: Store, charity_id: str, name: str, *, now: datetime) -> list[str]:
    """Take back all tokens of this name; return the ids of those that still stood."""
    found = store.execute(
        update(TokenRow)
        .where(TokenRow.charity_id == charity_id, TokenRow.name == name)
        .where(TokenRow.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(TokenRow.id)
        .execution_options(synchronize_session=False)
    )
    return list(found.scalars())


def note_use(store: Store, token_id: str, *, now: datetime) -> None:
    """Note that a token is in use, once an hour."""
    store.execute(
        update(TokenRow)
        .where(TokenRow.id == token_id)
        .where(or_(TokenRow.used_at.is_(None), TokenRow.used_at < now - NOTED_EVERY))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def stands(store: Store, charity_id: str, name: str, *, now: datetime) -> bool:
    """Whether a token of this name can still be used."""
    found = select(TokenRow.id).where(TokenRow.charity_id == charity_id, TokenRow.name == name)
    still = found.where(
        TokenRow.revoked_at.is_(None),
        or_(TokenRow.expires_at.is_(None), TokenRow.expires_at > now),
    )
    return store.scalar(still.limit(1)) is not None
