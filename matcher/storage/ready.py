"""Statements as the driver takes them: worked out once, with how each value is made and read.

SQLAlchemy makes the statement, and knows what to do with each kind of value. To have it carry the
statement out as well takes twice as long as the database itself does, for every visitor anew; so
the statements that whoever asks for help waits for are handed to the driver.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, CompoundSelect, Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

# What turns a value into the driver's own or back, and what gives a value that nobody says.
_Turn = Callable[[Any], Any]
_Values = Mapping[str, Any]
_Row = tuple[Any, ...]
Statement = Select[*_Row] | CompoundSelect[*_Row] | Insert | Update | Delete


class Ready(NamedTuple):
    """One statement for one kind of database.

    `makers` are in the order of its values; `readers` are of those columns of its answer that the
    driver does not give as they are, by their place.
    """

    sql: str
    makers: tuple[tuple[str, _Turn | None], ...]
    unsaid: tuple[tuple[str, _Turn], ...]
    readers: tuple[tuple[int, _Turn], ...]
    by_name: bool

    def held(self, values: _Values) -> _Row | dict[str, Any]:
        """The values of one row, as the driver takes them."""
        if self.unsaid:
            values = {**values, **{name: made(None) for name, made in self.unsaid}}
        held = [make(values[name]) if make else values[name] for name, make in self.makers]
        if self.by_name:
            return {name: one for (name, _make), one in zip(self.makers, held, strict=True)}
        return tuple(held)

    def read(self, row: _Row) -> _Row:
        """A row of the answer, as ours to read."""
        if not self.readers:
            return row
        own = list(row)
        for place, reader in self.readers:
            own[place] = reader(own[place])
        return tuple(own)


def made_ready(dialect: Dialect, statement: Statement, names: Sequence[str] | None = None) -> Ready:
    """Make a statement ready; `names` are the columns that rows of an insert are given by.

    `ValueError` where its text hangs on its values: as many marks as there are in a list of them.
    """
    compiled = statement.compile(
        dialect=dialect, column_keys=None if names is None else list(names)
    )
    assert isinstance(compiled, SQLCompiler)
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError("The text of this statement hangs on its values.")
    order = compiled.positiontup if compiled.positional else list(compiled.params)
    assert order is not None, "a statement has values"
    defaults = {column.key: _default(column) for column in compiled.insert_prefetch}
    said = {name for name in order if compiled.binds[name].required}
    return Ready(
        str(compiled),
        tuple((name, _maker(dialect, compiled.binds[name].type)) for name in order),
        tuple(
            (name, defaults.get(name) or _always(compiled.binds[name].effective_value))
            for name in dict.fromkeys(order)
            if name not in said
        ),
        tuple(_readers(dialect, statement)),
        not compiled.positional,
    )


def write_ready(connection: Connection, ready: Ready, values: _Values | Sequence[_Values]) -> int:
    """Do it with the values of one row, or of a few; how many rows it was done to."""
    if isinstance(values, Mapping):
        return int(_done(connection, ready.sql, ready.held(values)).rowcount)
    return int(_done(connection, ready.sql, [ready.held(row) for row in values]).rowcount)


def read_ready(connection: Connection, ready: Ready, values: _Values) -> Iterator[_Row]:
    """What it answers, row by row, so that nobody need read the rest."""
    cursor = _done(connection, ready.sql, ready.held(values))
    try:
        for row in cursor:
            yield ready.read(row)
    except _error_of_driver(connection) as error:
        raise _as_everywhere(connection, ready.sql, error) from error


def _done(connection: Connection, sql: str, held: Any) -> Any:
    """The driver's cursor."""
    cursor: Any = connection.connection.cursor()
    try:
        if isinstance(held, list):
            cursor.executemany(sql, held)
        else:
            cursor.execute(sql, held)
    except _error_of_driver(connection) as error:
        raise _as_everywhere(connection, sql, error) from error
    return cursor


def _error_of_driver(connection: Connection) -> type[Exception]:
    kind: type[Exception] = connection.dialect.loaded_dbapi.Error
    return kind


def _as_everywhere(connection: Connection, sql: str, error: Any) -> Exception:
    """The error as SQLAlchemy would raise it; a connection that is lost is never used again."""
    lost = connection.dialect.is_disconnect(error, connection.connection.driver_connection, None)
    if lost:
        connection.invalidate(error)
    # What was bound to the statement is people's.
    told: Exception = DBAPIError.instance(
        sql,
        None,
        error,
        _error_of_driver(connection),
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=connection.dialect,
    )
    return told


def _maker(dialect: Dialect, kind: TypeEngine[Any]) -> _Turn | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _readers(dialect: Dialect, statement: Statement) -> Iterator[tuple[int, _Turn]]:
    for place, column in enumerate(statement.exported_columns):
        reader = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if reader is not None:
            yield place, reader


def _default(column: Column[Any]) -> _Turn:
    """What is written where nothing was said; it is asked with the statement, which is None."""
    default: Any = column.default
    made: _Turn = default.arg if default.is_callable else _always(default.arg)
    return made


def _always(value: object) -> _Turn:
    return lambda _statement: value
