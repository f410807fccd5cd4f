import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.postcode_text import normalise_postcode, outward_of_partial, postcode_in

BLANKS = st.text(alphabet=" \t\n\r\u00a0\u2003\u200b-–.", max_size=3)


@given(st.sampled_from(["SW1A 1AA", "E1 6AN", "W1A 0AX", "EC1A 1BB", "N10 3HN"]), st.data())
def test_any_spacing_and_case_give_the_same_postcode(canonical: str, data: st.DataObject) -> None:
    typed = "".join(
        data.draw(BLANKS) + data.draw(st.sampled_from([character.lower(), character]))
        for character in canonical.replace(" ", "")
    )
    assert normalise_postcode(typed + data.draw(BLANKS)) == canonical


@given(st.text())
def test_the_canonical_form_is_its_own_canonical_form(text: str) -> None:
    once = normalise_postcode(text)
    assert normalise_postcode(once) == once


def test_full_width_letters_are_read() -> None:
    assert normalise_postcode("ＳＷ１Ａ　１ＡＡ") == "SW1A 1AA"


@pytest.mark.parametrize(
    "text",
    ["", " ", "SW1A", "SW1A 1A", "SW1A 1AAA", "1AA SW1A", "SW1A\x001AA", "😀", "A" * 1_000_000],
)
def test_what_has_not_the_shape_of_a_whole_postcode_has_no_canonical_form(text: str) -> None:
    assert normalise_postcode(text) == ""


@pytest.mark.parametrize(
    ("typed", "outward"),
    [
        ("SW1A", "SW1A"),
        ("sw1a 1", "SW1A"),
        ("SW1A1", "SW1A"),
        ("w11", "W11"),
        ("w1 1", "W1"),
        ("E1-6", "E1"),
        ("E165", "E16"),
        ("SW1A 1A", ""),
        ("London", ""),
    ],
)
def test_a_space_that_was_typed_says_where_a_partial_postcode_breaks(
    typed: str, outward: str
) -> None:
    assert outward_of_partial(typed) == outward


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        ("10 Downing Street, London SW1A 2AA", "SW1A 2AA"),
        ("10 downing street,london,sw1a2aa.", "SW1A 2AA"),
        ("Flat E1 6AN House, N1 1AA", "N1 1AA"),
        ("221b Baker Street", ""),
    ],
)
def test_the_last_postcode_of_an_address_is_found(address: str, postcode: str) -> None:
    assert postcode_in(address) == postcode
