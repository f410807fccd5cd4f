"""Single rows of a table, written past the session: a statement that is made once, and no more.

To keep a need writes a row into each of ten tables. As objects of a session they took 0.5 ms each;
this takes a tenth of it. Defaults are filled in, as for objects.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from matcher.storage.asking import connection_of
from matcher.storage.database import Store
from matcher.storage.ready import Ready, made_ready, write_ready
from matcher.storage.tables import Base, table_of

AnInsert = sqlite.Insert | postgresql.Insert


def add_row(
    store: Store, rows: type[Base], values: Mapping[str, Any], *, skip_known: bool = False
) -> bool:
    """Insert a row; what waits in the store goes first.

    With `skip_known` a row that a unique key refuses is left out, and False returned.
    """
    store.flush()
    connection = connection_of(store)
    adding = _adding(connection.dialect, rows, tuple(values), skip_known)
    return write_ready(connection, adding, values) == 1


def add_rows(store: Store, rows: type[Base], values: Sequence[Mapping[str, Any]]) -> None:
    """Insert a few rows, at least one, each given by the same columns."""
    store.flush()
    connection = connection_of(store)
    write_ready(connection, _adding(connection.dialect, rows, tuple(values[0]), False), values)


def put_row(store: Store, rows: type[Base], values: Mapping[str, Any]) -> None:
    """Insert a row, or write these values over those of the row with the same primary key."""
    store.flush()
    connection = connection_of(store)
    write_ready(connection, _putting(connection.dialect, rows, tuple(values)), values)


@lru_cache(maxsize=256)
def _adding(dialect: Dialect, rows: type[Base], names: tuple[str, ...], skip_known: bool) -> Ready:
    statement = _insert(dialect, rows)
    if skip_known:
        statement = statement.on_conflict_do_nothing()
    return made_ready(dialect, statement, names)


@lru_cache(maxsize=256)
def _putting(dialect: Dialect, rows: type[Base], names: tuple[str, ...]) -> Ready:
    statement = _insert(dialect, rows)
    key = [column.name for column in table_of(rows).primary_key]
    written = {name: statement.excluded[name] for name in names if name not in key}
    over = statement.on_conflict_do_update(index_elements=key, set_=written)
    return made_ready(dialect, over, names)


def _insert(dialect: Dialect, rows: type[Base]) -> AnInsert:
    make = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    # Inline: nobody asks which key the database gave the row.
    return make(table_of(rows)).inline()
