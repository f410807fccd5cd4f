"""Statements as the driver takes them: worked out once, with how each of their values is made.

SQLAlchemy works both out anew for every row that is written: a third of what the row took. This is
for the few statements that whoever asks for help waits for; they read nothing but plain numbers.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, CursorResult, Delete, Dialect, Insert, Update
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from matcher.storage.asking import connection_of
from matcher.storage.database import Store

# What turns a value into the driver's own, and what gives a value that nobody says.
_Make = Callable[[Any], Any]
_Values = Mapping[str, Any]


class Ready(NamedTuple):
    """One statement for one kind of database; `makers` are in the order of its values."""

    sql: str
    makers: tuple[tuple[str, _Make | None], ...]
    unsaid: tuple[tuple[str, _Make], ...]
    by_name: bool

    def held(self, values: _Values) -> tuple[Any, ...] | dict[str, Any]:
        """The values of one row, as the driver takes them."""
        if self.unsaid:
            values = {**values, **{name: made(None) for name, made in self.unsaid}}
        held = [make(values[name]) if make else values[name] for name, make in self.makers]
        if self.by_name:
            return {name: one for (name, _make), one in zip(self.makers, held, strict=True)}
        return tuple(held)


def made_ready(
    dialect: Dialect, statement: Insert | Update | Delete, names: Sequence[str] | None = None
) -> Ready:
    """Make a statement ready; `names` are the columns that rows of an insert are given by."""
    compiled = statement.compile(
        dialect=dialect, column_keys=None if names is None else list(names)
    )
    assert isinstance(compiled, SQLCompiler)
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
        not compiled.positional,
    )


def do_ready(store: Store, ready: Ready, values: _Values | Sequence[_Values]) -> CursorResult[Any]:
    """Do it with the values of one row, or of a few."""
    if isinstance(values, Mapping):
        return connection_of(store).exec_driver_sql(ready.sql, ready.held(values))
    held: Any = [ready.held(row) for row in values]
    return connection_of(store).exec_driver_sql(ready.sql, held)


def _maker(dialect: Dialect, kind: TypeEngine[Any]) -> _Make | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _default(column: Column[Any]) -> _Make:
    """What is written where nothing was said; it is asked with the statement, which is None."""
    default: Any = column.default
    made: _Make = default.arg if default.is_callable else _always(default.arg)
    return made


def _always(value: object) -> _Make:
    return lambda _statement: value
