"""Whom letters are from is fit for a text message and a link."""

import pytest

from matcher.domain.refusals import Invalid
from tests.matcher.messages.posting import a_letterhead


@pytest.mark.parametrize(
    "base_url",
    ["https://help.example.org", "https://help.example.org:8443", "http://127.0.0.1:8000"],
)
def test_pages_are_served_from_a_site(base_url: str):
    assert a_letterhead(base_url=base_url).base_url == base_url


@pytest.mark.parametrize(
    "base_url",
    [
        "help.example.org",
        "http://help.example.org",
        "https://help.example.org/",
        "https://help.example.org/pages",
        "https://sam:pw@help.example.org",
        "https://help.example.org?x",
        "https://[half",
        "https://a b",
        "ftp://help.example.org",
        "https://",
    ],
)
def test_anything_else_is_refused_with_an_example(base_url: str):
    with pytest.raises(Invalid, match=r"such as https://help\.example\.org"):
        a_letterhead(base_url=base_url)


@pytest.mark.parametrize("name", ["", " ", "Lambeth Neighbours Together", "Żaba", "Near\nhand"])
def test_the_name_fits_into_a_text_message(name: str):
    with pytest.raises(Invalid, match="The service's name"):
        a_letterhead(name=name)


def test_the_telephone_is_a_number():
    assert a_letterhead(telephone="020 7946 0000").telephone == "020 7946 0000"
    with pytest.raises(Invalid, match="digits and spaces"):
        a_letterhead(telephone="ask Mary")
