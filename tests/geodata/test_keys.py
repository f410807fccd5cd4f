import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.keys import NO_KEY, key_of, keys_of, postcode_of
from geodata.postcode_text import normalise_postcode

POSTCODES = st.from_regex(r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}", fullmatch=True)


@given(POSTCODES)
def test_a_key_gives_its_postcode_back(postcode: str) -> None:
    assert postcode_of(key_of(postcode)) == postcode


@given(st.lists(POSTCODES))
def test_keys_sort_as_postcodes_do(postcodes: list[str]) -> None:
    assert [postcode_of(key) for key in sorted(map(key_of, postcodes))] == sorted(postcodes)


MESSY = st.one_of(
    st.text(),
    POSTCODES,
    POSTCODES.map(str.lower),
    POSTCODES.map(lambda text: text.replace(" ", "/")),
    POSTCODES.map(lambda text: text.replace(" ", "X")),
    POSTCODES.map(lambda text: f"\u00a0{text.replace(' ', '–')}?"),
    st.text(alphabet="sw1a 1AA?ß\x00", max_size=12),
)


@given(st.lists(MESSY, max_size=20))
def test_many_at_once_give_the_keys_of_one_at_a_time(texts: list[str]) -> None:
    for text, key in zip(texts, keys_of(texts).tolist(), strict=True):
        canonical = normalise_postcode(text)
        if canonical:
            assert key == key_of(canonical)
        else:
            # Other texts of five to seven letters and digits may have a key, but it is not
            # that of a postcode.
            assert key == NO_KEY or not normalise_postcode(postcode_of(key))


@given(st.lists(POSTCODES, min_size=1))
def test_a_numpy_array_and_a_list_give_the_same_keys(postcodes: list[str]) -> None:
    np.testing.assert_array_equal(keys_of(np.array(postcodes)), keys_of(postcodes))


@pytest.mark.parametrize(
    "text",
    ["", "\x00" * 7, "😀" * 7, "A" * 1_000_000, "SW1A/1AA", "SW1A\x001AA", "SW1A X1AA", "N1 A"],
)
def test_texts_that_are_no_postcode_have_no_key(text: str) -> None:
    assert keys_of(["SW1A 1AA", text, "N1 1AA"]).tolist() == [
        key_of("SW1A 1AA"),
        NO_KEY,
        key_of("N1 1AA"),
    ]


def test_no_texts_have_no_keys() -> None:
    assert keys_of([]).shape == (0,)
