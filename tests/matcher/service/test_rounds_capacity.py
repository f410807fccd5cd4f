"""What an offer may be given in a round is what the rule for one offer says."""

from itertools import product

import numpy as np

from matcher.domain.asking import places_left
from matcher.service.rounds_capacity import capacities
from matcher.storage.reading.snapshot_offers import NO_LIMIT, SnapshotOffers


def test_the_places_of_all_offers_at_once_are_those_of_each():
    few = range(4)
    limits = (NO_LIMIT, *few)
    cases = list(product(few, limits, few, limits, few))
    spare, matches, week_matches, messages, week_messages = np.array(cases, np.int32).T
    nothing = SnapshotOffers(*[None] * len(SnapshotOffers._fields))
    offers = nothing._replace(
        spare=spare,
        matches_per_week=matches,
        week_matches=week_matches,
        messages_per_week=messages,
        week_messages=week_messages,
    )
    assert capacities(offers).tolist() == [
        places_left(
            free,
            matches_per_week=None if most == NO_LIMIT else most,
            matches_this_week=had,
            messages_per_week=None if letters == NO_LIMIT else letters,
            messages_this_week=told,
        )
        for free, most, had, letters, told in cases
    ]
