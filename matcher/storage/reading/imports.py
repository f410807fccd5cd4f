"""Imports and their lines, as pages show them and as they are worked through."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from matcher.domain.imports import AT_WORK, Fate, ImportStatus, SheetKind, Verdict
from matcher.domain.roles import Scope
from matcher.storage.database import Store
from matcher.storage.tables import CharityRow, CoordinatorRow, ImportLineRow, ImportRow


class ImportSummary(NamedTuple):
    """One import in a list."""

    id: str
    kind: SheetKind
    status: ImportStatus
    charity: str
    by: str
    by_name: str | None
    lines: int
    created_at: datetime
    done_at: datetime | None


def imports_within(store: Store, scope: Scope, most: int = 100) -> list[ImportSummary]:
    """The newest imports of the charities in a scope."""
    asked: Any = (
        select(
            ImportRow.id,
            ImportRow.kind,
            ImportRow.status,
            CharityRow.name,
            ImportRow.by,
            CoordinatorRow.name,
            ImportRow.lines,
            ImportRow.created_at,
            ImportRow.done_at,
        )
        .join(CharityRow, CharityRow.id == ImportRow.charity_id)
        .outerjoin(CoordinatorRow, ImportRow.by == "coordinator:" + CoordinatorRow.id)
        .where(ImportRow.status != ImportStatus.DROPPED)
        .order_by(ImportRow.created_at.desc(), ImportRow.id)
        .limit(most)
    )
    if not scope.everything:
        asked = asked.where(ImportRow.charity_id.in_(sorted(scope.charities)))
    return [ImportSummary(*row) for row in store.execute(asked)]


def import_at_work(store: Store) -> ImportRow | None:
    """The import that waits longest to be looked through, brought in or undone."""
    return store.scalar(
        select(ImportRow)
        .where(ImportRow.status.in_(AT_WORK), ImportRow.trouble.is_(None))
        .order_by(ImportRow.created_at, ImportRow.id)
        .limit(1)
    )


def lines_of(
    store: Store, import_id: str, *, fates: Collection[Fate] | None = None
) -> list[ImportLineRow]:
    """All lines of an import, in order, or those of some fates."""
    asked = select(ImportLineRow).where(ImportLineRow.import_id == import_id)
    if fates is not None:
        asked = asked.where(ImportLineRow.fate.in_(fates))
    return list(store.scalars(asked.order_by(ImportLineRow.line)))


def lines_at(store: Store, import_id: str, numbers: Sequence[int]) -> list[ImportLineRow]:
    """These lines of an import, in their order."""
    asked = select(ImportLineRow).where(
        ImportLineRow.import_id == import_id, ImportLineRow.line.in_(numbers)
    )
    return list(store.scalars(asked.order_by(ImportLineRow.line)))


def some_lines(
    store: Store,
    import_id: str,
    *,
    verdict: Verdict | None = None,
    fate: Fate | None = None,
    after: int = 0,
    most: int = 50,
) -> list[ImportLineRow]:
    """A page of lines, of one verdict or fate where one is said."""
    wanted: list[ColumnElement[bool]] = [
        ImportLineRow.import_id == import_id,
        ImportLineRow.line > after,
    ]
    if verdict is not None:
        wanted.append(ImportLineRow.verdict == verdict)
    if fate is not None:
        wanted.append(ImportLineRow.fate == fate)
    asked = select(ImportLineRow).where(*wanted).order_by(ImportLineRow.line).limit(most)
    return list(store.scalars(asked))


def count_by_verdict(store: Store, import_id: str) -> dict[Verdict, int]:
    """How many lines there are of each verdict."""
    asked = (
        select(ImportLineRow.verdict, func.count())
        .where(ImportLineRow.import_id == import_id, ImportLineRow.verdict.is_not(None))
        .group_by(ImportLineRow.verdict)
    )
    return {verdict: number for verdict, number in store.execute(asked) if verdict}


def count_ticked(store: Store, import_id: str) -> int:
    """How many likely duplicates somebody wants to come in all the same."""
    asked = select(func.count()).where(
        ImportLineRow.import_id == import_id, ImportLineRow.bring.is_(True)
    )
    return store.scalar(asked) or 0


def count_by_fate(store: Store, import_id: str) -> dict[Fate, int]:
    """How many lines came to what."""
    asked = (
        select(ImportLineRow.fate, func.count())
        .where(ImportLineRow.import_id == import_id)
        .group_by(ImportLineRow.fate)
    )
    return {row[0]: row[1] for row in store.execute(asked)}


def same_file_before(store: Store, charity_id: str, hashes: Sequence[str]) -> ImportRow | None:
    """The newest import of the very same file by this charity that was not undone or dropped."""
    return store.scalar(
        select(ImportRow)
        .where(
            ImportRow.charity_id == charity_id,
            ImportRow.file_hash.in_(hashes),
            ImportRow.status.in_({ImportStatus.APPLYING, ImportStatus.DONE}),
        )
        .order_by(ImportRow.created_at.desc())
        .limit(1)
    )


def imports_to_empty(
    store: Store, *, done_before: datetime, agreed_before: datetime, most: int
) -> Sequence[ImportRow]:
    """Imports whose lines are kept for nothing: too late to undo, or never said yes to."""
    over = (
        (ImportRow.status == ImportStatus.UNDONE)
        | (ImportRow.status == ImportStatus.DROPPED)
        | ((ImportRow.status == ImportStatus.DONE) & (ImportRow.done_at < done_before))
        | (
            ImportRow.status.in_({ImportStatus.READ, ImportStatus.LOOKED, ImportStatus.LOOKING})
            & (ImportRow.created_at < agreed_before)
        )
    )
    asked = select(ImportRow).where(ImportRow.emptied_at.is_(None), over)
    return store.scalars(asked.order_by(ImportRow.created_at).limit(most)).all()
