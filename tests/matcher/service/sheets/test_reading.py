"""Sheets of needs and offers: good rows become values, bad rows get a line and a reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.refusals import Invalid
from matcher.domain.urgency import Urgency
from matcher.service.gazetteer import Gazetteer
from matcher.service.sheets.columns import ROWS_IN_A_BATCH
from matcher.service.sheets.reading import Sheet, read_needs, read_offers
from tests.builders import TODAY

PALACE = "E09000033"  # Westminster, where SW1A 1AA is
NEED = "id,category,postcode"
OFFER = "id,categories,postcode"


def reasons(sheet: Sheet[object]) -> list[tuple[int, str, str]]:
    return [(row.line, row.column, row.reason) for row in sheet.rejected]


def test_a_need_that_says_nothing_more_has_the_usual_values(a_file, london):
    (need,) = read_needs(a_file(f"{NEED}\nn1,groceries,sw1a1aa\n"), london, today=TODAY).values
    assert (need.id, need.category, need.borough) == ("n1", "groceries", PALACE)
    assert (need.place.easting, need.place.northing) == (529090, 179645)
    assert (need.people_needed, need.urgency, need.days_waiting(TODAY)) == (1, Urgency.ROUTINE, 0)
    assert need.languages == need.requires == need.availability == need.avoid == frozenset()


def test_a_need_keeps_everything_that_its_row_says(a_file, london):
    path = a_file(
        f"{NEED},people_needed,urgency,registered_at,languages,requires,availability,avoid\n"
        ' N 1 ,Visit,SW1A 1AA,2,URGENT,2026-02-20,"en;ben",DBS|car,mon-am|wed-eve,"v1; V 2"\n'
    )
    (need,) = read_needs(path, london, today=TODAY).values
    assert (need.id, need.people_needed, need.urgency) == ("N 1", 2, Urgency.URGENT)
    assert need.registered_on == date(2026, 2, 20)
    assert need.languages == {"en", "bn"}
    assert need.requires == {"dbs", "car"}
    assert need.availability == {"mon-am", "wed-eve"}
    assert need.avoid == {"v1", "V 2"}


def test_an_offer_has_its_defaults_and_keeps_what_its_row_says(a_file, london):
    path = a_file(
        f"{OFFER};radius_m;capacity;recent_matches;languages;provides;availability;paused\n".replace(
            ",", ";"
        )
        + "v1;groceries|visit;SW1A 1AA;;;;;;;\n"
        + "v2;visit;SW1A 1AA;3,500;2;4;so;dbs;sat-pm;yes\n"
    )
    first, second = read_offers(path, london).values
    assert first.categories == {"groceries", "visit"}
    assert (first.radius_m, first.capacity, first.recent, first.paused) == (2000, 1, 0, False)
    assert first.languages == {"en"}
    assert (second.radius_m, second.capacity, second.recent, second.paused) == (3500, 2, 4, True)
    assert (second.languages, second.provides) == ({"so"}, {"dbs"})


def test_degrees_stand_in_where_the_postcode_is_empty(a_file, london):
    path = a_file(
        "id;category;postcode;lat;lon\na;visit;;51,501009;-0,141588\nb;visit;SW1A 1AA;52.0;-1.0\n"
    )
    by_degrees, by_postcode = read_needs(path, london, today=TODAY).values
    assert by_degrees.place == by_postcode.place
    assert by_degrees.borough == by_postcode.borough == PALACE


@pytest.mark.parametrize(
    ("place", "column", "sentence"),
    [
        (",-0.14,51.5", "lat", "Latitude and longitude look swapped"),
        (",48.85,2.35", "lat", "outside Great Britain"),
        (",53.48,-2.24", "lat", "outside the boroughs we know"),
        (",north,-0.1", "lat", "lat must be degrees such as 51.5074; this row says “north”."),
        (",51.5,", "postcode", "This row has no place; give a postcode, or both lat and lon."),
        ("SW1A 1AO,,", "postcode", "did you mean SW1A 1AA?"),
        ("SW1A,,", "postcode", "only a part of a postcode"),
        ("M1 1AE,,", "postcode", "M1 1AE is not a live postcode near London"),
    ],
)
def test_a_place_that_cannot_be_is_refused_with_a_reason(a_file, london, place, column, sentence):
    sheet = read_needs(
        a_file(f"id,category,postcode,lat,lon\nok,visit,SW1A 1AA,,\nbad,visit,{place}\n"),
        london,
        today=TODAY,
    )
    assert [need.id for need in sheet.values] == ["ok"]
    ((line, blamed, reason),) = reasons(sheet)
    assert (line, blamed) == (3, column)
    assert sentence in reason


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (",groceries,SW1A 1AA,2000,1", "id", ""),
        ("v,grocery,SW1A 1AA,2000,1", "categories", "grocery"),
        ("v,,SW1A 1AA,2000,1", "categories", ""),
        ("v,groceries,SW1A 1AA,2000,-1", "capacity", "-1"),
        ("v,groceries,SW1A 1AA,two miles,1", "radius_m", "two miles"),
        ("v,groceries,SW1A 1AA,2000", "", "2000"),
        ("v,groceries,SW1A 1AA,2000,1,9", "", "9"),
        ("v,groceries," + "x" * 20_000 + ",2000,1", "postcode", "x" * 40 + "…"),
    ],
)
def test_each_bad_row_is_refused_alone(a_file, london, row, column, value):
    sheet = read_offers(
        a_file(f"{OFFER},radius_m,capacity\na,visit,SW1A 1AA,,\n{row}\nz,visit,SE1 7PB,,\n"), london
    )
    assert [offer.id for offer in sheet.values] == ["a", "z"]
    ((line, blamed, _),) = reasons(sheet)
    assert (line, blamed, sheet.rejected[0].value) == (3, column, value)


def test_the_second_row_of_an_id_is_refused_and_told_the_first(a_file, london):
    path = a_file(
        f"{NEED}\na,visit,SW1A 1AA\nb,visit,SW1A 1AA\n a ,visit,SE1 7PB\nA,visit,SE1 7PB\n"
    )
    sheet = read_needs(path, london, today=TODAY)
    assert [need.id for need in sheet.values] == ["a", "b", "A"]
    assert reasons(sheet) == [
        (4, "id", "Line 2 has this id already; give each row an id of its own.")
    ]


def test_rows_padded_with_empty_cells_are_whole(a_file, london):
    sheet = read_needs(a_file(f"{NEED}\na,visit,SW1A 1AA,,,\n,,,,\n"), london, today=TODAY)
    assert len(sheet.values) == 1
    assert sheet.rejected == ()


def test_rows_go_on_after_more_blank_ones_than_a_batch_holds(a_file, london):
    blank = ",,\n" * (ROWS_IN_A_BATCH + 1)
    sheet = read_needs(a_file(f"{NEED}\n{blank}a,visit,SW1A 1AA\n"), london, today=TODAY)
    assert [need.id for need in sheet.values] == ["a"]


def test_an_id_is_known_again_in_a_later_batch(a_file, london):
    rows = "".join(f"n{row},visit,SW1A 1AA\n" for row in range(ROWS_IN_A_BATCH + 1))
    sheet = read_needs(a_file(f"{NEED}\n{rows}n0,visit,SW1A 1AA\n"), london, today=TODAY)
    assert len(sheet.values) == ROWS_IN_A_BATCH + 1
    assert sheet.rejected[0].reason.startswith("Line 2 has this id already")


def test_a_header_alone_is_an_empty_answer(a_file, london):
    sheet = read_needs(a_file(NEED), london, today=TODAY)
    assert sheet.values == sheet.rejected == ()


def test_a_missing_column_is_named_beside_those_that_were_found(a_file, london):
    with pytest.raises(Invalid) as refusal:
        read_needs(a_file("id,kind\n1,x\n"), london, today=TODAY)
    assert str(refusal.value) == (
        "sheet.csv: the first line must name the columns; category and postcode (or lat and lon) "
        "are missing, and these were found: id, kind."
    )


def test_refused_rows_stand_in_the_order_of_their_lines(a_file, london):
    postcodes = ["SW1A 1AA", "nowhere", "N\0L"] * 70
    rows = "".join(f"v{n},visit,{postcode}\n" for n, postcode in enumerate(postcodes))
    lines = [
        row.line for row in read_needs(a_file(f"{NEED}\n{rows}"), london, today=TODAY).rejected
    ]
    assert lines == sorted(lines)
    assert len(lines) == 140


def test_one_place_off_the_map_costs_none_of_the_others(a_file, london):
    degrees = ["51.5,-0.1"] * 5 + ["-0.1,51.5"] + ["51.5,-0.1"] * 5
    rows = "".join(f"n{n},visit,{place}\n" for n, place in enumerate(degrees))
    sheet = read_needs(a_file(f"id,category,lat,lon\n{rows}"), london, today=TODAY)
    assert [row.line for row in sheet.rejected] == [7]
    assert {need.place for need in sheet.values} == {sheet.values[0].place}
    assert sheet.values[0].place.easting > 500_000


def test_a_cell_of_twenty_thousand_characters_is_too_long(a_file, london):
    path = a_file(f"{NEED},requires\na,visit,SW1A 1AA,{'dbs;' * 5_000}\n")
    (row,) = read_needs(path, london, today=TODAY).rejected
    assert (row.column, row.reason) == (
        "requires",
        "This cell is longer than 10,000 characters; shorten it.",
    )


@given(st.binary(max_size=200), st.booleans())
def test_whatever_the_bytes_reading_gives_a_sheet_or_one_sentence(
    london: Gazetteer, tmp_path_factory: pytest.TempPathFactory, content: bytes, with_header: bool
):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes((f"{NEED},lat,lon\n".encode() if with_header else b"") + content)
    try:
        sheet = read_needs(path, london, today=TODAY)
    except Invalid as refusal:
        assert not with_header, refusal  # noqa: PT017 - only a whole header must never refuse
    else:
        assert all(row.reason and row.line > 0 for row in sheet.rejected)
