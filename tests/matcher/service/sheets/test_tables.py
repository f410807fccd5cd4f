"""Which files are tables, and which columns are known."""

import pytest

from matcher.domain.refusals import Invalid
from matcher.service.sheets.tables import open_table

KNOWN = ("id", "postcode", "lat", "lon", "people_needed")


def test_columns_are_known_in_any_order_case_and_spacing(a_file):
    path = a_file("\ufeffPeople needed;Latitude;LNG;notes;ID\n")
    with open_table(path, KNOWN) as table:
        assert table.place_of == {"people_needed": 0, "lat": 1, "lon": 2, "id": 4}
        assert table.ignored_columns == ("notes",)


def test_a_column_that_is_there_twice_is_refused(a_file):
    with (
        pytest.raises(Invalid, match=r"sheet\.csv: the column people_needed is there twice"),
        open_table(a_file("id,people_needed,PeopleNeeded\n"), KNOWN),
    ):
        pass


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "empty"),
        ("blank.csv", b" \r\n\n", "empty"),
        ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "old Excel file"),
        ("not.xlsx", b"id,category\n", "not a .xlsx workbook"),
        ("sheet.ods", b"id,category\n", "not a .ods workbook"),
        ("wide.csv", "id,category,postcode\n".encode("utf-16"), "UTF-16"),
        ("wide.csv", "id,category,postcode\n".encode("utf-16-le"), "UTF-16"),
        ("cut.xlsx", b"PK\x03\x04" + bytes(50), "damaged"),
    ],
)
def test_a_file_that_is_no_table_is_told_so_in_one_sentence(a_file, name, content, sentence):
    with (
        pytest.raises(Invalid, match=sentence) as refusal,
        open_table(a_file(content, name), KNOWN),
    ):
        pass
    assert str(refusal.value).startswith(f"{name}: ")
    assert "\n" not in str(refusal.value)


def test_a_folder_is_no_table(tmp_path):
    with pytest.raises(Invalid, match="a folder or a device"), open_table(tmp_path, KNOWN):
        pass


def test_a_missing_file_is_the_machines_own_error(tmp_path):
    with pytest.raises(FileNotFoundError), open_table(tmp_path / "none.csv", KNOWN):
        pass


def test_names_of_columns_cannot_speak_to_the_terminal(a_file):
    with open_table(a_file("id,\x1b[31mred\n"), KNOWN) as table:
        assert table.ignored_columns == ("\\x1b[31mred",)


def test_empty_names_at_the_end_are_no_columns_and_too_many_columns_no_table(a_file):
    with open_table(a_file("id,postcode,,,\n"), KNOWN) as table:
        assert table.names == ("id", "postcode")
    many = ",".join(f"c{n}" for n in range(501))
    with pytest.raises(Invalid, match="501 columns"), open_table(a_file(many), KNOWN):
        pass
