"""Pairs that must not be made, and those that a person allows again."""

from datetime import datetime

from sqlalchemy import delete

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


def allow_again(store: Store, need_id: str, offer_id: str) -> None:
    """Forget that a need and an offer were declined, since a person brings them together."""
    store.execute(
        delete(DeclinedPairRow)
        .where(DeclinedPairRow.need_id == need_id, DeclinedPairRow.offer_id == offer_id)
        .execution_options(synchronize_session=False)
    )
