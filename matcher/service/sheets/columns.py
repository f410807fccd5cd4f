"""Columns: a batch of rows turned on its side, and each column read with one memory.

Sheets repeat themselves: a hundred thousand cells of `languages` hold a few hundred texts.
Each text is understood once, which reads a column at some 10 million cells a second.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Generic, TypeVar

from matcher.service.sheets.cells import MOST_CHARACTERS, BadCell
from matcher.service.sheets.rejected import Fault, Row
from matcher.service.sheets.tables import Table

ROWS_IN_A_BATCH = 20_000

Value = TypeVar("Value")


class Column(dict[str, Value], Generic[Value]):
    """One column's reader: a memory of its texts, and what was wrong with some of them."""

    def __init__(
        self,
        name: str,
        read: Callable[[str], Value],
        default: Value,
        *,
        required: bool = False,
    ) -> None:
        super().__init__()
        self.name = name
        self.complaints: dict[str, str] = {}
        self._read = read
        self._default = default
        self._required = required

    def __missing__(self, text: str) -> Value:
        try:
            value = self._understood(text)
        except BadCell as bad:
            self.complaints[text] = str(bad)
            value = self._default
        self[text] = value
        return value

    def _understood(self, text: str) -> Value:
        typed = text.strip()
        if len(typed) > MOST_CHARACTERS:
            raise BadCell(f"This cell is longer than {MOST_CHARACTERS:,} characters; shorten it.")
        if typed:
            return self._read(typed)
        if self._required:
            raise BadCell(f"{self.name} is empty; every row needs one.")
        return self._default


@dataclass(slots=True)
class Batch:
    """Some rows of a table as columns of text, with the first fault of each bad row."""

    lines: list[int]
    cells: dict[str, Sequence[str]]
    faults: dict[int, Fault] = field(default_factory=dict)

    def read(self, column: Column[Value]) -> list[Value]:
        """Return a value for every row; where there is a fault, the column's default."""
        texts = self.texts(column.name)
        values = [column[text] for text in texts]
        if column.complaints:
            for row, text in enumerate(texts):
                if text in column.complaints:
                    self.refuse(row, column.name, column.complaints[text], text)
        return values

    def texts(self, column: str) -> Sequence[str]:
        """Return the cells of one column; empty ones where the table has no such column."""
        return self.cells.get(column) or [""] * len(self.lines)

    def refuse(self, row: int, column: str, reason: str, value: str) -> None:
        """Refuse a row of this batch, unless it was refused before: one reason is enough."""
        self.faults.setdefault(row, Fault(self.lines[row], column, reason, value))


def batches_of(table: Table) -> Iterator[tuple[Batch, list[Fault]]]:
    """Yield the table's rows in batches, each with the rows that never came to be read."""
    width = len(table.names)
    rows = iter(table.rows)
    for first in rows:
        lines, kept, lost = _sorted_out(chain([first], islice(rows, ROWS_IN_A_BATCH - 1)), width)
        across: list[Sequence[str]] = list(zip(*kept, strict=True))
        cells_of = {name: across[place] for name, place in table.place_of.items()} if kept else {}
        yield Batch(lines, cells_of), lost


def _sorted_out(
    rows: Iterator[Row | Fault], width: int
) -> tuple[list[int], list[list[str]], list[Fault]]:
    """Part rows in shape, with their lines, from those that are not; blank ones go unsaid.

    Row by row, so that a file of very wide rows never stands in memory.
    """
    lines: list[int] = []
    kept: list[list[str]] = []
    lost: list[Fault] = []
    for row in rows:
        if isinstance(row, Fault):
            lost.append(row)
        elif (cells := _in_shape(row, width)) is None:
            lost.append(_misshapen(row, width))
        elif cells:
            lines.append(row.line)
            kept.append(cells)
    return lines, kept, lost


def _in_shape(row: Row, width: int) -> list[str] | None:
    """Return the row's cells, as many as there are columns; [] for a blank row, None if it can't.

    Spreadsheet programs pad rows with empty cells, and workbooks leave out the last ones.
    """
    cells = row.cells
    if not any(map(str.strip, cells)):
        return []
    if len(cells) == width:
        return cells
    if len(cells) > width and not any(map(str.strip, cells[width:])):
        return cells[:width]
    return None


def _misshapen(row: Row, width: int) -> Fault:
    has, longer = len(row.cells), len(row.cells) > width
    cause = "is a comma or a quotation mark missing its pair" if longer else "are some missing"
    mend = f"This row has {has} cells where the first line names {width} columns; {cause}?"
    return Fault(row.line, "", mend, row.cells[width] if longer else row.cells[-1])
