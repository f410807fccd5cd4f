"""Asking what was made ready before: statements of bare tables, with names for their values.

Of what a page took, most was SQLAlchemy making the same statement anew for every visitor: 0.17 ms
each, 0.03 ms when it was made once. See `tables.table_of`.
"""

from typing import Any

from sqlalchemy import CompoundSelect, Connection, Result, Select

from matcher.storage.database import Store


def ask(
    store: Store,
    statement: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]],
    **values: object,
) -> Result[*tuple[Any, ...]]:
    """The answer; what waits in the store is written first, as it is before a question of rows."""
    if store.autoflush:
        store.flush()
    return connection_of(store).execute(statement, values)


def connection_of(store: Store) -> Connection:
    """The connection of the transaction itself.

    A session asked for it would begin one of its own first, and look at all its objects.
    """
    bound = store.bind
    assert isinstance(bound, Connection), "a store comes from Database"
    return bound
