"""Words of the live index as numbers, given in the order in which they are first met."""

from collections.abc import Iterable

import numpy as np

from matcher.domain.availability import HALF_DAY_BIT
from matcher.domain.needs import Need
from matcher.engine.live_columns import LiveColumns, put_mask
from matcher.engine.live_search import Wanted
from matcher.engine.problem import CATEGORY_NUMBER

NEVER_MET = -1


class Vocabulary:
    """Numbers for words, given in the order in which they are first met."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def number(self, word: str) -> int:
        """The number of a word, a new one where it has none yet."""
        return self._number.setdefault(word, len(self._number))

    def known(self, word: str) -> int:
        """The number of a word, -1 where it has none."""
        return self._number.get(word, NEVER_MET)

    def mask(self, words: Iterable[str]) -> int:
        """One bit for each word; new words get new bits."""
        return sum(1 << self.number(word) for word in words)

    def mask_of_known(self, words: Iterable[str]) -> int:
        """One bit for each word that has a number; the others are left out."""
        return sum(1 << self._number[word] for word in words if word in self._number)

    def __len__(self) -> int:
        return len(self._number)


class Words:
    """The vocabularies of one index."""

    def __init__(self) -> None:
        self.boroughs = Vocabulary()
        self.attributes = Vocabulary()
        self.languages = Vocabulary()

    def wanted(
        self, need: Need, columns: LiveColumns, avoid: list[int], *, full_too: bool
    ) -> Wanted | None:
        """Return a need in numbers; None when it asks for a word that no offer ever said.

        Parameters
        ----------
        need
            Its words are looked up and never added.
        columns
            The masks are made as wide as theirs.
        avoid
            Slots of the offers that the need avoids.
        full_too
            Whether offers with no place free suit as well.
        """
        if any(self.attributes.known(word) == NEVER_MET for word in need.requires):
            return None
        languages = self.languages.mask_of_known(need.languages)
        if need.languages and not languages:
            return None
        wanted = Wanted(
            easting=need.place.easting,
            northing=need.place.northing,
            borough=self.boroughs.known(need.borough),
            category=CATEGORY_NUMBER[need.category],
            requires=np.zeros(columns.provides.shape[1], dtype=np.uint64),
            languages=np.zeros(
                columns.languages.shape[1] if need.languages else 0, dtype=np.uint64
            ),
            half_days=np.uint64(sum(1 << HALF_DAY_BIT[name] for name in need.availability)),
            avoid=np.array(avoid, dtype=np.int64),
            least_spare=0 if full_too else 1,
        )
        put_mask(wanted.requires, self.attributes.mask_of_known(need.requires))
        if need.languages:
            put_mask(wanted.languages, languages)
        return wanted
