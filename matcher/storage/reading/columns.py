"""Rows of the database as columns of numbers, with the words that the numbers stand for."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
    return Coded(values, rows(number[text] for text in texts))


def rows(values: Iterable[int]) -> Rows:
    """A column of whole numbers."""
    return np.fromiter(values, dtype=np.int32)
