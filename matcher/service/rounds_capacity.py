"""How many matches each offer may get in a round: its free places, within its volunteer's week.

The engine knows offers and no volunteers, and nearly everybody has one offer. Where somebody has
several, an answer may give them more than their week allows, or to one need twice: those
matches are left out, and their units have their turn in the next round.
"""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from matcher.engine.problem import Ints, Rows
from matcher.storage.reading.snapshot_offers import SnapshotOffers

_NO_LIMIT = 2**30


def capacities(offers: SnapshotOffers) -> Rows:
    """Return places by offer: as `matcher.domain.asking.places_left`, for all at once."""
    return np.minimum(offers.spare, left_of_week(offers)).astype(np.int32)


def left_of_week(offers: SnapshotOffers) -> Rows:
    """Return how many more matches each offer's volunteer may be given this week, with all offers.

    A number larger than any capacity where they set no limit.
    """
    return np.minimum(
        _left(offers.matches_per_week, offers.week_matches, least=0),
        _left(offers.messages_per_week, offers.week_messages, least=1),
    )


def too_many_for_one_person(
    offers: SnapshotOffers, need_row: Rows, offer_row: Rows, cost: Ints
) -> NDArray[np.bool_]:
    """Return which matches to leave out, so that nobody gets more than one person can give.

    The cheapest stay, then those of the first needs, so that the same answer always loses the same.
    """
    several = {id for id, offers_made in Counter(offers.volunteer_id).items() if offers_made > 1}
    left = left_of_week(offers)
    given: Counter[str] = Counter()
    helps: set[tuple[str, int]] = set()
    out = np.zeros(len(need_row), dtype=np.bool_)
    if not several:
        return out
    for match in np.lexsort((offer_row, need_row, cost)).tolist():
        offer, need = int(offer_row[match]), int(need_row[match])
        volunteer = offers.volunteer_id[offer]
        if volunteer not in several:
            continue
        if (volunteer, need) in helps or given[volunteer] >= left[offer]:
            out[match] = True
        else:
            helps.add((volunteer, need))
            given[volunteer] += 1
    return out


def _left(most: Rows, used: Rows, *, least: int) -> Rows:
    """What is left of a weekly number, where one was said: -1 is none."""
    return np.where(most >= least, np.maximum(most - used, 0), _NO_LIMIT).astype(np.int32)
