"""Imports on their way: each move is guarded, so that of two who press, or work, one acts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from matcher.domain.imports import ImportStatus, moved_to
from matcher.domain.refusals import NotFound
from matcher.storage.database import Store
from matcher.storage.tables import ImportLineRow, ImportRow

NO_SUCH_IMPORT = "There is no such sheet on your board."


def held_import(store: Store, import_id: str) -> ImportRow:
    """The import, with nobody else moving it until this transaction is over; or `NotFound`."""
    row = store.scalar(
        select(ImportRow)
        .where(ImportRow.id == import_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(NO_SUCH_IMPORT)
    return row


def move_import(store: Store, import_id: str, to: ImportStatus, **more: Any) -> ImportRow:
    """Move an import as its life cycle allows, or raise `Conflict` with how it stands."""
    row = held_import(store, import_id)
    row.status = moved_to(row.status, to)
    row.through, row.trouble = 0, None
    for name, value in more.items():
        setattr(row, name, value)
    store.flush()
    return row


def still(store: Store, import_id: str, status: ImportStatus) -> bool:
    """Whether an import still stands so; whoever else would move it waits for this transaction."""
    return held_import(store, import_id).status is status


def count_through(store: Store, import_id: str, number: int) -> None:
    """Say how many lines are done with, so that a page can show it."""
    store.execute(update(ImportRow).where(ImportRow.id == import_id).values(through=number))


def judge_lines(store: Store, import_id: str, judged: Sequence[Mapping[str, Any]]) -> None:
    """Keep the verdicts of lines, each given by all the same columns."""
    if not judged:
        return
    table = ImportLineRow.__table__
    names = judged[0].keys() - {"line"}
    statement = (
        update(ImportLineRow)
        .where(table.c.import_id == import_id, table.c.line == bindparam("at_line"))
        .values({name: bindparam(f"to_{name}") for name in names})
    )
    rows = [
        {"at_line": one["line"]} | {f"to_{name}": one[name] for name in names} for one in judged
    ]
    store.connection().execute(statement, rows)


def choose_lines(
    store: Store, import_id: str, shown: Sequence[int], brought: Sequence[int]
) -> None:
    """Of the lines that were shown, bring these in all the same, and leave the others out."""
    for lines, bring in ((shown, False), (brought, True)):
        store.execute(
            update(ImportLineRow)
            .where(
                ImportLineRow.import_id == import_id,
                ImportLineRow.line.in_(lines),
                ImportLineRow.made_id.is_not(None),
            )
            .values(bring=bring)
            .execution_options(synchronize_session=False)
        )


def empty_import(store: Store, row: ImportRow, *, now: datetime) -> None:
    """Forget what the sheet said; that it came, and what it came to in numbers, stays."""
    store.execute(delete(ImportLineRow).where(ImportLineRow.import_id == row.id))
    row.sealed, row.said = b"", {}
    row.emptied_at = now


def forget_lines_of(store: Store, person_id: str) -> None:
    """Remove every line that somebody who is erased came in, or was changed, by."""
    store.execute(delete(ImportLineRow).where(ImportLineRow.person_id == person_id))
