"""CSV as it comes: every damage is refused by its line, and the other rows stay whole."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.refusals import Invalid
from matcher.service.sheets.csv_rows import (
    HOLDS_NUL,
    MOST_CHARACTERS_IN_A_ROW,
    NOT_UTF_8,
    OPEN_QUOTE,
    TOO_LONG,
    CsvRows,
)
from matcher.service.sheets.rejected import Fault, Row


def rows_of(content: str | bytes) -> tuple[list[Row], list[Fault]]:
    """The good rows and the faults of a file that begins with the columns id and note."""
    raw = content if isinstance(content, bytes) else content.encode("utf-8")
    text = io.TextIOWrapper(
        io.BytesIO(b"id,note\n" + raw), "utf-8-sig", errors="surrogateescape", newline=""
    )
    every = list(CsvRows(text))
    good = [row for row in every if isinstance(row, Row)]
    return good, [row for row in every if isinstance(row, Fault)]


def test_rows_know_the_line_where_they_begin_even_after_a_quoted_line_end():
    good, faults = rows_of('a,"two\nlines"\n\nb,x\r\nc,y\rd,z')
    assert [(row.line, row.cells[0]) for row in good] == [(2, "a"), (5, "b"), (6, "c"), (7, "d")]
    assert faults == []


@pytest.mark.parametrize("header", ["id;note", "sep=;\nid;note", "\n\nid;note", "id;a,b"])
def test_the_separator_is_taken_from_the_line_of_names(header):
    assert len(CsvRows(io.StringIO(header + "\n", newline="")).header) == 2


def test_a_nul_byte_is_refused_with_its_column():
    good, faults = rows_of("a,b\n1,x\0y\nc,d\n")
    assert [row.cells[0] for row in good] == ["a", "c"]
    assert faults == [Fault(3, "note", HOLDS_NUL, "x\0y")]


def test_latin_1_is_refused_line_by_line():
    good, faults = rows_of(b"a,b\n1,caf\xe9\nc,caf\xc3\xa9\n")
    assert [row.cells for row in good] == [["a", "b"], ["c", "café"]]
    assert [(fault.line, fault.column, fault.reason) for fault in faults] == [
        (3, "note", NOT_UTF_8)
    ]


def test_a_bad_line_inside_a_quoted_cell_takes_the_whole_row_and_no_other():
    good, faults = rows_of(b'a,"one\ncaf\xe9\nthree"\nb,x\n')
    assert [(row.line, row.cells) for row in good] == [(5, ["b", "x"])]
    assert [(fault.line, fault.reason) for fault in faults] == [(2, NOT_UTF_8)]


def test_a_quotation_mark_that_is_never_closed_costs_one_row():
    good, faults = rows_of('a,"open\nb,x\nc,y\n')
    assert [(row.line, row.cells[0]) for row in good] == [(3, "b"), (4, "c")]
    assert [(fault.line, fault.column, fault.reason) for fault in faults] == [
        (2, "note", OPEN_QUOTE)
    ]


def test_a_quotation_mark_within_a_cell_is_a_plain_character():
    good, faults = rows_of('a,5" pipe\nb,x\nc,7" pipe\n')
    assert [row.cells for row in good] == [["a", '5" pipe'], ["b", "x"], ["c", '7" pipe']]
    assert faults == []


def test_a_million_characters_in_one_cell_cost_one_row():
    good, faults = rows_of("a," + "x" * 1_000_000 + "\nb,y\n")
    assert [(row.line, row.cells) for row in good] == [(3, ["b", "y"])]
    assert [(fault.line, fault.column, fault.reason) for fault in faults] == [(2, "note", TOO_LONG)]
    assert len(faults[0].value) <= MOST_CHARACTERS_IN_A_ROW


def test_a_million_quoted_characters_over_many_lines_are_refused_where_they_begin():
    good, faults = rows_of('a,"' + ("x" * 99 + "\n") * 10_000 + '"\nb,y\n')
    assert faults[0].line == 2
    assert good[-1].cells == ["b", "y"]


def test_damage_in_the_line_of_names_is_one_sentence():
    with pytest.raises(Invalid, match="where the column names should be"):
        CsvRows(io.StringIO("id,no\0te\na,b\n", newline=""))


@given(st.lists(st.text(st.sampled_from('ab,;"\n\r\0\ud8ff\udcff é'), max_size=12), max_size=30))
def test_no_text_at_all_makes_it_fail_and_lines_only_rise(pieces):
    text = io.StringIO("id,note\n" + "".join(pieces), newline="")
    lines = [row.line for row in CsvRows(text) if isinstance(row, Row)]
    assert lines == sorted(set(lines))


@given(st.lists(st.tuples(st.integers(1, 9), st.text(st.sampled_from('a,;"\n é'), max_size=20))))
def test_what_the_csv_module_wrote_is_read_back_cell_by_cell(rows):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    good, faults = rows_of(out.getvalue())
    assert [row.cells for row in good] == [[str(a), b] for a, b in rows]
    assert faults == []
