"""Lengths as networks count them."""

import pytest

from matcher.messages.sms_text import gsm_length, parts, with_plain_marks


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Hello", 5),
        ("£1 for Ømer: é", 14),
        ("€", 2),
        ("[a]~", 7),
        ("ż", None),
        ("’", None),
        ("", 0),
    ],
)
def test_the_network_counts_its_own_alphabet(text: str, length: int | None):
    assert gsm_length(text) == length


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ż" * 70, 1),
        ("ż" * 71, 2),
        ("ż" * 134, 2),
        ("ż" * 135, 3),
        ("👋" * 35, 1),
        ("👋" * 36, 2),
    ],
)
def test_a_text_travels_in_so_many_parts(text: str, count: int):
    assert parts(text) == count


def test_typographic_marks_are_written_plainly():
    assert gsm_length(with_plain_marks("“Don’t” – well…\u00a0")) == 18
