"""Rows of an .xlsx workbook's first sheet, as the text that a CSV file would hold."""

import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from matcher.domain.refusals import Invalid
from matcher.service.sheets.rejected import Fault, Row

# A sheet of a million rows unpacks to some 400 MB; a zip bomb to far more.
MOST_UNPACKED_BYTES = 600_000_000
# Larger ones are not those of a charity, and would only be slower to open.
MOST_LOOKED_INTO = 50_000_000
# A formula with no result; one whose result is an empty text says that it is a text.
_UNWORKED = re.compile(
    rb'<c(?: (?!t="str")[a-z]+="[^"]*")*><f[^>]*>[^<]*</f>(?:<v\s*/>|<v></v>)?</c>'
)
LAST_ROW = 1_048_576  # Excel's own

# What openpyxl lets through when a workbook's parts are missing, cut off or not what they
# claim: it reads by trust, and a damaged file fails wherever that trust ends.
DAMAGE = (
    AttributeError,
    BadZipFile,
    EOFError,
    IndexError,
    InvalidFileException,
    KeyError,
    NotImplementedError,
    OverflowError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)
DAMAGED = (
    "this workbook is damaged or not an .xlsx file; open it in a spreadsheet program and save "
    "it again as .xlsx or as CSV."
)


class XlsxRows:
    """The header of a workbook's first sheet, and its rows one after the other."""

    def __init__(self, file: BinaryIO) -> None:
        _refuse_bombs(file)
        _refuse_unworked(file)
        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheets = book.worksheets
            self._sheet = sheets[0]
            # Some programs write a wrong size into the sheet, and rows beyond it would be lost.
            self._sheet.reset_dimensions()
            self._rows = self._texts()
            self.header = next((row.cells for row in self._rows), [])
        except DAMAGE as error:
            raise Invalid(DAMAGED) from error
        self.notes = _note_on_sheets([sheet.title for sheet in sheets])

    def __iter__(self) -> Iterator[Row | Fault]:
        width = len(self.header)
        try:
            for row in self._rows:  # a row ends at its last filled cell
                yield Row(row.line, row.cells + [""] * (width - len(row.cells)))
        except DAMAGE as error:
            raise Invalid(DAMAGED) from error

    def _texts(self) -> Iterator[Row]:
        rows = self._sheet.iter_rows(max_row=LAST_ROW, values_only=True)
        for line, values in enumerate(rows, start=1):
            cells = [text_of(value) for value in values]
            while cells and not cells[-1]:  # cells that are only coloured, say
                cells.pop()
            if cells:
                yield Row(line, cells)


def text_of(value: object) -> str:
    """Return a cell's value as a person would type it: 7 and not 7.0, 2026-03-01, yes."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _refuse_bombs(file: BinaryIO) -> None:
    try:
        with ZipFile(file) as archive:
            names = {entry.filename for entry in archive.infolist()}
            unpacked = sum(entry.file_size for entry in archive.infolist())
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except DAMAGE as error:
        raise Invalid(DAMAGED) from error
    if b"opendocument" in kind:
        raise Invalid("OpenDocument sheets are not read here; save it as .xlsx or as CSV.")
    if unpacked > MOST_UNPACKED_BYTES:
        raise Invalid(
            "this workbook unpacks to more than %(most)s MB; save it as CSV, or in smaller parts.",
            most=MOST_UNPACKED_BYTES // 1_000_000,
        )


def _refuse_unworked(file: BinaryIO) -> None:
    """Refuse a workbook of formulas without their results: programs write such, and no person."""
    with ZipFile(file) as archive:
        for entry in archive.infolist():
            if entry.filename.startswith("xl/worksheets/") and entry.file_size < MOST_LOOKED_INTO:
                try:
                    found = _UNWORKED.search(archive.read(entry))
                except DAMAGE as error:
                    raise Invalid(DAMAGED) from error
                if found:
                    raise Invalid(
                        "this workbook holds formulas that were never worked out; open it in a"
                        " spreadsheet program and save it once, or save it as CSV."
                    )


def _note_on_sheets(titles: list[str]) -> tuple[str, ...]:
    if len(titles) == 1:
        return ()
    return (f"Only the first of {len(titles)} sheets was read, “{titles[0]}”.",)
