"""The pairs that a round must not make."""

from collections import defaultdict
from collections.abc import Iterator, Set

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
    found = store.execute(select(AvoidedPairRow.resident_id, AvoidedPairRow.volunteer_id)).all()
    need_rows = _rows_by(needs.person_id, {resident for resident, _ in found})
    offer_rows = _rows_by(offers.volunteer_id, {volunteer for _, volunteer in found})
    for resident, volunteer in found:
        for need in need_rows.get(resident, ()):
            for offer in offer_rows.get(volunteer, ()):
                yield need, offer


def _declined(
    store: Store, needs: SnapshotNeeds, offer_row: dict[str, int]
) -> Iterator[tuple[int, int]]:
    found = store.execute(select(DeclinedPairRow.need_id, DeclinedPairRow.offer_id)).all()
    need_rows = _rows_by(needs.id, {need_id for need_id, _ in found})
    for need_id, offer_id in found:
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
    found = [
        (need, volunteers[offer_row[offer_id]])
        for need_id, offer_id, on_date in store.connection().execute(
            select(MatchRow.need_id, MatchRow.offer_id, MatchRow.on_date).where(
                standing(apart_from)
            )
        )
        if (need := need_row.get((need_id, on_date.toordinal() if on_date else 0))) is not None
        and offer_id in offer_row
    ]
    rows_of = _rows_by(volunteers, {volunteer for _, volunteer in found})
    for need, volunteer in found:
        # Who helps already is not asked for a second unit, not even through another offer.
        for offer in rows_of[volunteer]:
            yield need, offer


def _rows_by(ids: tuple[str, ...], wanted: Set[str]) -> dict[str, list[int]]:
    """The rows of those ids that are wanted: few, of 100,000."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    if wanted:
        for row, id in enumerate(ids):
            if id in wanted:
                found[id].append(row)
    return found
