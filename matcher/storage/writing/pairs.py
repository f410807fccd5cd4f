"""Pairs that must not be made, and those that a person allows again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete, insert, select

from matcher.storage.database import Store
from matcher.storage.tables import AvoidedPairRow, DeclinedPairRow


def keep_apart(
    store: Store, resident_id: str, volunteer_id: str, *, by: str, now: datetime
) -> bool:
    """Let two people never be brought together again; False where that stood already."""
    if store.get(AvoidedPairRow, (resident_id, volunteer_id)) is not None:
        return False
    store.add(AvoidedPairRow(resident_id=resident_id, volunteer_id=volunteer_id, by=by, at=now))
    store.flush()
    return True


@contextmanager
def asked_all_the_same(store: Store, need_id: str, offer_ids: Sequence[str]) -> Iterator[None]:
    """Let a person bring a need and offers together whom somebody had said no to, this once.

    The no is there again afterwards: no round may lean on what a person once set aside.
    """
    theirs = DeclinedPairRow.need_id == need_id, DeclinedPairRow.offer_id.in_(offer_ids)
    columns = DeclinedPairRow.__table__.columns
    kept = [dict(row) for row in store.execute(select(*columns).where(*theirs)).mappings()]
    store.execute(
        delete(DeclinedPairRow).where(*theirs).execution_options(synchronize_session=False)
    )
    yield
    if kept:
        store.execute(insert(DeclinedPairRow), kept)
