"""One round as arrays: what the solver reads, made once from domain values.

Rows are numbers; ids stay at the door. The caller orders needs and offers by id, so the
same input in any order gives the same arrays, and with them the same answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.domain.availability import HALF_DAY_BIT
from matcher.domain.categories import CATEGORIES, CATEGORY_SLUGS
from matcher.domain.cost import unserved_penalty
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params

Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
Masks = NDArray[np.uint64]

# Among rows: none.
NOBODY = -1
# Among costs: dearer than any that can come up, with room in 64 bits to add to it.
FAR = 2**60

CATEGORY_NUMBER = {slug: number for number, slug in enumerate(CATEGORY_SLUGS)}
REMOTE = np.array([category.remote for category in CATEGORIES], dtype=np.bool_)


class NeedArrays(NamedTuple):
    """Needs, one row each; `n` rows. Masks have one bit a value, `w` words of 64."""

    easting: Rows  # (n,) metres
    northing: Rows  # (n,) metres
    borough: Rows  # (n,) number of the borough within this problem
    category: Rows  # (n,) number in CATEGORY_SLUGS
    units: Rows  # (n,) people needed
    penalty: Ints  # (n,) metres-equivalent for each unit left unserved
    requires: Masks  # (n, w) attributes
    languages: Masks  # (n, v) languages; all zero asks for none
    slots: Masks  # (n,) half-days; zero names no time
    avoid_start: Ints  # (n + 1,) where each need's part of avoid_offer begins
    avoid_offer: Rows  # offer rows, sorted within a need


class OfferArrays(NamedTuple):
    """Offers, one row each; `m` rows."""

    easting: Rows  # (m,) metres
    northing: Rows  # (m,) metres
    borough: Rows  # (m,)
    categories: Masks  # (m,) one bit a category; 0 for a paused offer
    radius: Rows  # (m,) metres
    capacity: Rows  # (m,)
    recent: Rows  # (m,) matches in the last 28 days
    provides: Masks  # (m, w)
    languages: Masks  # (m, v)
    slots: Masks  # (m,)


@dataclass(frozen=True, slots=True)
class Problem:
    """The arrays of one round, with the borough codes that their numbers stand for."""

    needs: NeedArrays
    offers: OfferArrays
    boroughs: tuple[str, ...]
    params: Params

    @property
    def units(self) -> int:
        """How many units are asked for in all."""
        return int(self.needs.units.sum(dtype=np.int64))


def problem_from(
    needs: Sequence[Need], offers: Sequence[Offer], *, today: date, params: Params
) -> Problem:
    """Return the arrays of `needs` and `offers`, both already in the order of their ids."""
    boroughs = tuple(sorted({value.borough for group in (needs, offers) for value in group}))
    number = {code: row for row, code in enumerate(boroughs)}
    attributes = bits_of({word for need in needs for word in need.requires})
    languages = bits_of({word for need in needs for word in need.languages})
    return Problem(
        needs=_need_arrays(needs, offers, number, attributes, languages, today, params),
        offers=_offer_arrays(offers, number, attributes, languages),
        boroughs=boroughs,
        params=params,
    )


def _need_arrays(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    borough: dict[str, int],
    attributes: dict[str, int],
    languages: dict[str, int],
    today: date,
    params: Params,
) -> NeedArrays:
    avoid_start, avoid_offer = _avoided(needs, offers)
    return NeedArrays(
        easting=_rows(need.place.easting for need in needs),
        northing=_rows(need.place.northing for need in needs),
        borough=_rows(borough[need.borough] for need in needs),
        category=_rows(CATEGORY_NUMBER[need.category] for need in needs),
        units=_rows(need.people_needed for need in needs),
        penalty=np.fromiter(
            (unserved_penalty(need.urgency, need.days_waiting(today), params) for need in needs),
            dtype=np.int64,
        ),
        requires=masks_of([need.requires for need in needs], attributes),
        languages=masks_of([need.languages for need in needs], languages),
        slots=masks_of([need.availability for need in needs], HALF_DAY_BIT)[:, 0].copy(),
        avoid_start=avoid_start,
        avoid_offer=avoid_offer,
    )


def _offer_arrays(
    offers: Sequence[Offer],
    borough: dict[str, int],
    attributes: dict[str, int],
    languages: dict[str, int],
) -> OfferArrays:
    nothing: frozenset[str] = frozenset()
    categories = [nothing if offer.paused else offer.categories for offer in offers]
    return OfferArrays(
        easting=_rows(offer.place.easting for offer in offers),
        northing=_rows(offer.place.northing for offer in offers),
        borough=_rows(borough[offer.borough] for offer in offers),
        categories=masks_of(categories, CATEGORY_NUMBER)[:, 0].copy(),
        radius=_rows(offer.radius_m for offer in offers),
        capacity=_rows(offer.capacity for offer in offers),
        recent=_rows(offer.recent for offer in offers),
        provides=masks_of([offer.provides for offer in offers], attributes),
        languages=masks_of([offer.languages for offer in offers], languages),
        slots=masks_of([offer.availability for offer in offers], HALF_DAY_BIT)[:, 0].copy(),
    )


def _rows(values: Iterable[int]) -> Rows:
    return np.fromiter(values, dtype=np.int32)


def bits_of(words: set[str]) -> dict[str, int]:
    """Number only the words that some need asks for: the others can never decide a pair."""
    return {word: bit for bit, word in enumerate(sorted(words))}


def masks_of(sets: Sequence[frozenset[str]], bit: dict[str, int]) -> Masks:
    """Return (len(sets), words) masks; each different set is translated once."""
    words = max(1, -(-len(bit) // 64))
    known: dict[frozenset[str], int] = {}
    distinct: list[list[int]] = []
    which = np.empty(len(sets), dtype=np.int64)
    for row, values in enumerate(sets):
        number = known.get(values)
        if number is None:
            number = known[values] = len(distinct)
            distinct.append(_words(values, bit, words))
        which[row] = number
    table = np.array(distinct, dtype=np.uint64).reshape(-1, words)
    return np.ascontiguousarray(table[which])


def _words(values: frozenset[str], bit: dict[str, int], words: int) -> list[int]:
    mask = sum(1 << bit[value] for value in values if value in bit)
    return [(mask >> (64 * word)) & 0xFFFF_FFFF_FFFF_FFFF for word in range(words)]


def _avoided(needs: Sequence[Need], offers: Sequence[Offer]) -> tuple[Ints, Rows]:
    row_of = {offer.id: row for row, offer in enumerate(offers)}
    lists = [sorted(row_of[id] for id in need.avoid if id in row_of) for need in needs]
    start = np.zeros(len(needs) + 1, dtype=np.int64)
    np.cumsum([len(rows) for rows in lists], out=start[1:])
    return start, _rows(row for rows in lists for row in rows)
