"""Forgetting what sheets said, once nobody can undo them or has said yes to them for long."""

from matcher.domain.imports import UNAGREED_KEPT_FOR, UNDO_FOR, ImportStatus
from matcher.service.acting import Act
from matcher.storage.reading.imports import imports_to_empty
from matcher.storage.writing.imports import empty_import, move_import


def forget_sheets(act: Act, *, most: int = 200) -> int:
    """Empty imports that are over, some at a time; that they came, and by whom, stays."""
    found = imports_to_empty(
        act.store,
        done_before=act.now - UNDO_FOR,
        agreed_before=act.now - UNAGREED_KEPT_FOR,
        most=most,
    )
    for row in found:
        if row.status in (ImportStatus.READ, ImportStatus.LOOKING, ImportStatus.LOOKED):
            move_import(act.store, row.id, ImportStatus.DROPPED)
        empty_import(act.store, row, now=act.now)
        act.note("sheet_forgotten", "import", row.id, kind=row.kind)
    return len(found)
