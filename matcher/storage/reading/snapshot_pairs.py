"""The pairs that a round must not make."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from sqlalchemy import select

from matcher.storage.database import Store
from matcher.storage.reading.columns import Rows
from matcher.storage.reading.snapshot_needs import SnapshotNeeds
from matcher.storage.reading.snapshot_offers import SnapshotOffers
from matcher.storage.reading.standing import standing
from matcher.storage.tables import AvoidedPairRow, DeclinedPairRow, MatchRow


def read_pairs_to_avoid(
    store: Store,
    needs: SnapshotNeeds,
    offers: SnapshotOffers,
    *,
    apart_from: str | None = None,
) -> tuple[Rows, Rows]:
    """Read pairs of rows, sorted: avoided, declined, or serving that need and date already."""
    offer_row = {id: row for row, id in enumerate(offers.id)}
    found = set(_avoided(store, needs, offers))
    found.update(_declined(store, needs, offer_row))
    found.update(_serving(store, needs, offer_row, offers.volunteer_id, apart_from))
    pairs = np.array(sorted(found), dtype=np.int32).reshape(-1, 2)
    return np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])


def _avoided(
    store: Store, needs: SnapshotNeeds, offers: SnapshotOffers
) -> Iterator[tuple[int, int]]:
    need_rows, offer_rows = _rows_by(needs.person_id), _rows_by(offers.volunteer_id)
    for resident, volunteer in store.execute(
        select(AvoidedPairRow.resident_id, AvoidedPairRow.volunteer_id)
    ):
        for need in need_rows.get(resident, ()):
            for offer in offer_rows.get(volunteer, ()):
                yield need, offer


def _declined(
    store: Store, needs: SnapshotNeeds, offer_row: dict[str, int]
) -> Iterator[tuple[int, int]]:
    need_rows = _rows_by(needs.id)
    for need_id, offer_id in store.execute(
        select(DeclinedPairRow.need_id, DeclinedPairRow.offer_id)
    ):
        if offer_id in offer_row:
            for need in need_rows.get(need_id, ()):
                yield need, offer_row[offer_id]


def _serving(
    store: Store,
    needs: SnapshotNeeds,
    offer_row: dict[str, int],
    volunteers: tuple[str, ...],
    apart_from: str | None,
) -> Iterator[tuple[int, int]]:
    days = needs.on_date.tolist()
    need_row = {pair: row for row, pair in enumerate(zip(needs.id, days, strict=True))}
    rows_of = _rows_by(volunteers)
    for need_id, offer_id, on_date in store.execute(
        select(MatchRow.need_id, MatchRow.offer_id, MatchRow.on_date).where(standing(apart_from))
    ):
        need = need_row.get((need_id, on_date.toordinal() if on_date else 0))
        if need is not None and offer_id in offer_row:
            # Who helps already is not asked for a second unit, not even through another offer.
            for offer in rows_of[volunteers[offer_row[offer_id]]]:
                yield need, offer


def _rows_by(ids: tuple[str, ...]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row, id in enumerate(ids):
        found[id].append(row)
    return found
