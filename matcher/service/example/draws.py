"""Random choices with shares, and columns of repeated texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of repeated texts: `texts[codes[row]]` is the cell of a row."""

    codes: Numbers
    texts: tuple[str, ...]

    def cells(self) -> list[str]:
        return [self.texts[code] for code in self.codes.tolist()]


class Draw:
    """Random choices from uniform numbers alone, whose stream NumPy has kept since 1.17."""

    def __init__(self, seed: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(seed))

    def uniform(self, n: int) -> NDArray[np.float64]:
        return self._generator.random(n)

    def below(self, n: int, limit: int) -> Numbers:
        """Return n whole numbers from 0 up to, not including, `limit`."""
        return (self.uniform(n) * limit).astype(np.int64)

    def chance(self, n: int, share: float) -> NDArray[np.bool_]:
        return self.uniform(n) < share

    def codes(self, n: int, shares: Sequence[float] | NDArray[np.float64]) -> Numbers:
        """Return n numbers, each as often as its share says."""
        ends = np.cumsum(np.asarray(shares, dtype=np.float64))
        codes: Numbers = np.searchsorted(ends, self.uniform(n) * ends[-1], side="right")
        return codes

    def one_of(self, n: int, shares: Mapping[Key, float]) -> tuple[Numbers, tuple[Key, ...]]:
        return self.codes(n, list(shares.values())), tuple(shares)

    def numbers(self, n: int, shares: Mapping[int, float]) -> Numbers:
        codes, values = self.one_of(n, shares)
        return np.take(np.array(values, dtype=np.int64), codes)


def subsets_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list cell for every subset, in the order of its mask."""
    return tuple(words_in(mask, words) for mask in range(1 << len(words)))


def words_in(mask: int, words: Sequence[str]) -> str:
    """Return a list cell of the words whose bits are set."""
    return listed(word for bit, word in enumerate(words) if mask >> bit & 1)


def listed(words: Iterable[str]) -> str:
    """Return a list cell as people write it: en;bn."""
    return ";".join(word for word in words if word)
