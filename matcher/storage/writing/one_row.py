"""Single rows of a table, written past the session: a statement that is made once, and no more.

To keep a need writes a row into each of ten tables. As objects of a session they took 0.5 ms each;
this takes a tenth of it. Defaults are filled in, as for objects.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Column, Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler

from matcher.storage.asking import connection_of
from matcher.storage.database import Store
from matcher.storage.tables import Base, table_of

AnInsert = sqlite.Insert | postgresql.Insert
# What turns a value into the driver's own.
_Make = Callable[[Any], Any]


def add_row(
    store: Store, rows: type[Base], values: Mapping[str, Any], *, skip_known: bool = False
) -> bool:
    """Insert a row; what waits in the store goes first.

    With `skip_known` a row that a unique key refuses is left out, and False returned.
    """
    store.flush()
    connection = connection_of(store)
    ready = _adding(connection.dialect, rows, tuple(values), skip_known)
    return connection.exec_driver_sql(ready.sql, ready.held(values)).rowcount == 1


def add_rows(store: Store, rows: type[Base], values: Sequence[Mapping[str, Any]]) -> None:
    """Insert a few rows, at least one, each given by the same columns."""
    store.flush()
    connection = connection_of(store)
    ready = _adding(connection.dialect, rows, tuple(values[0]), False)
    connection.exec_driver_sql(ready.sql, [ready.held(row) for row in values])


def put_row(store: Store, rows: type[Base], values: Mapping[str, Any]) -> None:
    """Insert a row, or write these values over those of the row with the same primary key."""
    store.flush()
    connection = connection_of(store)
    ready = _putting(connection.dialect, rows, tuple(values))
    connection.exec_driver_sql(ready.sql, ready.held(values))


class _Ready(NamedTuple):
    """A statement as the driver takes it, and how each of its values is made, in their order.

    SQLAlchemy works this out for each row that it is given: a third of what the row took.
    """

    sql: str
    makers: tuple[tuple[str, _Make | None], ...]
    defaults: tuple[tuple[str, _Make], ...]
    by_name: bool

    def held(self, values: Mapping[str, Any]) -> tuple[Any, ...] | dict[str, Any]:
        """The values of one row, as the driver takes them."""
        if self.defaults:
            values = {**values, **{name: default(None) for name, default in self.defaults}}
        if self.by_name:
            return {
                name: make(values[name]) if make else values[name] for name, make in self.makers
            }
        return tuple([make(values[name]) if make else values[name] for name, make in self.makers])


@lru_cache(maxsize=256)
def _adding(dialect: Dialect, rows: type[Base], names: tuple[str, ...], skip_known: bool) -> _Ready:
    statement = _insert(dialect, rows)
    if skip_known:
        statement = statement.on_conflict_do_nothing()
    return _ready(dialect, rows, statement, names)


@lru_cache(maxsize=256)
def _putting(dialect: Dialect, rows: type[Base], names: tuple[str, ...]) -> _Ready:
    statement = _insert(dialect, rows)
    key = [column.name for column in table_of(rows).primary_key]
    written = {name: statement.excluded[name] for name in names if name not in key}
    over = statement.on_conflict_do_update(index_elements=key, set_=written)
    return _ready(dialect, rows, over, names)


def _insert(dialect: Dialect, rows: type[Base]) -> AnInsert:
    make = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    # Inline: nobody asks which key the database gave the row.
    return make(table_of(rows)).inline()


def _ready(
    dialect: Dialect, rows: type[Base], statement: AnInsert, names: tuple[str, ...]
) -> _Ready:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    assert isinstance(compiled, SQLCompiler)
    columns = table_of(rows).c
    order = compiled.positiontup if compiled.positional else list(compiled.params)
    return _Ready(
        str(compiled),
        tuple((name, _maker(dialect, columns[name])) for name in order or ()),
        tuple((column.name, _default(column)) for column in compiled.insert_prefetch),
        not compiled.positional,
    )


def _maker(dialect: Dialect, column: Column[Any]) -> _Make | None:
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _default(column: Column[Any]) -> _Make:
    """What is written where nothing was said; it is asked with the statement, which is None."""
    default: Any = column.default
    made: _Make = default.arg if default.is_callable else lambda _statement: default.arg
    return made
