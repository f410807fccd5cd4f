"""Addresses of calendar feeds: made, found by their secret, taken back."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.sealed import Sealer
from matcher.storage.tables import RotaFeedRow
from matcher.storage.writing.links import SECRET_BYTES


def new_feed(
    store: Store, sealer: Sealer, charity_id: str, place_id: str | None, *, by: str, now: datetime
) -> tuple[str, str]:
    """Make an address; return its id, and its secret, which is never seen again."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = RotaFeedRow(
        id=new_id(),
        token_hash=sealer.search_hash(f"feed:{secret}"),
        charity_id=charity_id,
        place_id=place_id,
        created_by=by,
        created_at=now,
    )
    store.add(row)
    store.flush()
    return row.id, secret


def feed_behind(store: Store, sealer: Sealer, secret: str) -> RotaFeedRow | None:
    """What the address with this secret is of; None where it was taken back."""
    return store.scalar(
        select(RotaFeedRow).where(
            RotaFeedRow.token_hash.in_(sealer.search_hashes(f"feed:{secret}")),
            RotaFeedRow.revoked_at.is_(None),
        )
    )


def revoke_feeds(
    store: Store, charity_id: str, place_id: str | None, *, now: datetime
) -> Sequence[str]:
    """Take back every address of a place, or of a whole charity; return their ids."""
    return store.scalars(
        update(RotaFeedRow)
        .where(
            RotaFeedRow.charity_id == charity_id,
            RotaFeedRow.place_id.is_not_distinct_from(place_id),
            RotaFeedRow.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(RotaFeedRow.id)
        .execution_options(synchronize_session=False)
    ).all()


def open_feeds(store: Store, charities: Sequence[str]) -> frozenset[tuple[str, str | None]]:
    """Of which charities and places there is an address that works."""
    found = select(RotaFeedRow.charity_id, RotaFeedRow.place_id).where(
        RotaFeedRow.charity_id.in_(charities), RotaFeedRow.revoked_at.is_(None)
    )
    return frozenset((charity, place) for charity, place in store.execute(found))
