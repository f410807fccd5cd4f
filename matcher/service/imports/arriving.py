"""A sheet comes in: it is read whole, refused or kept sealed, and its columns are guessed."""

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matcher.domain.imports import MOST_BYTES, MOST_ROWS, Fate, ImportStatus, SheetKind
from matcher.domain.refusals import Invalid, NotFound
from matcher.domain.roles import Right
from matcher.domain.sheet_columns import guess_columns
from matcher.domain.sheet_text import plain_text
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.imports.first_look import as_utf_8, require_names
from matcher.service.imports.kinds import KINDS
from matcher.service.imports.lines import SheetRow, seal_row
from matcher.service.sheets.rejected import Fault, Row
from matcher.service.sheets.tables import open_table
from matcher.storage.ids import new_id
from matcher.storage.reading.coordinators import boroughs_of_charity, charity_names
from matcher.storage.sealed import import_seal
from matcher.storage.tables import ImportLineRow, ImportRow
from matcher.storage.writing.bulk import put_rows

SAMPLES = 50
NO_CHARITY = "Choose the charity whose list this is."
TOO_LARGE = "This file is larger than %(most)s MB; split it, or save it as CSV."
TOO_LONG = "This sheet has more than %(most)s rows; split it."
EMPTY = "This file is empty: save your list once more, and send that up."
NO_ROWS = "This sheet has the names of its columns and no rows; check that it is the right one."
TOO_WIDE = (
    "This row has more cells than the first line names columns; is a comma or a quotation mark"
    " missing its pair?"
)


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet as it came: its columns' names and its rows, each with its line."""

    file: str
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...] = field(repr=False)
    file_hash: str

    def samples(self) -> list[list[str]]:
        """The first rows, as wide as the header."""
        return [row.cells for row in self.rows[:SAMPLES] if not row.fault]


def read_sheet(name: str, content: bytes) -> ReadSheet:
    """Read an uploaded file, CSV or .xlsx; `Invalid`, in one sentence, where it is neither.

    It takes a while for a large one, so call it outside of any transaction.
    """
    if len(content) > MOST_BYTES:
        raise Invalid(TOO_LARGE, "file", most=MOST_BYTES // 1_000_000)
    if not content:
        raise Invalid(EMPTY if name else "Choose a file, CSV or .xlsx.", "file")
    shown = Path(name.replace("\\", "/")).name[:120] or "sheet"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{Path(shown).suffix.lower()[:8]}"
        path.write_bytes(as_utf_8(content))
        try:
            header, rows = _rows_of(path)
        except Invalid as no:
            # Beneath is the same without the name that the file has here.
            raise no.__cause__ or no from no
    return ReadSheet(shown, header, tuple(rows), hashlib.sha256(content).hexdigest())


def _rows_of(path: Path) -> tuple[tuple[str, ...], list[SheetRow]]:
    with open_table(path, ()) as table:
        width = len(table.names)
        rows: list[SheetRow] = []
        first: list[list[str]] = []
        for row in table.rows:
            if isinstance(row, Row) and len(first) < SAMPLES:
                first.append(row.cells)
            if isinstance(row, Fault):
                rows.append(SheetRow(row.line, [""] * width, row.reason))
            elif any(map(str.strip, row.cells)):
                rows.append(_in_shape(row, width))
            if len(rows) > MOST_ROWS:
                raise Invalid(TOO_LONG, most=MOST_ROWS)
        header = tuple(plain_text(name) for name in table.names)
    require_names(header, first)
    if not rows:
        raise Invalid(NO_ROWS)
    return header, sorted(rows, key=lambda row: row.line)


def _in_shape(row: Row, width: int) -> SheetRow:
    beyond = any(cell.strip() for cell in row.cells[width:])
    cells = (row.cells + [""] * width)[:width]
    return SheetRow(row.line, cells, TOO_WIDE if beyond else "")


def keep_sheet(act: Act, desk: Desk, kind: SheetKind, charity_id: str, sheet: ReadSheet) -> str:
    """Keep a sheet sealed until it is looked through; return the id of the import."""
    desk.require(Right.MOVE_SHEETS)
    boroughs = reach_of(act, desk, charity_id)
    import_id = new_id()
    said: dict[str, Any] = {}
    words = {"file": sheet.file, "header": list(sheet.header)}
    act.store.add(
        ImportRow(
            id=import_id,
            charity_id=charity_id,
            kind=kind,
            status=ImportStatus.READ,
            by=act.by,
            boroughs=boroughs,
            file_hash=act.sealer.search_hash(f"file:{sheet.file_hash}"),
            sealed=act.sealer.seal(words, import_seal(import_id)),
            columns=guess_columns(KINDS[kind].columns, sheet.header, sheet.samples()),
            said=said,
            lines=len(sheet.rows),
            created_at=act.now,
        )
    )
    act.store.flush()
    put_rows(
        act.store,
        ImportLineRow,
        (
            {
                "import_id": import_id,
                "line": row.line,
                "sealed": seal_row(act.sealer, import_id, row),
                "fate": Fate.WAITING,
            }
            for row in sheet.rows
        ),
    )
    act.note("sheet_read", "import", import_id, kind=kind, lines=len(sheet.rows))
    return import_id


def reach_of(act: Act, desk: Desk, charity_id: str) -> frozenset[str]:
    """The boroughs in which a desk may move sheets of a charity; `NotFound` where there are none.

    An administrator may where the charity works.
    """
    if charity_id not in {id for id, _ in charity_names(act.store, desk.scope)}:
        raise NotFound(NO_CHARITY)
    if desk.scope.everything:
        return boroughs_of_charity(act.store, charity_id)
    return frozenset(borough for charity, borough in desk.scope.pairs if charity == charity_id)


def samples_of(rows: Sequence[Sequence[str]], place: int, most: int = 3) -> tuple[str, ...]:
    """A few different cells of one column that are not empty, to know it by."""
    cells = (row[place].strip() for row in rows if place < len(row))
    return tuple(dict.fromkeys(cell for cell in cells if cell))[:most]
