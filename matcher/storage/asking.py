"""Asking what was made ready before: statements of bare tables, with names for their values.

Of what a page took, most was SQLAlchemy making the same statement anew for every visitor: 0.17 ms
each, 0.03 ms when it was made once. See `tables.table_of`.
"""

from typing import Any

from sqlalchemy import Result, Select

from matcher.storage.database import Store


def ask(
    store: Store, statement: Select[*tuple[Any, ...]], **values: object
) -> Result[*tuple[Any, ...]]:
    """The answer; what waits in the store is written first, as it is before a question of rows."""
    if store.autoflush:
        store.flush()
    return store.execute(statement, values)
