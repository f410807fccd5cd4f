"""The boroughs of a charity's service area."""

from collections.abc import Collection

from sqlalchemy import delete

from matcher.storage.database import Store
from matcher.storage.tables import AreaRow
from matcher.storage.writing.one_row import add_row


def keep_areas(store: Store, charity_id: str, boroughs: Collection[str]) -> None:
    """Let a charity work in these boroughs and in no others."""
    others = AreaRow.borough.not_in(sorted(boroughs))
    store.execute(delete(AreaRow).where(AreaRow.charity_id == charity_id, others))
    add_areas(store, charity_id, boroughs)


def add_areas(store: Store, charity_id: str, boroughs: Collection[str]) -> None:
    """Let it work in these, too; twice is once."""
    for borough in sorted(boroughs):
        row = {"charity_id": charity_id, "borough": borough}
        add_row(store, AreaRow, row, skip_known=True)
