"""Single rows of a table, written past the session: a statement that is made once, and no more.

To keep a need writes a row into each of ten tables. As objects of a session they took 0.5 ms each;
this takes a tenth of it. Defaults are filled in, as for objects.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from matcher.storage.asking import connection_of
from matcher.storage.database import Store
from matcher.storage.tables import Base, table_of

AnInsert = sqlite.Insert | postgresql.Insert


def add_row(
    store: Store, rows: type[Base], values: Mapping[str, Any], *, skip_known: bool = False
) -> bool:
    """Insert a row; what waits in the store goes first.

    With `skip_known` a row that a unique key refuses is left out, and False returned.
    """
    store.flush()
    statement = _add(connection_of(store).dialect.name, rows, skip_known)
    return connection_of(store).execute(statement, values).rowcount == 1


def add_rows(store: Store, rows: type[Base], values: Sequence[Mapping[str, Any]]) -> None:
    """Insert a few rows, each given by the same columns."""
    store.flush()
    connection_of(store).execute(_add(connection_of(store).dialect.name, rows, False), values)


def put_row(store: Store, rows: type[Base], values: Mapping[str, Any]) -> None:
    """Insert a row, or write these values over those of the row with the same primary key."""
    store.flush()
    statement = _put(connection_of(store).dialect.name, rows, tuple(values))
    connection_of(store).execute(statement, values)


@lru_cache(maxsize=64)
def _add(dialect: str, rows: type[Base], skip_known: bool) -> AnInsert:
    statement = _insert(dialect, rows)
    if not skip_known:
        return statement
    # How many rows went in is all that tells; PostgreSQL's driver would not be asked otherwise.
    return statement.on_conflict_do_nothing().execution_options(preserve_rowcount=True)


@lru_cache(maxsize=64)
def _put(dialect: str, rows: type[Base], names: tuple[str, ...]) -> AnInsert:
    statement = _insert(dialect, rows)
    key = [column.name for column in table_of(rows).primary_key]
    written = {name: statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=written)


def _insert(dialect: str, rows: type[Base]) -> AnInsert:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    # Inline: nobody asks which key the database gave the row.
    return make(table_of(rows)).inline()
