"""Opening a table, whatever kind of file it is, and finding the columns that we know."""

import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from matcher.domain.refusals import Invalid, Term
from matcher.service.sheets.csv_rows import CsvRows
from matcher.service.sheets.rejected import Fault, Row, visible
from matcher.service.sheets.xlsx_rows import XlsxRows

# A million needs are 90 MB of CSV. Beyond this it is some other file.
MOST_BYTES = 1_000_000_000
MOST_COLUMNS = 500

ZIP = b"PK\x03\x04"
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What people take for a sheet when its name says so, by how such files begin.
OTHER_FILES: tuple[tuple[bytes, Term], ...] = (
    (b"%pdf", Term("a PDF")),
    (b"\x89png", Term("a picture")),
    (b"\xff\xd8\xff", Term("a picture")),
    (b"gif8", Term("a picture")),
    (b"{\\rtf", Term("a letter")),
    (b"<html", Term("a web page")),
    (b"<!doctype html", Term("a web page")),
)
ALIASES = {"latitude": "lat", "longitude": "lon", "lng": "lon", "long": "lon"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table open for reading: `place_of` says in which cell each known column stands."""

    place_of: dict[str, int]
    names: tuple[str, ...]
    ignored_columns: tuple[str, ...]
    notes: tuple[str, ...]
    rows: Iterable[Row | Fault]
    part_read: Callable[[], float]


@contextmanager
def open_table(path: Path, known: Sequence[str]) -> Iterator[Table]:
    """Yield the table in `path`, CSV or .xlsx by its content; other files are refused.

    Every refusal is one sentence that begins with the file's name and says how to mend it.
    """
    try:
        if path.exists() and not path.is_file():
            raise Invalid("this is a folder or a device; give the sheet itself, CSV or .xlsx.")
        with path.open("rb") as file, warnings.catch_warnings():
            # openpyxl tells of styles and checks that it leaves out; no cell depends on them.
            warnings.filterwarnings("ignore", module="openpyxl")
            size = file.seek(0, io.SEEK_END)
            rows = _rows_in(path, file, size)
            yield _table(rows, known, lambda: min(1.0, file.tell() / size))
    except Invalid as refusal:
        raise Invalid(f"{path.name}: {refusal}", refusal.field) from refusal


def _rows_in(path: Path, file: BinaryIO, size: int) -> CsvRows | XlsxRows:
    file.seek(0)
    start = file.read(4_096)
    if not start.strip():
        raise Invalid("this file is empty; its first line should name the columns.")
    if size > MOST_BYTES:
        raise Invalid(
            "this file is larger than %(most)s GB; split it.", most=MOST_BYTES // 1_000_000_000
        )
    file.seek(0)
    if start.startswith(ZIP):
        return XlsxRows(file)
    if start.startswith(OLD_OFFICE):
        raise Invalid(
            "this is an old Excel file (.xls) or has a password; save it as .xlsx or as CSV."
        )
    begins = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, what in OTHER_FILES:
        if begins.startswith(mark):
            raise Invalid(
                "this is %(what)s and not a sheet; open the list in a spreadsheet program and save"
                " it as .xlsx or as CSV.",
                what=what,
            )
    if path.suffix.lower() in {".xls", ".xlsx", ".xlsm", ".ods"}:
        raise Invalid(
            "this is not a %(kind)s workbook; save it again as .xlsx or as CSV.", kind=path.suffix
        )
    if start.startswith(UTF_16) or _every_other_byte_is_zero(start):
        raise Invalid("this file is UTF-16 text; save it again as “CSV UTF-8”.")
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    return CsvRows(text)


def _every_other_byte_is_zero(start: bytes) -> bool:
    half = len(start) // 2
    return half > 8 and max(start[0::2].count(0), start[1::2].count(0)) > 0.9 * half


def _table(rows: CsvRows | XlsxRows, known: Sequence[str], part_read: Callable[[], float]) -> Table:
    names = _names(rows.header)
    by_key = {_key(name): name for name in known}
    place_of: dict[str, int] = {}
    for place, name in enumerate(names):
        column = by_key.get(ALIASES.get(_key(name), _key(name)))
        if column in place_of:
            raise Invalid(f"the column {column} is there twice; keep one of them.", column)
        if column is not None:
            place_of[column] = place
    known_places = set(place_of.values())
    ignored = (name for place, name in enumerate(names) if place not in known_places and name)
    return Table(place_of, names, tuple(ignored), rows.notes, rows, part_read)


def _names(header: Sequence[str]) -> tuple[str, ...]:
    """Return the columns' names, without the empty ones that programs leave at the end."""
    names = [visible(name.strip()) for name in header]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Invalid(
            "this table has %(number)s columns; keep those that are needed.", number=len(names)
        )
    return tuple(names)


def _key(name: str) -> str:
    """Return what is left of a column's name when case, blanks and underscores play no part."""
    return re.sub(r"[\s_\-\ufeff]+", "", name).casefold()
