"""The live index: offers come, change and go one at a time; who is nearest to this need now?

A tree of service squares (rtree) was tried first and misses both promises: with 90,000
offers a point in inner London lies in 2,400 to 5,500 squares, so a question took 1.4 ms at
the median and 3.7 ms at p99, and taking an offer out of a tree whose boxes all overlap
0.8 ms. Trees of places by category and reach came to 3.1 ms and 0.7 ms. Linked cells, walked
ring by ring until the k-th cheapest is nearer than the next ring, took 0.2 ms, 0.9 ms and,
for a change, 0.02 ms, on a busier machine; `nearhand bench live` measures both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.engine.live_columns import empty_columns, with_room, write_offer
from matcher.engine.live_grid import ServiceAreas
from matcher.engine.live_remote import REMOTE_SLUGS, RemoteOffers
from matcher.engine.live_search import NO_LIMIT, first_that_suit, within_reach
from matcher.engine.live_words import Words

# Beyond so many, all that are within reach are taken and sorted.
MOST_KEPT_SORTED = 256
STRIPE_M = 500


@dataclass(frozen=True, slots=True)
class LiveCandidate:
    """One eligible offer with its reasons; all but the id and languages in metres(-equivalent).

    `cost` is the pair's cost and `load_m`, what the offer's next match adds; to a pair of two
    boroughs it adds the border's penalty too.
    """

    offer_id: str
    cost: int
    distance_m: int  # 0 for remote categories
    load_m: int
    same_borough: bool
    shared_languages: tuple[str, ...]
    spare: int


class LiveIndex:
    """Offers by place, ready for the next question; one writer at a time.

    Parameters
    ----------
    params
        The constants of the objective.
    offers
        Those that are there from the start: much quicker than one by one.

    Raises
    ------
    Conflict
        When two offers have one id.
    """

    def __init__(self, params: Params, offers: Sequence[Offer] = ()) -> None:
        self._params = params
        self._offers: list[Offer | None] = []  # by slot
        self._held: list[int] = []  # by slot
        self._slot_of: dict[str, int] = {}
        self._free: list[int] = []
        self._words = Words()
        self._columns = empty_columns()
        self._areas = ServiceAreas()
        self._remote = RemoteOffers()
        self._fill(offers)

    def __len__(self) -> int:
        return len(self._slot_of)

    def __contains__(self, offer_id: str) -> bool:
        return offer_id in self._slot_of

    def add(self, offer: Offer) -> None:
        """Take in a new offer; `Conflict` when its id is here already."""
        slot = self._write_new(offer)
        self._put_in(slot, offer)

    def change(self, offer: Offer) -> None:
        """Put an offer in place of the one with its id; what it holds stays held."""
        slot = self._slot(offer.id)
        self._take_out(slot)
        self._write(slot, offer)
        self._put_in(slot, offer)

    def remove(self, offer_id: str) -> None:
        """Forget an offer and what it holds; `NotFound` when it is not here."""
        slot = self._slot(offer_id)
        self._take_out(slot)
        self._offers[slot], self._held[slot] = None, 0
        self._free.append(slot)
        del self._slot_of[offer_id]

    def hold(self, offer_id: str, matches: int) -> None:
        """Say how many matches an offer holds now: fewer places are spare, the next is dearer.

        It is the number itself and not a step, so that saying it twice changes nothing.
        `Conflict` when the offer has no places for more than it holds.
        """
        slot = self._slot(offer_id)
        offer = self._at(slot)
        if matches < 0:
            raise Invalid("An offer cannot hold fewer than 0 matches.", "matches")
        if matches > max(offer.capacity, self._held[slot]):
            raise Conflict(f"Offer “{offer_id}” can hold {offer.capacity:,} and not {matches:,}.")
        self._remote.take(offer, self._load_m(slot, offer))
        self._held[slot] = matches
        self._count(slot, offer)
        self._areas.count(slot, self._spare(slot, offer))
        self._remote.put(offer, self._load_m(slot, offer), slot)

    def held(self, offer_id: str) -> int:
        """How many matches an offer holds now."""
        return self._held[self._slot(offer_id)]

    def offer(self, offer_id: str) -> Offer:
        """The offer of an id; `NotFound` when it is not here."""
        return self._at(self._slot(offer_id))

    def cheapest(
        self, need: Need, k: int = 10, *, full_too: bool = False
    ) -> tuple[LiveCandidate, ...]:
        """Return the `k` cheapest eligible offers, by cost and then offer id.

        Parameters
        ----------
        need
            Anything that somebody asks for, registered or not.
        k
            How many at most; fewer come back when there are no more.
        full_too
            Whether offers with no place free are shown as well.
        """
        avoid = [self._slot_of[id] for id in need.avoid if id in self._slot_of]
        wanted = self._words.wanted(need, self._columns, avoid, full_too=full_too)
        if wanted is None or k < 1:
            return ()
        if need.category in REMOTE_SLUGS:
            walk = self._remote.walk(need.category)
            slots = first_that_suit(self._columns, wanted, walk, k).tolist()
            return tuple(self._remote_candidate(need, slot) for slot in slots)
        best = np.full(k if k <= MOST_KEPT_SORTED else 0, NO_LIMIT, dtype=np.int64)
        border_m, step_m = self._params.borough_penalty_m, self._params.load_step_m
        found, costs = within_reach(self._columns, self._areas.grid, wanted, border_m, step_m, best)
        ranked = sorted(
            (cost, self._at(slot).id, slot)
            for cost, slot in zip(costs.tolist(), found.tolist(), strict=True)
        )
        return tuple(self._candidate(need, slot, cost) for cost, _, slot in ranked[:k])

    def _remote_candidate(self, need: Need, slot: int) -> LiveCandidate:
        return self._candidate(need, slot, self._load_m(slot, self._at(slot)))

    def _candidate(self, need: Need, slot: int, cost: int) -> LiveCandidate:
        offer = self._at(slot)
        load_m, same_borough = self._load_m(slot, offer), need.borough == offer.borough
        border = need.category not in REMOTE_SLUGS and not same_borough
        return LiveCandidate(
            offer_id=offer.id,
            cost=cost,
            distance_m=cost - load_m - (self._params.borough_penalty_m if border else 0),
            load_m=load_m,
            same_borough=same_borough,
            shared_languages=tuple(sorted(need.languages & offer.languages)),
            spare=self._spare(slot, offer),
        )

    def _fill(self, offers: Sequence[Offer]) -> None:
        self._columns = with_room(self._columns, len(offers), 1, 1)
        # Neighbours get neighbouring slots: a walk then reads memory in order.
        offers = sorted(offers, key=_stripe)
        slots = [self._write_new(offer) for offer in offers]
        self._areas.put(
            (slot, offer, self._spare(slot, offer))
            for slot, offer in zip(slots, offers, strict=True)
        )
        loads_m = [self._load_m(slot, offer) for slot, offer in zip(slots, offers, strict=True)]
        self._remote.fill(offers, loads_m, slots)

    def _put_in(self, slot: int, offer: Offer) -> None:
        self._areas.put([(slot, offer, self._spare(slot, offer))])
        self._remote.put(offer, self._load_m(slot, offer), slot)

    def _take_out(self, slot: int) -> None:
        offer = self._at(slot)
        self._areas.take(slot)
        self._remote.take(offer, self._load_m(slot, offer))

    def _write_new(self, offer: Offer) -> int:
        if offer.id in self._slot_of:
            raise Conflict(f"There is an offer “{offer.id}” already; change it instead.")
        if self._free:
            slot = self._free.pop()
        else:
            slot = len(self._offers)
            self._offers.append(None)
            self._held.append(0)
        self._write(slot, offer)
        self._slot_of[offer.id] = slot
        return slot

    def _write(self, slot: int, offer: Offer) -> None:
        words = self._words
        provides = words.attributes.mask(offer.provides)
        languages = words.languages.mask(offer.languages)
        self._columns = with_room(
            self._columns, len(self._offers), len(words.attributes), len(words.languages)
        )
        borough = words.boroughs.number(offer.borough)
        write_offer(self._columns, slot, offer, borough, provides, languages)
        self._offers[slot] = offer
        self._count(slot, offer)

    def _count(self, slot: int, offer: Offer) -> None:
        self._columns.spare[slot] = self._spare(slot, offer)
        self._columns.load[slot] = offer.recent + self._held[slot]

    def _load_m(self, slot: int, offer: Offer) -> int:
        return self._params.load_step_m * (offer.recent + self._held[slot])

    def _spare(self, slot: int, offer: Offer) -> int:
        return max(0, offer.capacity - self._held[slot])

    def _slot(self, offer_id: str) -> int:
        slot = self._slot_of.get(offer_id)
        if slot is None:
            raise NotFound(f"There is no offer “{offer_id}” here; it may have been removed.")
        return slot

    def _at(self, slot: int) -> Offer:
        offer = self._offers[slot]
        assert offer is not None
        return offer


def _stripe(offer: Offer) -> tuple[int, int]:
    return offer.place.easting // STRIPE_M, offer.place.northing
