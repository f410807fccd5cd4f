"""Accounts of staff, held while something about them is looked at and written."""

from collections.abc import Collection

from sqlalchemy import select

from matcher.storage.database import Store
from matcher.storage.tables import CoordinatorRow


def hold_accounts(store: Store, ids: Collection[str]) -> None:
    """Keep others who hold these accounts waiting until this transaction is over.

    In the order of their ids, so that nobody waits in a circle. Whoever only points at one (a
    letter, a scope) does not wait. On SQLite nobody else writes meanwhile in any case.
    """
    held = select(CoordinatorRow.id).where(CoordinatorRow.id.in_(sorted(ids)))
    store.execute(held.order_by(CoordinatorRow.id).with_for_update(key_share=True)).all()
