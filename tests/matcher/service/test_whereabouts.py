"""Where somebody lives, from what they know of it."""

import pytest

from matcher.domain.refusals import Invalid
from matcher.service.gazetteer import Gazetteer
from matcher.service.whereabouts import KnownBy, UnknownPlace, place_of_postcode, place_of_street

SOUTHWARK, LEWISHAM = "E09000028", "E09000023"


def test_a_postcode_is_found_however_it_is_typed(london: Gazetteer):
    place = place_of_postcode(london, " se15-4qn ")
    assert (place.postcode, place.borough, place.known_by) == (
        "SE15 4QN",
        SOUTHWARK,
        KnownBy.POSTCODE,
    )
    assert place.cell.startswith("TQ3")
    assert "SE15" not in repr(place)


def test_one_slip_brings_the_postcode_that_was_meant(london: Gazetteer):
    with pytest.raises(UnknownPlace) as unknown:
        place_of_postcode(london, "5E15 4QN")
    assert unknown.value.suggestion == "SE15 4QN"
    assert str(unknown.value).endswith("Did you mean SE15 4QN?")


def test_half_a_postcode_is_told_from_a_wrong_one(london: Gazetteer):
    with pytest.raises(UnknownPlace) as half:
        place_of_postcode(london, "SE15")
    assert half.value.partly
    with pytest.raises(UnknownPlace) as wrong:
        place_of_postcode(london, "nowhere at all")
    assert (wrong.value.partly, wrong.value.suggestion) == (False, None)


def test_a_postcode_of_another_part_of_the_country_is_told_so(london: Gazetteer):
    with pytest.raises(UnknownPlace, match="outside London") as elsewhere:
        place_of_postcode(london, "LS1 1AA")
    assert (elsewhere.value.elsewhere, elsewhere.value.suggestion) == (True, None)


def test_a_postcode_without_its_last_letter_names_the_few_that_it_may_be(london: Gazetteer):
    with pytest.raises(UnknownPlace, match="Write all of it, such as"):
        place_of_postcode(london, "SE15 4Q")
    with pytest.raises(UnknownPlace, match="Is it one of these: SE15 4TG, ") as few:
        place_of_postcode(london, "SE15 4T")
    assert "SE15 4TG" in few.value.likely


def test_without_a_postcode_a_street_lies_in_the_middle_of_its_borough_and_says_so(
    london: Gazetteer,
):
    place = place_of_street(london, " 4  Rye Lane ", SOUTHWARK)
    assert (place.postcode, place.borough, place.known_by) == (None, SOUTHWARK, KnownBy.BOROUGH)
    assert place.street == "4 Rye Lane"
    assert "Rye" not in repr(place)


def test_half_a_postcode_brings_a_street_nearer(london: Gazetteer):
    place = place_of_street(london, "4 Rye Lane", SOUTHWARK, "se15")
    assert (place.known_by, place.postcode, place.borough) == (KnownBy.OUTWARD, None, SOUTHWARK)
    assert place.point != place_of_street(london, "4 Rye Lane", SOUTHWARK).point


def test_a_half_that_two_boroughs_share_leaves_the_borough_that_was_named(london: Gazetteer):
    """Most of SE15 lies in Southwark; who lives in its other part is no Southwark resident."""
    here = place_of_street(london, "4 Rye Lane", SOUTHWARK, "SE15")
    there = place_of_street(london, "4 Rye Lane", LEWISHAM, "SE15")
    assert (here.borough, there.borough) == (SOUTHWARK, LEWISHAM)
    assert here.point != there.point


@pytest.mark.parametrize(
    ("street", "borough", "half", "field"),
    [
        (" ", SOUTHWARK, "", "street"),
        ("x" * 121, SOUTHWARK, "", "street"),
        ("4 Rye Lane", "E99", "", "borough"),
        ("4 Rye Lane", SOUTHWARK, "QQ99", "first_half"),
        ("4 Rye Lane", SOUTHWARK, "E17", "first_half"),
    ],
)
def test_what_is_missing_of_a_street_is_said(
    london: Gazetteer, street: str, borough: str, half: str, field: str
):
    with pytest.raises(Invalid) as refusal:
        place_of_street(london, street, borough, half)
    assert refusal.value.field == field
