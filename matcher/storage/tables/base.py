"""What all tables share: the names of their constraints, and the kinds of their columns."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, cast

from sqlalchemy import Enum, Index, MetaData, String, Table, literal_column, text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.sql.elements import ColumnElement

from matcher.storage.ids import LENGTH
from matcher.storage.utc import UtcDateTime
from matcher.storage.words import WordSet

# Every constraint has a name, the same on both databases: migrations and errors speak of it.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Id = Annotated[str, mapped_column(String(LENGTH))]
Moment = Annotated[datetime, mapped_column(UtcDateTime())]
Words = Annotated[frozenset[str], mapped_column(WordSet())]
# Who did it: `coordinator:<id>`, `volunteer:<id>`, `resident:<id>`, `charity:<id>`, `machine`.
Actor = Annotated[str, mapped_column(String(64))]
# The nine characters of a borough's code.
Borough = Annotated[str, mapped_column(String(9))]
# The label of a 1 km grid square, such as TQ3375: all that others may know of a place.
Cell = Annotated[str, mapped_column(String(8))]
Postcode = Annotated[str, mapped_column(String(8))]
# A keyed hash, 32 bytes as hexadecimal digits.
Hash = Annotated[str, mapped_column(String(64))]


class Base(DeclarativeBase):
    """The tables."""

    metadata = MetaData(naming_convention=NAMES)


def table_of(rows: type[Base]) -> Table:
    """The bare table of some rows.

    A statement of bare tables, made once with `bindparam`, is asked in 0.03 ms; the same of rows,
    made anew each time, in 0.17 ms. So the statements behind the pages that everybody opens are
    made so.
    """
    return cast(Table, rows.__table__)


def is_one_of(column: ColumnElement[Any], words: frozenset[StrEnum]) -> ColumnElement[bool]:
    """Whether a column holds one of some words of ours, which stand in the statement itself."""
    return column.in_([literal_column(f"'{word}'") for word in sorted(words)])


def index_where_given(column: str) -> Index:
    """An index of the rows that say something in a column: the others need not be written to it."""
    given = text(f"{column} IS NOT NULL")
    return Index(None, column, sqlite_where=given, postgresql_where=given)


def one_of(words: type[StrEnum], name: str) -> Enum:
    """A column that holds one of these words, with a CHECK that says so."""
    return Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


def these(words: frozenset[StrEnum] | tuple[StrEnum, ...]) -> str:
    """The words as they stand in the SQL of a partial index: `'accepted', 'proposed'`."""
    return ", ".join(f"'{word}'" for word in sorted(words))
