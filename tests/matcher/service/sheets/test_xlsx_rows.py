"""Workbooks: dates are dates, 7 is not 7.0, and a broken file is one sentence."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from matcher.domain.refusals import Invalid
from matcher.service.gazetteer import Gazetteer
from matcher.service.sheets.reading import read_needs
from matcher.service.sheets.xlsx_rows import MOST_UNPACKED_BYTES, XlsxRows, text_of
from tests.builders import TODAY

HEADER = ("id", "category", "postcode", "registered_at", "people_needed")


def a_workbook(
    *rows: tuple[object, ...], change: Callable[[Workbook], None] | None = None
) -> bytes:
    book = Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    if change:
        change(book)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def test_real_dates_and_numbers_are_read_as_a_person_meant_them(a_file, london):
    path = a_file(
        a_workbook(
            (7, "groceries", "SW1A 1AA", date(2026, 3, 1), 2.0),
            ("7a", "visit", "SW1A 1AA", datetime(2026, 2, 1, 9, 30), None),
        ),
        "needs.xlsx",
    )
    seven, other = read_needs(path, london, today=TODAY).values
    assert (seven.id, seven.people_needed, seven.registered_on) == ("7", 2, date(2026, 3, 1))
    assert (other.id, other.people_needed, other.registered_on) == ("7a", 1, date(2026, 2, 1))


def test_a_workbook_is_known_by_its_content_and_not_by_its_name(a_file, london):
    path = a_file(a_workbook(("a", "visit", "SW1A 1AA")), "needs.csv")
    assert len(read_needs(path, london, today=TODAY).values) == 1


def test_empty_rows_do_not_count_but_keep_the_row_numbers_true(a_file, london):
    path = a_file(a_workbook((), ("a", "visit", "nowhere"), ()), "needs.xlsx")
    sheet = read_needs(path, london, today=TODAY)
    assert [(row.line, row.column) for row in sheet.rejected] == [(3, "postcode")]


def test_only_the_first_sheet_is_read_and_the_others_are_mentioned(a_file, london):
    path = a_file(
        a_workbook(("a", "visit", "SW1A 1AA"), change=lambda book: book.create_sheet("Old")),
        "needs.xlsx",
    )
    assert read_needs(path, london, today=TODAY).notes == (
        "Only the first of 2 sheets was read, “Sheet”.",
    )


def test_merged_cells_leave_their_value_in_the_first_row_only(a_file, london):
    def merged(book: Workbook) -> None:
        book.active.merge_cells("C2:C3")

    rows = (("a", "visit", "SW1A 1AA"), ("b", "visit", None))
    sheet = read_needs(a_file(a_workbook(*rows, change=merged), "n.xlsx"), london, today=TODAY)
    assert [need.id for need in sheet.values] == ["a"]
    assert "no place" in sheet.rejected[0].reason


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "yes"), (False, "no"), (7.0, "7"), (51.5, "51.5"), (0.5, "0.5")],
)
def test_values_become_the_text_that_a_person_would_type(value, text):
    assert text_of(value) == text


def test_a_zip_bomb_is_refused_before_it_is_unpacked(a_file, london):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a", "w") as part:
        for _ in range(MOST_UNPACKED_BYTES // 10_000_000 + 1):
            part.write(bytes(10_000_000))
    with pytest.raises(Invalid, match="unpacks to more than 600 MB"):
        read_needs(a_file(raw.getvalue(), "needs.xlsx"), london, today=TODAY)


def test_another_programs_workbook_is_told_what_to_do(a_file, london):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(Invalid, match="OpenDocument sheets are not read here; save it as"):
        read_needs(a_file(raw.getvalue(), "needs.ods"), london, today=TODAY)


def rows_or_sentence(folder: Path, content: bytes, london: Gazetteer) -> bool:
    """Whether reading gave rows, or one sentence that says how to mend it."""
    path = folder / "broken.xlsx"
    path.write_bytes(content)
    try:
        return all(row.reason for row in read_needs(path, london, today=TODAY).rejected)
    except Invalid as refusal:
        return "\n" not in str(refusal)


WHOLE = a_workbook(("a", "visit", "SW1A 1AA", date(2026, 3, 1), 1), ("b", "visit", "SE1 7PB"))


@given(st.integers(0, len(WHOLE)), st.binary(max_size=40), st.integers(0, 40))
def test_a_damaged_workbook_is_a_sentence_or_rows_and_never_a_traceback(
    london, tmp_path_factory, place, bytes_, lost
):
    broken = WHOLE[:place] + bytes_ + WHOLE[place + lost :]
    assert rows_or_sentence(tmp_path_factory.getbasetemp(), broken, london)


PARTS = (
    "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
)


@given(st.sampled_from(PARTS), st.data())
def test_damage_inside_the_zip_is_a_sentence_or_rows_too(london, tmp_path_factory, name, data):
    parts = {}
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    part = parts.get(name, b"")
    place = data.draw(st.integers(0, len(part)))
    parts[name] = part[:place] + data.draw(st.binary(max_size=20)) + part[place + 3 :]
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
    assert rows_or_sentence(tmp_path_factory.getbasetemp(), raw.getvalue(), london)


def test_a_sheet_that_lies_about_its_size_is_read_to_its_end(tmp_path: Path):
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b'<dimension ref="A1:E3"' in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1:E3"', b'ref="A1:A1"', 1)
    path = tmp_path / "small.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
    with path.open("rb") as file:
        assert [row.cells[2] for row in XlsxRows(file)] == ["SW1A 1AA", "SE1 7PB"]
