"""What one cell may say, and what it is told when it may not."""

from datetime import date

import pytest

from matcher.service.sheets import cells
from matcher.service.sheets.cells import BadCell
from tests.builders import TODAY

radius = cells.a_whole_number("radius_m", 0, 1_500_000, 2000, "whole metres")


@pytest.mark.parametrize("text", ["2000", "2,000", "2 000", "2\u00a0000", "2000.0", "+2000"])
def test_a_whole_number_is_read_in_every_writing_that_has_one_meaning(text):
    assert radius(text) == 2000


@pytest.mark.parametrize(
    "text", ["two miles", "2.5", "2.000", "2,00", "1e3", "0x10", "٢٠٠٠", "2km"]
)
def test_a_number_with_two_meanings_or_none_is_refused_with_an_example(text):
    with pytest.raises(BadCell, match="radius_m must be whole metres such as 2000; this row says"):
        radius(text)


def test_a_number_out_of_its_range_is_told_the_range():
    capacity = cells.a_whole_number("capacity", 0, 10_000, 2)
    with pytest.raises(BadCell, match=r"capacity must be from 0 to 10,000; this row says “-1”\."):
        capacity("-1")


@pytest.mark.parametrize(
    "text", ["2026-03-01", "01/03/2026", "1/3/2026", "2026-03-01T09:30:00", "2026-03-01 09:30"]
)
def test_a_date_is_iso_or_british(text):
    assert cells.a_date_up_to(TODAY)(text) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-03-03", "in the future"),
        ("03/31/2026", "no such day"),
        ("2026-02-30", "no such day"),
        ("yesterday", "must be a date"),
        ("1.3.2026", "must be a date"),
        ("0000-01-01", "no such day"),
    ],
)
def test_a_date_that_is_none_or_not_yet_is_refused(text, reason):
    with pytest.raises(BadCell, match=reason):
        cells.a_date_up_to(TODAY)(text)


@pytest.mark.parametrize("text", ["food_parcel", "Food parcel", "FOOD-PARCEL", "food  parcel"])
def test_a_category_may_be_typed_as_slug_or_as_name(text):
    assert cells.a_category(text) == "food_parcel"


def test_a_near_miss_of_a_category_is_told_what_was_meant():
    with pytest.raises(
        BadCell, match=r"“grocery” is not a category of help; did you mean groceries\?"
    ):
        cells.a_category("grocery")


def test_an_unheard_of_category_is_told_all_there_are():
    with pytest.raises(BadCell, match="choose one of groceries, prescriptions"):
        cells.a_category("qqqq")


def test_lists_are_parted_by_semicolons_or_bars_and_repeat_nothing():
    languages = cells.a_set_of(cells.a_language)
    assert languages("en; eng |ben;;") == {"en", "bn"}


def test_an_unknown_language_is_named_even_in_a_list():
    with pytest.raises(BadCell, match="“klingon” is not an ISO 639 language code"):
        cells.a_set_of(cells.a_language)("en;klingon")


def test_half_days_are_read_in_any_case_and_others_are_refused():
    times = cells.a_set_of(cells.a_half_day)
    assert times("Mon-AM;wed-eve") == {"mon-am", "wed-eve"}
    with pytest.raises(BadCell, match="“monday” is not a half-day"):
        times("monday")


@pytest.mark.parametrize(
    ("text", "paused"), [("yes", True), ("TRUE", True), ("0", False), ("n", False)]
)
def test_paused_is_a_plain_yes_or_no(text, paused):
    assert cells.yes_or_no(text) is paused


def test_degrees_take_a_decimal_point_or_comma():
    assert cells.degrees("lat")("51.5") == cells.degrees("lat")("51,5") == 51.5


def test_attributes_are_the_same_in_every_writing():
    assert cells.an_attribute("DBS") == "dbs"
    assert cells.an_attribute("Wheel  chair") == "wheel_chair"


def test_an_id_keeps_everything_but_what_cannot_be_seen():
    assert cells.an_id("=1+1, “Ż”") == "=1+1, “Ż”"
    with pytest.raises(BadCell, match="cannot be seen: “a\\\\x1b"):
        cells.an_id("a\x1b[31m")
