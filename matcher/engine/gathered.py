"""What the offers of a cell can do together: a cell that cannot, all in all, is passed over."""

from typing import NamedTuple

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.problem import Masks, NeedArrays, OfferArrays
from matcher.engine.rules import GATE_ATTRIBUTES, GATE_LANGUAGE, GATE_TIME, GATES
from matcher.engine.town_index import TownIndex

ANY_TIME = 2**64 - 1


class Gathered(NamedTuple):
    """The masks of all offers of a category in an occupied cell, one laid over the other.

    The last column of each is the whole category, near and far.
    """

    provides: Masks  # (categories, occupied cells + 1, w)
    languages: Masks  # (categories, occupied cells + 1, v)
    slots: Masks  # (categories, occupied cells + 1); an offer that names no time has all


def gathered_from(index: TownIndex, offers: OfferArrays) -> Gathered:
    """Return the masks of every cell of the index."""
    shape = index.start.shape
    gathered = Gathered(
        np.zeros((*shape, offers.provides.shape[1]), dtype=np.uint64),
        np.zeros((*shape, offers.languages.shape[1]), dtype=np.uint64),
        np.zeros(shape, dtype=np.uint64),
    )
    slots = np.where(offers.slots == 0, np.uint64(ANY_TIME), offers.slots)
    _gather(index, offers._replace(slots=slots), gathered)
    return gathered


@compiled
def _gather(index: TownIndex, offers: OfferArrays, gathered: Gathered) -> None:
    everywhere = index.start.shape[1] - 1
    for c in range(index.start.shape[0]):
        for cell in range(everywhere):
            for s in range(index.start[c, cell], index.start[c, cell + 1]):
                _add(offers, index.slot[s], gathered, c, cell)
                _add(offers, index.slot[s], gathered, c, everywhere)
        for s in range(index.remote_start[c], index.remote_start[c + 1]):
            _add(offers, index.remote_slot[s], gathered, c, everywhere)


@compiled
def _add(offers: OfferArrays, j: int, gathered: Gathered, c: int, cell: int) -> None:
    for word in range(offers.provides.shape[1]):
        gathered.provides[c, cell, word] |= offers.provides[j, word]
    for word in range(offers.languages.shape[1]):
        gathered.languages[c, cell, word] |= offers.languages[j, word]
    gathered.slots[c, cell] |= offers.slots[j]


@compiled
def ceiling(needs: NeedArrays, gathered: Gathered, i: int, cell: int) -> int:
    """No offer there passes more gates than this with need `i`; -1 asks of the whole category."""
    c = needs.category[i]
    if cell < 0:
        cell = gathered.slots.shape[1] - 1
    if not all_provided(needs.requires, gathered.provides, i, c, cell):
        return GATE_ATTRIBUTES
    if not any_spoken(needs.languages, gathered.languages, i, c, cell):
        return GATE_LANGUAGE
    if needs.slots[i] and not needs.slots[i] & gathered.slots[c, cell]:
        return GATE_TIME
    return GATES


@compiled
def all_provided(requires: Masks, provides: Masks, i: int, c: int, cell: int) -> bool:
    """Whether the offers of the cell provide, between them, all that need `i` requires.

    It takes the arrays it reads and no more: a call that hands on whole tuples of arrays is
    not inlined, and took four fifths of a walk over empty-handed cells.
    """
    for word in range(requires.shape[1]):
        if requires[i, word] & ~provides[c, cell, word]:
            return False
    return True


@compiled
def any_spoken(wanted: Masks, spoken: Masks, i: int, c: int, cell: int) -> bool:
    """Whether somebody of the cell speaks a language of need `i`, where it names any."""
    named = False
    for word in range(wanted.shape[1]):
        if wanted[i, word]:
            named = True
            if wanted[i, word] & spoken[c, cell, word]:
                return True
    return not named
