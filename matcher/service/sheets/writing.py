"""Sheets that we hand out, CSV or .xlsx, in which no cell is ever taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from matcher.domain.sheet_text import safe_text

# What .xlsx cannot hold: a text with one of these would make the whole file unreadable.
_NEVER_IN_XML = {code: None for code in range(32) if code not in (9, 10, 13)}


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A sheet as CSV, with the mark that tells spreadsheet programs that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The same as a workbook; every cell is a text, so that 020 keeps its 0."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (header, *rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, safe_text(text.translate(_NEVER_IN_XML)))
            cell.data_type, cell.number_format = "s", "@"
            cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
