"""The columns of the live index: one slot an offer.

Arrays double when they are full, and so do the words of a mask when a new language or
attribute has no bit left, so that no vocabulary has to be known beforehand.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.domain.availability import HALF_DAY_BIT
from matcher.domain.offers import Offer
from matcher.engine.problem import Ints, Masks

FIRST_ROOM = 64
WORD_BITS = 64


class LiveColumns(NamedTuple):
    """Offers, one slot each."""

    borough: Ints  # (room,) number of the borough within this index
    load: Ints  # (room,) recent matches and those held now
    spare: Ints  # (room,) places left
    provides: Masks  # (room, w)
    languages: Masks  # (room, v)
    slots: Masks  # (room,) half-days


def empty_columns(room: int = FIRST_ROOM) -> LiveColumns:
    """Return columns for `room` offers, with one word of bits for each mask."""
    return LiveColumns(
        borough=np.full(room, -1, dtype=np.int64),
        load=np.zeros(room, dtype=np.int64),
        spare=np.zeros(room, dtype=np.int64),
        provides=np.zeros((room, 1), dtype=np.uint64),
        languages=np.zeros((room, 1), dtype=np.uint64),
        slots=np.zeros(room, dtype=np.uint64),
    )


def with_room(columns: LiveColumns, slots: int, attributes: int, languages: int) -> LiveColumns:
    """Return columns that hold `slots` offers and so many words; the same ones if they do."""
    room = len(columns.load)
    while room < slots:
        room *= 2
    fits = (
        room == len(columns.load)
        and columns.provides.shape[1] >= _words(attributes)
        and columns.languages.shape[1] >= _words(languages)
    )
    if fits:
        return columns
    return LiveColumns(
        borough=_grown(columns.borough, room),
        load=_grown(columns.load, room),
        spare=_grown(columns.spare, room),
        provides=_widened(columns.provides, room, _words(attributes)),
        languages=_widened(columns.languages, room, _words(languages)),
        slots=_grown(columns.slots, room),
    )


def _grown(column: NDArray[Any], room: int) -> NDArray[Any]:
    grown: NDArray[Any] = np.zeros((room, *column.shape[1:]), dtype=column.dtype)
    grown[: len(column)] = column
    return grown


def _widened(masks: Masks, room: int, words: int) -> Masks:
    wider = np.zeros((room, max(words, masks.shape[1])), dtype=np.uint64)
    wider[: len(masks), : masks.shape[1]] = masks
    return wider


def _words(bits: int) -> int:
    """Words for so many bits, a power of two, so that columns are seldom copied."""
    words = 1
    while words * WORD_BITS < bits:
        words *= 2
    return words


def put_mask(words: Masks, mask: int) -> None:
    """Write a mask of any length into a row of words, lowest bits first."""
    if len(words) == 1:
        words[0] = mask
        return
    for word in range(len(words)):
        words[word] = (mask >> (WORD_BITS * word)) & 0xFFFF_FFFF_FFFF_FFFF


def write_offer(
    columns: LiveColumns, slot: int, offer: Offer, borough: int, provides: int, languages: int
) -> None:
    """Write what an offer says of itself; its load and places left are written elsewhere."""
    columns.borough[slot] = borough
    columns.slots[slot] = sum(1 << HALF_DAY_BIT[name] for name in offer.availability)
    put_mask(columns.provides[slot], provides)
    put_mask(columns.languages[slot], languages)
