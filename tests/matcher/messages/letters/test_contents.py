"""The values that letters are made of take no free text."""

import pytest

from matcher.domain.refusals import Invalid
from matcher.messages.letters.contents import Code, Help, Link
from tests.builders import LAMBETH
from tests.matcher.messages.posting import SECRET


@pytest.mark.parametrize("path", [f"/n/{SECRET}", f"/proposals/{'0af9' * 8}"])
def test_a_link_is_a_page_and_a_secret(path: str):
    assert Link(path).path == path


@pytest.mark.parametrize(
    "path",
    [
        SECRET,
        f"/{SECRET}",
        "/n/",
        "/n/short",
        f"/n/{SECRET}/mary",
        f"/n/{SECRET}?name=mary",
        f"/n/{SECRET}#mary",
        f"//evil.example/{SECRET}",
        f"https://evil.example/n/{SECRET}",
        f"/n/{SECRET}\n",
        f"/n/{SECRET}x",
    ],
)
def test_a_link_is_nothing_else(path: str):
    with pytest.raises(Invalid, match="random secret"):
        Link(path)


@pytest.mark.parametrize(
    "digits", ["", "12345", "1234567", "12 456", "abcdef", "١٢٣٤٥٦", "123456\n"]
)
def test_a_code_is_six_digits(digits: str):
    with pytest.raises(Invalid, match="six digits"):
        Code(digits)


@pytest.mark.parametrize(
    ("category", "borough"), [("shopping", LAMBETH), ("groceries", "Lambeth"), ("groceries", "")]
)
def test_help_is_a_category_and_a_boroughs_code(category: str, borough: str):
    with pytest.raises(Invalid, match="A letter names"):
        Help(category, borough)


def test_secrets_do_not_slip_into_logs():
    assert SECRET not in repr(Link(f"/n/{SECRET}"))
    assert "482913" not in repr(Code("482913"))
