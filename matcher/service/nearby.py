"""The live index of the worker: who is nearest to a need now, without reading the city again.

It is filled once a day and kept fresh by what has changed since: a light look at all offers says
which to read again. What it finds is then read from the database before anybody is asked, so
that at worst it thinks of somebody a moment late, and never of somebody who may not be asked.
"""

from datetime import date

from matcher.domain.eligibility import eligible
from matcher.domain.offers import Offer
from matcher.engine.live_index import LiveIndex
from matcher.service.acting import Act
from matcher.service.candidates import (
    RECENT_DAYS,
    Asking,
    Candidate,
    candidate_of,
    cheapest,
)
from matcher.service.offer_values import offers_by_id, offers_from, read_some
from matcher.storage.reading.offer_marks import offer_marks

# Asked for beyond what is wanted, for those who turn out to be gone.
SPARE_ONES = 5


class Nearby:
    """Offers by place, as of the last `refresh`."""

    def __init__(self) -> None:
        self._index: LiveIndex | None = None
        self._day: date | None = None
        self._marks: dict[str, str] = {}

    def __len__(self) -> int:
        return 0 if self._index is None else len(self._index)

    def refresh(self, act: Act) -> int:
        """Take in what has changed; return how many offers were read again.

        The first time, and on a new day, that is all of them: with midnight checks run out.
        """
        marks = offer_marks(act.store)
        if self._index is None or self._day != act.today:
            offers = offers_from(read_some(act, RECENT_DAYS), act.today)
            self._index = LiveIndex(act.rules.params, offers)
            self._day, self._marks = act.today, marks
            return len(offers)
        stale = [id for id, mark in marks.items() if self._marks.get(id) != mark]
        gone = self._marks.keys() - marks.keys()
        self._read_again(act, sorted({*stale, *gone}))
        self._marks = marks
        return len(stale) + len(gone)

    def ranked(self, act: Act, asking: Asking, most: int) -> list[Candidate]:
        """The cheapest eligible offers with a place left, as `ranked_candidates` has them."""
        if self._index is None:
            self.refresh(act)
        assert self._index is not None
        while True:
            # One more than is wanted: each is told what the next would have cost.
            found = self._index.cheapest(asking.need, most + SPARE_ONES)
            ids = [one.offer_id for one in found]
            fresh = offers_by_id(act, ids, RECENT_DAYS)
            stale = [id for id in ids if id not in fresh or fresh[id][0] != self._index.offer(id)]
            if not stale:
                break
            self._put(stale, {id: offer for id, (offer, _) in fresh.items()})
        params = act.rules.params
        return cheapest(
            (
                candidate_of(asking, offer, volunteer, params)
                for offer, volunteer in fresh.values()
                if offer.capacity > 0 and eligible(asking.need, offer)
            ),
            most,
        )

    def _read_again(self, act: Act, ids: list[str]) -> None:
        fresh = offers_by_id(act, ids, RECENT_DAYS)
        self._put(ids, {id: offer for id, (offer, _) in fresh.items()})

    def _put(self, ids: list[str], fresh: dict[str, Offer]) -> None:
        """Put what was read in the place of what was there; who was not found is gone."""
        index = self._index
        assert index is not None
        for id in ids:
            offer = fresh.get(id)
            if offer is None:
                if id in index:
                    index.remove(id)
            elif id in index:
                index.change(offer)
            else:
                index.add(offer)
