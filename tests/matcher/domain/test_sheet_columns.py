"""Columns are guessed by name and by content; likeness of names; texts that are no formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.alike import enough, folded_name
from matcher.domain.sheet_columns import guess_columns
from matcher.domain.sheet_text import plain_text, safe_text
from matcher.service.imports.kinds import KINDS

HEADERS = [
    (
        "volunteers",
        ["Surname", "First Name", "Mob.", "E-Mail", "Post Code", "Can help with", "Days", "Shoes"],
        ["Bell", "Ada", "07700 900001", "a@example.org", "SW2 1RW", "visit", "mon-am", "7"],
        ["name", "name", "phone", "email", "postcode", "help", "times", ""],
    ),
    (
        "needs",
        ["Client", "Contact", "Where", "Help needed", "Priority", "Date", "Comments"],
        ["Ada Bell", "07700 900001", "SW2 1RW", "food parcel", "High", "01/03/2026", "halal"],
        ["name", "phone", "postcode", "category", "urgency", "day", "notes"],
    ),
    # A name that its cells speak against is not believed.
    ("residents", ["Phone", "Name"], ["yes", "Ada Bell"], ["", "name"]),
]


@pytest.mark.parametrize(("kind", "header", "row", "expected"), HEADERS)
def test_columns_are_guessed_from_names_and_cells_in_any_order(kind, header, row, expected):
    columns = KINDS[kind].columns
    assert guess_columns(columns, header, [row, row]) == expected
    turned = guess_columns(columns, header[::-1], [row[::-1]])
    assert turned == expected[::-1]


@pytest.mark.parametrize("kind", KINDS)
def test_what_we_hand_out_is_known_by_its_own_names(kind):
    names = KINDS[kind].names
    assert guess_columns(KINDS[kind].columns, names, [[""] * len(names)]) == list(names)


@given(st.text())
def test_a_text_comes_back_from_a_sheet_and_is_no_formula(text: str):
    assert plain_text(safe_text(text)) == text
    assert not safe_text(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_names_are_compared_without_titles_marks_and_order():
    assert folded_name("Dr Zoë O’Neill") == folded_name("O'NEILL, Zoe")
    assert enough(83, 0, same_postcode=True)
    assert not enough(83, 100, same_postcode=False)
    assert not enough(99, 800, same_postcode=False)
