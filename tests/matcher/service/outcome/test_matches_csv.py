"""matches.csv: ids as typed, names of boroughs, and nothing that a spreadsheet would run."""

import csv
import io

import pytest

from matcher.service.outcome.matches_csv import safe_cell, write_matches


@pytest.mark.parametrize(
    "id", ["R-118", "007", " ", "-5", "+447700900123", "-1,5", "a=b", "'x", "٣"]
)
def test_an_id_that_runs_nothing_stays_exactly_as_typed(id):
    assert safe_cell(id) == id


@pytest.mark.parametrize("id", ["=1+1", "+1+1", "-cmd|' /C calc'!A0", "@SUM(1)", "=", "-a", "-5="])
def test_an_id_that_a_spreadsheet_would_run_becomes_text(id):
    assert safe_cell(id) == f"'{id}"


def test_each_match_is_a_row_with_its_reason(done):
    out = io.StringIO(newline="")
    write_matches(out, done.matching.matches, done.need_of, done.borough_name)
    first, second = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert first == {
        "need_id": "n1",
        "offer_id": "o1",
        "distance_m": "850",
        "cost": "850",
        "need_borough": "Lambeth",
        "offer_borough": "Lambeth",
        "reason": "850 m away in the same borough; no other volunteer was eligible.",
    }
    assert second["offer_id"] == "'@o2"
