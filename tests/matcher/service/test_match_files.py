"""From two files to three: everything is written, or nothing is."""

import csv
import json
import os
from dataclasses import replace
from datetime import date

import pytest

from matcher.domain.params import Params
from matcher.domain.refusals import Invalid
from matcher.service.match_files import Paths, RowsRefused, first_few, match_files
from matcher.service.sheets.rejected import RejectedRow
from tests.builders import TODAY

NEEDS = "id,category,postcode,languages\nn1,groceries,SW1A 1AA,en\n n2 ,phone_call,SE1 7PB,\n"
OFFERS = "id,categories,postcode\n=o1,groceries,SW1A 1AA\no2,phone_call;visit,CR0 1NX\n"


@pytest.fixture
def paths(a_file, tmp_path) -> Paths:
    return Paths(
        needs=a_file(NEEDS, "needs.csv"),
        offers=a_file(OFFERS, "offers.csv"),
        matches=tmp_path / "matches.csv",
        report=tmp_path / "report.json",
        map=tmp_path / "map.html",
    )


@pytest.fixture
def run(london):
    def run(paths: Paths, *, today: date = TODAY, **options):
        return match_files(paths, london, today=today, params=Params(), **options)

    return run


def rows_in(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_two_sheets_become_matches_a_report_and_a_map(paths, run):
    run(paths)
    first, second = rows_in(paths.matches)
    assert (first["need_id"], first["offer_id"], first["distance_m"]) == ("n1", "'=o1", "0")
    assert (second["need_id"], second["offer_id"], second["cost"]) == ("n2", "o2", "0")
    assert first["reason"].startswith("0 m away in the same borough; shares English;")
    report = json.loads(paths.report.read_text("utf-8"))
    assert report["counts"]["served_units"] == 2
    assert report["objective"] == report["lower_bound"]
    assert report["peak_memory_mb"] > 0
    assert {"read_needs", "read_offers", "match", "write_matches", "draw_map"} <= report[
        "seconds"
    ].keys()
    assert paths.map.read_text("utf-8").startswith("<!doctype html>")


def test_no_map_is_drawn_where_none_is_named(paths, run):
    run(replace(paths, map=None))
    assert sorted(path.name for path in paths.matches.parent.iterdir()) == [
        "matches.csv",
        "needs.csv",
        "offers.csv",
        "report.json",
    ]


def test_bad_rows_are_left_out_and_named(paths, run):
    paths.needs.write_text(NEEDS + "n3,groceries,nowhere,\n")
    done, _ = run(paths)
    assert len(done.matching.matches) == 2
    (row,) = json.loads(paths.report.read_text("utf-8"))["rejected"]
    assert (row["file"], row["line"], row["column"]) == ("needs.csv", 4, "postcode")


def test_strict_writes_nothing_when_one_row_is_bad(paths, run):
    paths.needs.write_text(NEEDS + "n3,groceries,nowhere,\n")
    with pytest.raises(RowsRefused, match="1 row was refused, so nothing was written:\n  needs"):
        run(paths, strict=True)
    assert not any(path.exists() for path in paths.results)


def test_a_file_without_one_good_row_is_refused_and_an_empty_one_is_not(paths, run):
    paths.offers.write_text("id,categories,postcode\no1,groceries,nowhere\n")
    with pytest.raises(Invalid, match=r"offers\.csv: every row was refused"):
        run(paths)
    assert not paths.report.exists()
    paths.offers.write_text("id,categories,postcode\n")
    done, _ = run(paths)
    assert done.tally.town.unserved == 2
    assert rows_in(paths.matches) == []


def test_a_result_never_takes_the_place_of_a_sheet(paths, run):
    with pytest.raises(Invalid, match="is one of the sheets to read"):
        run(replace(paths, report=paths.needs))
    assert paths.needs.read_text() == NEEDS


def test_matches_are_not_written_under_the_name_of_a_workbook(paths, run, tmp_path):
    with pytest.raises(Invalid, match=r"name a file ending in \.csv"):
        run(replace(paths, matches=tmp_path / "matches.xlsx"))


def test_a_disk_that_fails_at_the_second_file_brings_the_first_one_back(paths, run, monkeypatch):
    for path in paths.results:
        path.write_text("last week")
    moves = []
    replace_file = os.replace

    def fail_at_second(source, target):
        moves.append(target)
        if len(moves) == 2:
            raise OSError(28, "No space left on device")
        replace_file(source, target)

    monkeypatch.setattr(os, "replace", fail_at_second)
    with pytest.raises(OSError, match="No space"):
        run(paths)
    assert [path.read_text() for path in paths.results] == ["last week"] * 3
    assert len(list(paths.matches.parent.iterdir())) == 5


def test_the_order_of_the_rows_changes_nothing(paths, run):
    run(paths)
    first = paths.matches.read_bytes()
    for path in (paths.needs, paths.offers):
        header, *rows = path.read_text().splitlines()
        path.write_text("\n".join([header, *reversed(rows)]) + "\n")
    run(paths)
    assert paths.matches.read_bytes() == first


def test_only_the_first_few_refused_rows_are_told():
    rows = tuple(RejectedRow("n.csv", line, "id", "Why.", "") for line in range(2, 9))
    assert first_few(rows).splitlines() == [
        *(f"  n.csv, line {line}, id: Why." for line in range(2, 7)),
        "  … and 2 more.",
    ]


def test_progress_tells_each_stage_from_its_start_to_its_end(paths, run):
    told: dict[str, list[float]] = {}
    run(paths, progress=lambda stage, part: told.setdefault(stage, []).append(part))
    assert told["Reading needs"][-1] == told["Reading offers"][-1] == 1.0
