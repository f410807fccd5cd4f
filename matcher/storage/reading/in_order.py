"""Reading nearly all rows of a table in the order of its ids, without sorting them.

SQLite would find those of a status by its index, in the order of that index, and then sort all that
was read of each: half as long again for the needs of a city.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Text, func, select, type_coerce

from matcher.storage.database import Store


def holds(store: Store, column: Any, word: StrEnum) -> ColumnElement[bool]:
    """The condition that a column holds a word; past its index where most of all rows hold it."""
    plain: ColumnElement[bool] = column == word
    with_it = select(func.count()).where(plain).scalar_subquery()
    every = select(func.count()).select_from(column.class_).scalar_subquery()
    some, all = store.execute(select(with_it, every)).one()
    if 2 * some < all:
        return plain
    return func.coalesce(type_coerce(column, Text), "") == str(word)
