"""Many rows of one table at once, past what SQLAlchemy does for each: a third of a round was that.

The statement is compiled once, and a value that comes again and again, such as a moment or a word,
is made ready for the database once.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import JSON, Dialect, LargeBinary, Table
from sqlalchemy.dialects import postgresql, sqlite

from matcher.storage.database import Store
from matcher.storage.tables import Base

Make = Callable[[Any], Any]


def insert_rows(
    store: Store,
    rows: type[Base],
    values: Sequence[Mapping[str, Any]],
    *,
    skip_known: bool = False,
) -> int:
    """Insert rows, each given by the same columns and no other; return how many went in.

    With `skip_known` those that a unique key refuses are left out; else one refused is an error.
    Nothing is filled in: columns with a default are given like all others.
    """
    if not values:
        return 0
    connection = store.connection()
    sql, columns, positional = _statement(
        connection.dialect, rows, tuple(sorted(values[0])), skip_known
    )
    made = zip(*(_made([row[name] for row in values], make) for name, make in columns), strict=True)
    if positional:
        given: list[Any] = list(made)
    else:
        names = [name for name, _ in columns]
        given = [dict(zip(names, row, strict=True)) for row in made]
    return connection.exec_driver_sql(sql, given).rowcount


@lru_cache(maxsize=256)
def _statement(
    dialect: Dialect, rows: type[Base], names: tuple[str, ...], skip_known: bool
) -> tuple[str, list[tuple[str, Make | None]], bool]:
    """The statement, its columns in the order in which it wants them, and whether by place."""
    table = cast(Table, rows.__table__)
    make = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    if skip_known:
        statement = statement.on_conflict_do_nothing()
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    order = list(compiled.positiontup or names)
    return (
        str(compiled),
        [(name, _maker(dialect, table, name)) for name in order],
        bool(compiled.positiontup),
    )


def _maker(dialect: Dialect, table: Table, name: str) -> Make | None:
    kind = table.c[name].type
    processor = kind.dialect_impl(dialect).bind_processor(dialect)
    if processor is None or isinstance(kind, JSON | LargeBinary):
        return processor
    known: dict[Any, Any] = {}

    def make(value: Any) -> Any:
        if value not in known:
            if len(known) > 4_096:
                known.clear()
            known[value] = processor(value)
        return known[value]

    return make


def _made(values: list[Any], make: Make | None) -> list[Any]:
    return values if make is None else [make(value) for value in values]
