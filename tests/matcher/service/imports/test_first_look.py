"""Files as people really send them: read where that is sure, else told how to mend them."""

import io
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from matcher.domain.refusals import Invalid
from matcher.service.imports import cells
from matcher.service.imports.arriving import read_sheet
from matcher.service.imports.first_look import as_utf_8
from matcher.service.imports.offer_columns import OFFER_COLUMNS

NAMES = ["Name", "Phone", "Postcode"]
ROSA = ["Rosa", "07700 900101", "SW2 1RW"]


def a_book(*rows: list[object], before: int = 0) -> bytes:
    book = Workbook()
    for _ in range(before):
        book.create_sheet("Cover", 0)
    for row in rows:
        book.worksheets[before].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def lines(*rows: list[str], between: str = ",") -> bytes:
    return "".join(between.join(row) + "\r\n" for row in rows).encode()


WRONG = {
    "nothing.csv": (b"", "This file is empty"),
    "old.xls": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "an old Excel file"),
    "list.csv": (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<< /Type /Catalog >>\n" * 9, "a PDF"),
    "photo.csv": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a picture"),
    "page.xls": (b"\n <html><table><tr><td>Name</td></tr></table>", "a web page"),
    "title.csv": (lines(["Our list 2026", "", ""], NAMES, ROSA), "has one cell, “Our list 2026”"),
    "merged.xlsx": (a_book(["Our list"], NAMES, ROSA), "delete what stands above"),
    "no_names.csv": (lines(ROSA, ROSA), "should name its columns, and says “07700 900101”"),
    "cover.xlsx": (a_book(NAMES, ROSA, before=1), "The first sheet of this workbook is empty"),
    "only_names.xlsx": (a_book(NAMES), "no rows"),
    "formula.xlsx": (a_book(NAMES, ["Rosa", '="07700"&A1', "SW2 1RW"]), "never worked out"),
    "wide.csv": (lines([f"c{n}" for n in range(60_000)], ROSA), "shorten it"),
    "nul.csv": (b"Na\x00me,Phone\nRosa,07700 900101\n", "NUL byte"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_no_list_is_told_so_in_one_sentence_with_the_mend(name):
    content, part = WRONG[name]
    with pytest.raises(Invalid) as no:
        read_sheet(name, content)
    assert part in str(no.value)
    assert "\n" not in str(no.value)


@pytest.mark.parametrize(
    "content",
    [
        lines(NAMES, ["Zoë O’Neill", "07700 900101", "SW2 1RW"], between=";")
        .decode()
        .encode("cp1252"),
        lines(NAMES, ["Zoë O’Neill", "07700 900101", "SW2 1RW"], between="\t"),
        lines(NAMES, ["Zoë O’Neill", "07700 900101", "SW2 1RW"]),
    ],
    ids=["excel_in_western_europe", "pasted", "utf_8"],
)
def test_what_programs_call_csv_is_read_whatever_they_mean_by_it(content):
    sheet = read_sheet("list.csv", content)
    assert sheet.header == tuple(NAMES)
    assert [row.cells for row in sheet.rows] == [["Zoë O’Neill", "07700 900101", "SW2 1RW"]]


def test_a_list_whose_columns_are_dates_has_names():
    header = ["Name", "2026-03-05", "12/03/2026"]
    assert read_sheet("list.csv", lines(header, ["Rosa", "yes", "no"])).header == tuple(header)


def test_what_is_neither_utf_8_nor_windows_stays_as_it_is():
    for content in (b"\x81\x8d", b"PK\xe9", b"\x00\xe9", "Zoë".encode()):
        assert as_utf_8(content) == content


def test_a_formula_that_came_to_nothing_is_an_empty_cell_and_no_fault():
    content = a_book(NAMES, ["Rosa", '=IF(A1="","",A1)', "SW2 1RW"])
    worked = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(worked, "w") as new:
        for name in old.namelist():
            # As Excel keeps the result of a formula that is an empty text.
            said = old.read(name).replace(b'<c r="B2"><f>', b'<c r="B2" t="str"><f>')
            new.writestr(name, said)
    assert read_sheet("list.xlsx", worked.getvalue()).rows[0].cells == ["Rosa", "", "SW2 1RW"]


def test_a_date_that_a_program_kept_as_a_number_is_that_date():
    assert cells.a_day("46086") == "2026-03-05"
    with pytest.raises(Invalid, match="Write a date"):
        cells.a_day("123456")


def test_a_few_of_what_is_asked_and_more_are_metres():
    """A column called “km” is guessed as how far they go, and says no unit in its cells."""
    read = cells.metres(30_000)
    assert [read(cell) for cell in ("800", "3 km", "0.5 miles")] == ["800", "3000", "805"]
    for cell in ("3", "1.5", "30"):
        with pytest.raises(Invalid, match="of what"):
            read(cell)


def test_one_kind_of_help_in_the_name_of_a_column_is_help():
    [named] = [column for column in OFFER_COLUMNS if column.name == "help"]
    assert "kind of help" in named.spellings
