"""The ring that a charity drew, and its sides, kept together."""

from collections.abc import Mapping

from sqlalchemy import delete

from matcher.domain.drawn_areas import DrawnArea
from matcher.storage.database import Store
from matcher.storage.tables import DrawnAreaRow, DrawnEdgeRow
from matcher.storage.writing.one_row import add_rows, put_row


def keep_drawn_area(
    store: Store, charity_id: str, area: DrawnArea, said: Mapping[str, object]
) -> None:
    """Keep what a charity drew in place of what it drew before; `said` is all else of the row."""
    whole = {"charity_id": charity_id, "corners": area.as_text(), **said}
    put_row(store, DrawnAreaRow, whole)
    store.execute(delete(DrawnEdgeRow).where(DrawnEdgeRow.charity_id == charity_id))
    sides = [
        {
            "charity_id": charity_id,
            "number": number,
            "south": edge.south,
            "north": edge.north,
            "easting": edge.easting,
            "run": edge.run,
            "rise": edge.rise,
        }
        for number, edge in enumerate(area.edges())
    ]
    add_rows(store, DrawnEdgeRow, sides)


def drop_drawn_area(store: Store, charity_id: str) -> None:
    """It drew nothing any more; twice is once."""
    for rows in (DrawnEdgeRow, DrawnAreaRow):
        store.execute(delete(rows).where(rows.charity_id == charity_id))
    store.expire_all()
