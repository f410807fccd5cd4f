"""How many matches each offer may get in a round: its free places, within its volunteer's week."""

from collections import defaultdict

import numpy as np

from matcher.engine.problem import Rows
from matcher.storage.reading.snapshot_offers import SnapshotOffers

_NO_LIMIT = 2**30


def capacities(offers: SnapshotOffers, *, turn: int) -> Rows:
    """Return places by offer: as `matcher.domain.asking.places_left`, for all at once.

    What is left of the week of a volunteer with several offers is dealt out among them one by
    one, beginning with another offer each day: `turn` says with which.
    """
    week = np.minimum(
        _left(offers.matches_per_week, offers.week_matches, least=0),
        _left(offers.messages_per_week, offers.week_messages, least=1),
    )
    left = np.minimum(offers.spare, week).astype(np.int32)
    shared: defaultdict[str, list[int]] = defaultdict(list)
    for row in np.nonzero(week < _NO_LIMIT)[0].tolist():
        shared[offers.volunteer_id[row]].append(row)
    for rows in shared.values():
        if len(rows) > 1:
            first = turn % len(rows)
            _deal(left, rows[first:] + rows[:first], int(week[rows[0]]))
    return left


def _left(most: Rows, used: Rows, *, least: int) -> Rows:
    """What is left of a weekly number, where one was said: -1 is none."""
    return np.where(most >= least, np.maximum(most - used, 0), _NO_LIMIT).astype(np.int32)


def _deal(left: Rows, rows: list[int], places: int) -> None:
    """Deal `places` out to rows that have room for `left` of them, in turns."""
    room = {row: int(left[row]) for row in rows}
    left[rows] = 0
    while places > 0 and any(room.values()):
        for row in rows:
            if places > 0 and room[row] > 0:
                room[row] -= 1
                left[row] += 1
                places -= 1
