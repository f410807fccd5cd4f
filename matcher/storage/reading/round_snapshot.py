"""What a round works on, read straight into columns: one moment, and no object a person.

The service turns it into the engine's problem: storage knows no engine.
"""

from datetime import date, datetime
from typing import NamedTuple

from matcher.storage.database import Store
from matcher.storage.reading.columns import Rows
from matcher.storage.reading.snapshot_needs import SnapshotNeeds, read_needs
from matcher.storage.reading.snapshot_offers import SnapshotOffers, read_offers
from matcher.storage.reading.snapshot_pairs import read_pairs_to_avoid


class RoundSnapshot(NamedTuple):
    """Needs with open units, active offers, and the pairs of rows that must not be made."""

    needs: SnapshotNeeds
    offers: SnapshotOffers
    avoid_need: Rows  # (p,) need rows, ascending
    avoid_offer: Rows  # (p,) offer rows, ascending within a need


def read_round_snapshot(
    store: Store, *, today: date, until: date, since: datetime
) -> RoundSnapshot:
    """Read all that one round needs, in the order of ids.

    Units with a date count from `today` to `until`; `recent` counts matches since `since`. With
    100,000 needs and 90,000 offers it takes some 3 s on SQLite.
    """
    needs = read_needs(store, today=today, until=until)
    offers = read_offers(store, today=today, since=since)
    return RoundSnapshot(needs, offers, *read_pairs_to_avoid(store, needs, offers))
