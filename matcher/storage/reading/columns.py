"""Rows of the database as columns of numbers, with the words that the numbers stand for."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select

from matcher.storage.database import Store

Rows = NDArray[np.int32]


class Coded(NamedTuple):
    """A column of texts, each different one kept once: `values[number[row]]` is row's text."""

    values: tuple[str, ...]
    number: Rows

    @property
    def sets(self) -> tuple[frozenset[str], ...]:
        """The values of a column of word sets, each as the set that it is."""
        return tuple(frozenset(text.split()) for text in self.values)

    def of(self, row: int) -> str:
        """The text of one row."""
        return self.values[int(self.number[row])]

    def texts(self) -> list[str]:
        """The text of each row."""
        return [self.values[number] for number in self.number.tolist()]


def coded(texts: Sequence[str]) -> Coded:
    """Number the different texts in alphabetical order."""
    values = tuple(sorted(set(texts)))
    number = {text: row for row, text in enumerate(values)}
    return Coded(values, rows(map(number.__getitem__, texts)))


def rows(values: Iterable[int]) -> Rows:
    """A column of whole numbers."""
    return np.fromiter(values, dtype=np.int32)


def ordinals(days: Sequence[date | str | None]) -> Rows:
    """A column of dates, or of their ISO texts, as `date.toordinal`; 0 for none."""
    known = {day: _ordinal(day) for day in set(days)}
    return rows(map(known.__getitem__, days))


def read_columns(store: Store, query: Select[*tuple[Any, ...]]) -> list[Sequence[Any]]:
    """The columns of what a query finds, as the driver gives them, without a row in between.

    So a date is a date on PostgreSQL, and on SQLite its text.
    """
    with store.connection().execute(query) as result:
        assert result.cursor is not None, "a query has rows"
        found = result.cursor.fetchall()
    return list(zip(*found, strict=True)) or [()] * len(query.selected_columns)


def _ordinal(day: date | str | None) -> int:
    if day is None:
        return 0
    return (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()
