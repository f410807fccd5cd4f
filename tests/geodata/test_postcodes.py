import pickle
import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import Place, Postcodes, Precision, UnknownPostcode, normalise_postcode
from geodata.unknown import is_elsewhere

PALACE = Place("SW1A 1AA", 529_090, 179_645, "E09000033", Precision.POSTCODE)


def test_every_live_postcode_of_london_is_there(postcodes: Postcodes) -> None:
    london = [place for place, code in enumerate(postcodes.codes) if code.startswith("E09")]
    assert len(london) == 33
    assert np.isin(postcodes.authority, london).sum() == 180_879


def test_the_ring_reaches_ten_kilometres_and_no_further(postcodes: Postcodes) -> None:
    assert postcodes.find("KT13 8AA").authority == "E07000207"  # Weybridge, in Elmbridge
    with pytest.raises(UnknownPostcode):
        postcodes.find("BN1 1AA")  # Brighton


def test_rows_are_sorted_by_postcode_without_repeats(postcodes: Postcodes) -> None:
    listed = [postcodes.postcode_at(row) for row in range(0, len(postcodes), 100)]
    assert listed == sorted(set(listed))
    assert all(normalise_postcode(postcode) == postcode for postcode in listed)


@pytest.mark.parametrize("typed", ["SW1A 1AA", "sw1a1aa", " Sw1A  1aA\n", "SW1A-1AA."])
def test_a_postcode_is_found_whatever_its_spacing(postcodes: Postcodes, typed: str) -> None:
    assert postcodes.find(typed) == PALACE


@given(row=st.integers(0, 232_000), gap=st.text(alphabet=" \t\u00a0", max_size=3))
def test_every_row_is_found_by_its_own_postcode(postcodes: Postcodes, row: int, gap: str) -> None:
    postcode = postcodes.postcode_at(row)
    place = postcodes.find(postcode.replace(" ", gap).lower())
    assert place.postcode == postcode
    assert (place.easting, place.northing) == (postcodes.easting[row], postcodes.northing[row])
    assert place.authority == postcodes.codes[postcodes.authority[row]]
    assert postcodes.rows_of([postcode]).tolist() == [postcodes.row_of(postcode)] == [row]


@given(text=st.text())
def test_garbage_raises_nothing_but_unknown_postcode(postcodes: Postcodes, text: str) -> None:
    try:
        sentence = postcodes.find(text).postcode
    except UnknownPostcode as unknown:
        sentence = str(unknown)
    assert sentence
    assert "\n" not in sentence


def test_an_outward_code_gives_the_middle_of_its_postcodes_and_says_so(
    postcodes: Postcodes,
) -> None:
    rows = [r for r in range(len(postcodes)) if postcodes.postcode_at(r).startswith("SW1A ")]
    place = postcodes.find("sw1a")
    assert place.precision is Precision.OUTWARD
    assert place.postcode == "SW1A"
    assert place.easting == round(float(postcodes.easting[rows].mean()))
    assert place.northing == round(float(postcodes.northing[rows].mean()))
    assert place.authority == "E09000033"


def test_a_sector_gives_its_outward_code(postcodes: Postcodes) -> None:
    assert postcodes.find("sw1a 1") == postcodes.find("SW1A")
    assert postcodes.find("E1 6").postcode == "E1"
    assert postcodes.find("E16").postcode == "E16"


def test_a_district_without_its_letter_gives_the_middle_of_its_lettered_codes(
    postcodes: Postcodes,
) -> None:
    place = postcodes.find("SW1")
    assert (place.postcode, place.precision) == ("SW1", Precision.OUTWARD)
    palace = np.array([PALACE.easting, PALACE.northing])
    assert np.hypot(*(palace - [place.easting, place.northing])) < 2_000


def test_many_postcodes_are_looked_up_at_once(postcodes: Postcodes) -> None:
    texts = ["SW1A 1AA", "nonsense", "sw1a1aa", "SW1A", "", "ZZ99 9ZZ", "ＳＷ１Ａ１ＡＡ"]
    rows = postcodes.rows_of(texts)
    palace = rows[0]
    assert rows.tolist() == [palace, -1, palace, -1, -1, -1, palace]
    np.testing.assert_array_equal(postcodes.rows_of(np.array(texts)), rows)
    assert postcodes.rows_of([]).shape == (0,)


@given(st.lists(st.one_of(st.text(), st.sampled_from(["SW1A 1AA", "e1 6an", "N1"])), max_size=8))
def test_many_at_once_find_what_one_at_a_time_finds(postcodes: Postcodes, texts: list[str]) -> None:
    for text, row in zip(texts, postcodes.rows_of(texts).tolist(), strict=True):
        assert postcodes.row_of(text) == row
        canonical = normalise_postcode(text)
        if row >= 0:
            assert postcodes.postcode_at(row) == canonical
        elif canonical:
            with pytest.raises(UnknownPostcode):
                postcodes.find(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("SWIA 1AA", "SW1A 1AA"),
        ("SW1A OAA", "SW1A 0AA"),
        ("SW1A A1A", "SW1A 1AA"),
        ("SW1A 1AAA", "SW1A 1AA"),
    ],
)
def test_a_slip_is_met_with_a_suggestion(postcodes: Postcodes, typed: str, meant: str) -> None:
    with pytest.raises(UnknownPostcode, match=f"did you mean {meant}\\?") as caught:
        postcodes.find(typed)
    assert caught.value.suggestion == meant
    assert caught.value.text == typed


def test_several_suggestions_are_live_different_and_always_the_same(
    postcodes: Postcodes,
) -> None:
    first = postcodes.suggest("SW1A 1AX", n=5)
    assert len(set(first)) == 5
    assert (postcodes.rows_of(first) >= 0).all()
    assert postcodes.suggest("sw1a1ax", n=5) == first


@pytest.mark.parametrize("text", ["", "\x00" * 7, "😀" * 7, "A" * 1_000_000, "SW1A 1AA" * 9])
def test_garbage_has_no_suggestion(postcodes: Postcodes, text: str) -> None:
    assert postcodes.suggest(text) == ()


def test_the_sentence_shows_little_of_what_was_typed() -> None:
    assert len(str(UnknownPostcode("x" * 1_000_000))) < 140
    assert "\x00" not in str(UnknownPostcode("\x00SW1A\x00"))
    assert str(UnknownPostcode("")).startswith("What you typed is not a live postcode near London")


def test_an_unknown_postcode_survives_a_process_border() -> None:
    before = UnknownPostcode("SW1A 1AX", "SW1A 1AA", "in Great Britain")
    after = pickle.loads(pickle.dumps(before))
    assert (str(after), after.suggestion) == (str(before), before.suggestion)


def test_the_nearest_postcode_to_a_postcode_is_itself(postcodes: Postcodes) -> None:
    found = postcodes.nearest(PALACE.easting, PALACE.northing)
    assert (found.easting, found.northing) == (PALACE.easting, PALACE.northing)


def test_there_is_no_postcode_beyond_the_last_row(postcodes: Postcodes) -> None:
    for row in (-1, len(postcodes)):
        with pytest.raises(IndexError):
            postcodes.postcode_at(row)


def test_the_store_cannot_be_changed_by_accident(postcodes: Postcodes) -> None:
    with pytest.raises(ValueError, match="read-only"):
        postcodes.easting[0] = 0


def test_reading_postcodes_loads_no_geometry() -> None:
    program = (
        "import sys, geodata; geodata.Postcodes.open(); "
        "print([m for m in ('shapely', 'pyproj', 'geopy') if m in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize("typed", ["LS1 1AA", "ls11aa", "GU34 1AA", "TN1 1AA", "LS11", "LS1 1A"])
def test_another_part_of_the_country_is_named_as_such_and_nothing_is_suggested(
    postcodes: Postcodes, typed: str
) -> None:
    with pytest.raises(UnknownPostcode, match="it lies in another part of the country") as caught:
        postcodes.find(typed)
    assert caught.value.elsewhere
    assert caught.value.suggestion is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("SE51 4QN", "SE15 4QN"), ("EI4 2AB", "E14 2AB"), ("SL1 9ZZ", "SL1 9DZ")],
)
def test_a_slip_in_a_district_that_is_here_is_not_taken_for_another_part(
    postcodes: Postcodes, typed: str, meant: str
) -> None:
    with pytest.raises(UnknownPostcode) as caught:
        postcodes.find(typed)
    assert (caught.value.elsewhere, caught.value.suggestion) == (False, meant)


def test_a_postcode_without_its_last_letter_is_offered_those_that_begin_so_where_few_do(
    postcodes: Postcodes,
) -> None:
    with pytest.raises(UnknownPostcode, match="lacks its last letter; is it ") as few:
        postcodes.find("sw1a 1a")
    live = [postcodes.postcode_at(row) for row in range(len(postcodes))]
    assert few.value.likely == tuple(one for one in live if one.startswith("SW1A 1A"))
    assert few.value.unfinished
    for typed in ("SE15 4Q", "SE154Q"):
        with pytest.raises(UnknownPostcode, match="lacks its last letter; a whole") as many:
            postcodes.find(typed)
        assert (many.value.unfinished, many.value.likely) == (True, ())
        assert many.value.suggestion is None


def test_no_area_of_london_is_taken_for_another_part_of_the_country(postcodes: Postcodes) -> None:
    """Each area has most of its live postcodes here in London, or is one of the ring."""
    london = np.array([code.startswith("E09") for code in postcodes.codes])[postcodes.authority]
    districts, of_row = postcodes.outward_codes()
    areas = np.array([re.split("[0-9]", name)[0] for name in districts])[of_row]
    for area in np.unique(areas):
        share = london[areas == area].mean()
        assert is_elsewhere(f"{area}1") == (share < 0.2), area
