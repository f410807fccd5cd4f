"""Offers of remote help in the live index, kept in the order in which they would be chosen.

With no distance the cost is the load alone, so the cheapest are simply the first that suit.
"""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from matcher.domain.categories import CATEGORIES
from matcher.domain.offers import Offer
from matcher.engine.problem import Ints

REMOTE_SLUGS = frozenset(category.slug for category in CATEGORIES if category.remote)

Key = tuple[int, str]  # what its next match adds, and the offer's id


class ByLoad:
    """Slots of one remote category, sorted by load and offer id."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._slots: Ints = np.empty(16, dtype=np.int64)

    @property
    def slots(self) -> Ints:
        """The slots in order; a view, good until the next change."""
        return self._slots[: len(self._keys)]

    def fill(self, entries: list[tuple[int, str, int]]) -> None:
        """Take many at once, in place of what is there: cost, offer id, slot."""
        entries.sort()
        self._keys = [(cost, id) for cost, id, _ in entries]
        self._slots = np.array([slot for _, _, slot in entries] or [0], dtype=np.int64)

    def put(self, key: Key, slot: int) -> None:
        """Put one in its place."""
        count, place = len(self._keys), bisect_left(self._keys, key)
        if count == len(self._slots):
            self._slots = np.concatenate([self._slots, np.empty_like(self._slots)])
        self._slots[place + 1 : count + 1] = self._slots[place:count]
        self._slots[place] = slot
        self._keys.insert(place, key)

    def take(self, key: Key) -> None:
        """Take out one that is there."""
        count, place = len(self._keys), bisect_left(self._keys, key)
        del self._keys[place]
        self._slots[place : count - 1] = self._slots[place + 1 : count]


class RemoteOffers:
    """The offers of every remote category."""

    def __init__(self) -> None:
        self._by_slug = {slug: ByLoad() for slug in REMOTE_SLUGS}

    def walk(self, slug: str) -> Ints:
        """Slots of one category, cheapest first; good until the next change."""
        return self._by_slug[slug].slots

    def fill(self, offers: Sequence[Offer], loads_m: Sequence[int], slots: Sequence[int]) -> None:
        """Take many at once, in place of all that is there."""
        for slug, by_load in self._by_slug.items():
            rows = zip(offers, loads_m, slots, strict=True)
            by_load.fill([(m, one.id, slot) for one, m, slot in rows if slug in _remote_slugs(one)])

    def put(self, offer: Offer, load_m: int, slot: int) -> None:
        """Take in one offer, if it gives remote help at all."""
        for slug in _remote_slugs(offer):
            self._by_slug[slug].put((load_m, offer.id), slot)

    def take(self, offer: Offer, load_m: int) -> None:
        """Take out one offer that was put in with this load."""
        for slug in _remote_slugs(offer):
            self._by_slug[slug].take((load_m, offer.id))


def _remote_slugs(offer: Offer) -> frozenset[str]:
    return frozenset() if offer.paused else offer.categories & REMOTE_SLUGS
