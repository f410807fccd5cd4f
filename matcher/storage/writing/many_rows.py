"""Many rows of one table at once, past what SQLAlchemy does for each: a third of a round was that.

They are made ready before anybody waits for us: values as the driver takes them, and statements of
`AT_ONCE` rows. SQLite builds the lists of words that its CHECKs name anew for each statement, so a
row of a statement of its own costs half as much again.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from functools import lru_cache
from itertools import chain, count
from json import JSONEncoder
from typing import Any, NamedTuple, cast

from sqlalchemy import JSON, Dialect, LargeBinary, Table

from matcher.storage.database import Store
from matcher.storage.tables import Base

AT_ONCE = 100

_Make = Callable[[list[Any]], list[Any]]
_encode = JSONEncoder(separators=(",", ":")).encode


class Json(str):
    """A value that is JSON already: to write two ids as JSON takes as long as to insert them."""

    __slots__ = ()


class ManyRows(NamedTuple):
    """Rows of a table: the names of the columns that are given, and a tuple for each row.

    Nothing is filled in: columns with a default are given like all others.
    """

    table: type[Base]
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]

    def of(self, column: str, ids: Set[str]) -> "ManyRows":
        """Those rows that hold one of these ids in a column."""
        at = self.columns.index(column)
        return self._replace(rows=[row for row in self.rows if row[at] in ids])


def rows_of(table: type[Base], rows: Sequence[Mapping[str, Any]]) -> ManyRows:
    """Rows that are each given by the same columns; at least one."""
    columns = tuple(rows[0])
    return ManyRows(table, columns, [tuple(row[name] for name in columns) for row in rows])


class ReadyRows(NamedTuple):
    """Rows that wait for nothing but their turn: statements, and what they hold."""

    statements: list[tuple[str, tuple[Any, ...]]]


def ready_rows(store: Store, many: ManyRows, *, skip_known: bool = False) -> ReadyRows:
    """Make rows ready for a database of this kind, in any transaction of whatever kind.

    With `skip_known` those that a unique key refuses are left out; else one refused is an error.
    """
    dialect = store.get_bind().dialect
    table = cast(Table, many.table.__table__)
    columns = [list(column) for column in zip(*many.rows, strict=True)]
    made = [
        make(column) if make else column
        for make, column in zip(_makers(dialect, table, many.columns), columns, strict=False)
    ]
    # What all rows have in common is handed over once a statement, where a database lets us.
    common = tuple(dialect.name == "sqlite" and _all_alike(column) for column in made)
    if all(common):
        common = (False,) * len(common)
    own = [column for column, one in zip(made, common, strict=True) if not one]
    shared = [column[0] for column, one in zip(made, common, strict=True) if one]
    rows = list(zip(*own, strict=True))
    return ReadyRows(
        [
            (
                _statement(dialect, table, many.columns, common, len(part), skip_known),
                (*chain.from_iterable(part), *shared),
            )
            for at in range(0, len(rows), AT_ONCE)
            if (part := rows[at : at + AT_ONCE])
        ]
    )


def _all_alike(column: list[Any]) -> bool:
    return column[0] == column[-1] and column.count(column[0]) == len(column)


def write_ready(store: Store, ready: ReadyRows) -> int:
    """Insert what was made ready; return how many rows went in."""
    connection = store.connection()
    return sum(connection.exec_driver_sql(sql, held).rowcount for sql, held in ready.statements)


def insert_rows(store: Store, many: ManyRows, *, skip_known: bool = False) -> int:
    """Insert rows; return how many went in. See `ready_rows`."""
    return write_ready(store, ready_rows(store, many, skip_known=skip_known))


@lru_cache(maxsize=256)
def _statement(
    dialect: Dialect,
    table: Table,
    columns: tuple[str, ...],
    common: tuple[bool, ...],
    rows: int,
    skip_known: bool,
) -> str:
    quoted = dialect.identifier_preparer.quote
    if dialect.name == "sqlite":
        own, shared = count(1), rows * common.count(False)
        place = [shared + sum(common[: at + 1]) for at in range(len(common))]
        values = ", ".join(
            f"({', '.join(f'?{place[at] if one else next(own)}' for at, one in enumerate(common))})"
            for _ in range(rows)
        )
    else:
        values = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * rows)
    return (
        f"INSERT INTO {quoted(table.name)} ({', '.join(map(quoted, columns))})"
        f" VALUES {values}{' ON CONFLICT DO NOTHING' if skip_known else ''}"
    )


@lru_cache(maxsize=256)
def _makers(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> list[_Make | None]:
    return [_maker(dialect, table.c[name].type) for name in columns]


def _maker(dialect: Dialect, kind: Any) -> _Make | None:
    """What turns a column of values into the driver's own; None where they are that already."""
    if isinstance(kind, JSON):
        return lambda values: [
            value if isinstance(value, Json) else _encode(dict(value)) for value in values
        ]
    processor = kind.dialect_impl(dialect).bind_processor(dialect)
    if processor is None:
        return None
    if isinstance(kind, LargeBinary):
        return lambda values: [processor(value) for value in values]

    def make(values: list[Any]) -> list[Any]:
        # A moment or a word comes again and again: each different one is made once.
        known = {value: processor(value) for value in set(values)}
        return [known[value] for value in values]

    return make
