"""Values are shown so that nothing in them can be missed or can do harm."""

import pytest

from matcher.service.sheets.rejected import quoted, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ż", "plain ż"),
        ("a\0b\x1b[2J\n", "a\\x00b\\x1b[2J\\n"),
        ("caf\udce9", "caf\\xe9"),
        ("\u202egnp", "\\u202egnp"),
        ("x" * 41, "x" * 40 + "…"),
        ("x" * 40, "x" * 40),
    ],
)
def test_what_cannot_be_seen_is_written_out_and_what_is_long_is_cut(text, shown):
    assert visible(text) == shown


def test_a_quoted_value_stands_in_marks():
    assert quoted("two miles") == "“two miles”"
