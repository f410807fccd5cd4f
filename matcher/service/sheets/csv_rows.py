"""Rows of a CSV file, however it was damaged: one bad row never takes its neighbours along."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import IO, NamedTuple

from matcher.domain.refusals import Invalid, Term
from matcher.service.sheets.rejected import Fault, Row, visible

# Both stay below the csv module's own limit of 131,072 characters a cell, so that no global
# setting need be changed, and a file without line ends cannot fill the memory.
MOST_CHARACTERS_IN_A_ROW = 100_000
MOST_LINES_IN_A_ROW = 100

TOO_LONG = Term(
    "This row is longer than 100,000 characters; shorten it, or look for a quotation mark that is"
    " never closed."
)
NOT_UTF_8 = Term("This row is not UTF-8 text; save the file again as “CSV UTF-8”.")
HOLDS_NUL = Term("This row holds a NUL byte, which no text has; type the cell again.")
OPEN_QUOTE = Term("A quotation mark is opened in this row and never closed; close it or remove it.")

_SURROGATE = re.compile("[\ud800-\udfff]")
_SEPARATOR_LINE = re.compile(r"sep=([;,\t])\s*", re.IGNORECASE)


class BadLine(NamedTuple):
    """A line, or several under one quotation mark, that the csv module must not see."""

    line: int
    text: str
    reason: str


class Lines:
    """The physical lines of a text, with the bad ones blanked and kept in `bad`.

    A blank line stands in for each bad one, so that line numbers stay true. Whether a row
    goes on is told by its quotation marks: an odd number leaves one open.
    """

    def __init__(self, text: IO[str]) -> None:
        self.bad: list[BadLine] = []
        self.delimiter = ","
        self._text = text
        self._next_line = 1
        self._waiting: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        while line := self._take():
            if line.count('"') % 2:
                yield from self._row_of_lines(line)
            elif (reason := _complaint(line)) is None:
                yield line
            else:
                yield from self._blanked([line], reason)

    def _take(self) -> str:
        """Return the next physical line, cut when too long; "" at the end of the file."""
        self._next_line += 1
        if self._waiting:
            return self._waiting.popleft()
        line = self._text.readline(MOST_CHARACTERS_IN_A_ROW + 1)
        rest = line
        while len(rest) > MOST_CHARACTERS_IN_A_ROW and not rest.endswith(("\n", "\r")):
            rest = self._text.readline(MOST_CHARACTERS_IN_A_ROW + 1)
        return line

    def _row_of_lines(self, first: str) -> Iterator[str]:
        """Yield a row that a quotation mark keeps open over line ends, or refuse its start."""
        lines = [first]
        length = len(first)
        while length <= MOST_CHARACTERS_IN_A_ROW and len(lines) <= MOST_LINES_IN_A_ROW:
            line = self._take()
            if not line:
                self._next_line -= 1
                break
            lines.append(line)
            length += len(line)
            if line.count('"') % 2:
                reason = TOO_LONG if length > MOST_CHARACTERS_IN_A_ROW else _complaint(*lines)
                yield from lines if reason is None else self._blanked(lines, reason)
                return
        self._put_back(lines[1:])
        reason = _complaint(first) or (OPEN_QUOTE if self._opens_a_quote(first) else None)
        yield from [first] if reason is None else self._blanked([first], reason)

    def _opens_a_quote(self, line: str) -> bool:
        """Whether the csv module would read on past the end of this line.

        A mark inside an unquoted cell (5" pipe) is a plain character and opens nothing.
        """
        try:
            next(csv.reader([line], delimiter=self.delimiter, strict=True), None)
        except csv.Error:
            return True
        return False

    def _put_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))
        self._next_line -= len(lines)

    def _blanked(self, lines: list[str], reason: str) -> Iterator[str]:
        start = self._next_line - len(lines)
        text = "".join(lines)[:MOST_CHARACTERS_IN_A_ROW]
        self.bad.append(BadLine(start, text, reason))
        for _ in lines:
            yield "\n"


class CsvRows:
    """The header of a CSV text, and its rows one after the other."""

    notes: tuple[str, ...] = ()

    def __init__(self, text: IO[str]) -> None:
        self._lines = Lines(text)
        lines = iter(self._lines)
        self._lines_before = 0
        first = hint = ""
        for first in lines:
            if separator := _SEPARATOR_LINE.fullmatch(first):  # Excel's own hint
                hint = separator[1]
            elif first.strip():
                break
            self._lines_before += 1
        if self._lines.bad:
            bad = self._lines.bad[0]
            raise Invalid(
                "line %(line)s, where the column names should be: %(reason)s",
                line=bad.line,
                reason=Term(bad.reason),
            )
        self._lines.delimiter = hint or _delimiter_of(first)
        self._reader = csv.reader(chain([first], lines), delimiter=self._lines.delimiter)
        self.header = next(self._reader, [])

    def __iter__(self) -> Iterator[Row | Fault]:
        reader = self._reader
        while True:
            line = self._lines_before + reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error:  # only an open quotation mark grows a cell past the limit
                yield Fault(line, "", OPEN_QUOTE, "")
                continue
            if cells:
                yield Row(line, cells)
            if self._lines.bad:
                yield from self._faults()
        yield from self._faults()

    def _faults(self) -> Iterator[Fault]:
        for bad in self._lines.bad:
            column, value = self._blamed(bad)
            yield Fault(bad.line, column, bad.reason, value)
        self._lines.bad.clear()

    def _blamed(self, bad: BadLine) -> tuple[str, str]:
        """Return the column whose cell is to blame, as far as one can be told, and the cell."""
        cells = next(csv.reader(bad.text.splitlines(True), delimiter=self._lines.delimiter), [])
        if bad.reason in (TOO_LONG, OPEN_QUOTE):
            place = len(cells) - 1
        else:
            place = next((i for i, cell in enumerate(cells) if _complaint(cell)), -1)
        if not 0 <= place < len(self.header):
            return "", bad.text
        return visible(self.header[place].strip()), cells[place]


def _complaint(*lines: str) -> str | None:
    for line in lines:
        if len(line) > MOST_CHARACTERS_IN_A_ROW:
            return TOO_LONG
        if "\0" in line:
            return HOLDS_NUL
        if not line.isascii() and _SURROGATE.search(line):
            return NOT_UTF_8
    return None


def _delimiter_of(header: str) -> str:
    """Return `;`, `,` or a tab: whichever the line of column names has most of."""
    return max((",", ";", "\t"), key=header.count)
