"""The few kinds of columns and keys that migrations are written in.

A migration that has been released says the same for ever, and so must these: a new kind of column
gets a new function. They do not ask the tables, which say what is, not what was.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op


def text(name: str, length: int | None = None, *, null: bool = False) -> sa.Column[Any]:
    """A column of text, with a bound where there is one."""
    return sa.Column(name, sa.Text() if length is None else sa.String(length), nullable=null)


def number(name: str, *, null: bool = False) -> sa.Column[Any]:
    """A whole number of 32 bits."""
    return sa.Column(name, sa.Integer(), nullable=null)


def big_number(name: str, *, null: bool = False) -> sa.Column[Any]:
    """A whole number of 64 bits."""
    return sa.Column(name, sa.BigInteger(), nullable=null)


def row_number(name: str) -> sa.Column[Any]:
    """The number that the database gives to a row. SQLite wants the column called INTEGER."""
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, nullable=False)


def fraction(name: str, *, null: bool = False) -> sa.Column[Any]:
    """A floating point number of 64 bits."""
    return sa.Column(name, sa.Double(), nullable=null)


def flag(name: str) -> sa.Column[Any]:
    """Yes or no."""
    return sa.Column(name, sa.Boolean(), nullable=False)


def moment(name: str, *, null: bool = False) -> sa.Column[Any]:
    """A moment in UTC."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def day(name: str, *, null: bool = False) -> sa.Column[Any]:
    """A date."""
    return sa.Column(name, sa.Date(), nullable=null)


def clock(name: str, *, null: bool = False) -> sa.Column[Any]:
    """A time of day."""
    return sa.Column(name, sa.Time(), nullable=null)


def json(name: str, *, null: bool = False) -> sa.Column[Any]:
    """A small JSON value."""
    return sa.Column(name, sa.JSON(), nullable=null)


def blob(name: str, length: int | None = None) -> sa.Column[Any]:
    """Bytes."""
    return sa.Column(name, sa.LargeBinary(length), nullable=False)


def maybe_blob(name: str) -> sa.Column[Any]:
    """Bytes, or nothing."""
    return sa.Column(name, sa.LargeBinary(), nullable=True)


def one_of(table: str, name: str, words: str, *, null: bool = False) -> sa.Column[Any]:
    """One of some words, which are given with spaces between; a CHECK holds it to them."""
    kind = sa.Enum(
        *words.split(),
        name=f"ck_{table}_{name}",
        native_enum=False,
        create_constraint=True,
        length=24,
    )
    return sa.Column(name, kind, nullable=null)


def primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """The primary key."""
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    """A unique key."""
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    """A rule for each row."""
    return sa.CheckConstraint(rule, name=f"ck_{table}_{name}")


def points_to(
    table: str, columns: str, there: str, *, cascade: bool = False
) -> sa.ForeignKeyConstraint:
    """A foreign key: `columns` to `there` (`people.id`), several with spaces between."""
    return sa.ForeignKeyConstraint(
        columns.split(),
        there.split(),
        name=f"fk_{table}_{columns.replace(' ', '_')}",
        ondelete="CASCADE" if cascade else None,
    )


def index(
    name: str, table: str, columns: str, *, where: str | None = None, unique: bool = False
) -> None:
    """Make an index, of some of the rows where a condition is given."""
    part = None if where is None else sa.text(where)
    op.create_index(
        name, table, columns.split(), unique=unique, sqlite_where=part, postgresql_where=part
    )


def keep_in_order_of(key: str, table: str) -> None:
    """Have SQLite keep a table in the order of its key and of nothing else; not one pointed to.

    What is found by its key is then there, and not behind a number that stands there.
    """
    if op.get_bind().dialect.name != "sqlite":
        return
    made = f"SELECT sql FROM sqlite_master WHERE tbl_name = '{table}' AND sql IS NOT NULL"
    ask = op.get_bind().exec_driver_sql
    [how] = ask(f"{made} AND type = 'table'").scalars()
    indexes = ask(f"{made} AND type = 'index'").scalars().all()
    for statement in (
        f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {table}",
        f"DROP TABLE {table}",
        f"{how} WITHOUT ROWID",
        f"INSERT INTO {table} SELECT * FROM kept ORDER BY {key}",
        "DROP TABLE kept",
        *indexes,
    ):
        ask(statement)
