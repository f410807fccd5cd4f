"""`nearhand match` as a coordinator meets it: exit codes, sentences, files."""

import json
from pathlib import Path

import pytest

from scripts import cli

NEEDS = "id,category,postcode\nn1,groceries,SW1A 1AA\nn2,visit,SE1 7PB\n"
OFFERS = "id,categories,postcode\no1,groceries,SW1A 1AA\n"


@pytest.fixture
def nearhand(capfd, tmp_path: Path, monkeypatch):
    """Run one command in a folder with two good sheets; return its code and what it said."""
    monkeypatch.chdir(tmp_path)
    Path("needs.csv").write_text(NEEDS)
    Path("offers.csv").write_text(OFFERS)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["match", *arguments])
        return code, *capfd.readouterr()

    return call


def test_a_run_says_what_was_found_what_is_missing_and_where_it_is_written(nearhand):
    code, said, remarks = nearhand("needs.csv", "offers.csv", "--map", "map.html")
    assert (code, remarks) == (0, "")
    assert said.startswith("1 of 2 (50%) helpers found, for 2 needs among 1 offer; 0 m away")
    assert "Most are missing in Lambeth (1)." in said
    assert "1: nobody offers this kind of help" in said
    assert "Proven best: no other pairing costs less." in said
    assert said.endswith("Written: matches.csv, report.json and map.html.\n")
    assert Path("map.html").exists()


def test_refused_rows_are_told_beside_the_result(nearhand):
    Path("needs.csv").write_text(NEEDS + "n3,visit,SW1A 1AO\n")
    code, said, remarks = nearhand("needs.csv", "offers.csv", "--report", "r.json")
    assert code == 0
    assert "helpers found" in said
    assert remarks == (
        "1 row was refused; all are in r.json:\n"
        "  needs.csv, line 4, postcode: SW1A 1AO is not a live postcode near London; "
        "did you mean SW1A 1AA?\n"
    )


def test_strict_is_refused_with_exit_code_1_and_writes_nothing(nearhand):
    Path("needs.csv").write_text(NEEDS + "n3,visit,SW1A 1AO\n")
    code, said, remarks = nearhand("needs.csv", "offers.csv", "--strict")
    assert (code, said) == (1, "")
    assert remarks.startswith("1 row was refused, so nothing was written:")
    assert not Path("matches.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("none.csv", "offers.csv"), "none.csv: No such file or directory."),
        (("offers.csv", "needs.csv"), "offers.csv: the first line must name the columns; category"),
        (("needs.csv", "offers.csv", "--out", "needs.csv"), "is one of the sheets to read"),
        (("needs.csv", "offers.csv", "--out", "report.json"), "Two results cannot go into one"),
        (("needs.csv", "offers.csv", "--out", "no/where.csv"), "there is no folder"),
        (("needs.csv", "offers.csv", "--today", "1 March"), "--today"),
        (("needs.csv", "offers.csv", "--time-limit", "0"), "--time-limit"),
        (("needs.csv",), "OFFERS"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(nearhand, arguments, sentence):
    code, said, remarks = nearhand(*arguments)
    assert (code, said) == (2, "")
    assert sentence in remarks
    assert "Traceback" not in remarks
    assert not Path("matches.csv").exists()


def test_waiting_is_counted_from_the_day_that_was_named(nearhand):
    Path("needs.csv").write_text(
        "id,category,postcode,registered_at\nn1,groceries,SW1A 1AA,2020-04-01\n"
    )
    assert nearhand("needs.csv", "offers.csv", "--today", "2020-03-31")[0] == 2
    assert nearhand("needs.csv", "offers.csv", "--today", "2020-04-01")[0] == 0
    assert json.loads(Path("report.json").read_text())["today"] == "2020-04-01"


def test_verbose_adds_the_seconds_of_each_stage(nearhand):
    _, said, _ = nearhand("needs.csv", "offers.csv", "--verbose")
    assert "read_needs" in said
    assert "write_matches" in said


def test_ignored_columns_are_mentioned(nearhand):
    Path("offers.csv").write_text("id,categories,postcode,[notes]\no1,visit,SW1A 1AA,x\n")
    assert "offers.csv: not used: “[notes]”." in nearhand("needs.csv", "offers.csv")[2]
