"""`nearhand example`: a pair of sheets to try things on, and the bundled pair is one of them."""

from pathlib import Path

from scripts import cli

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def test_an_example_is_written_and_the_next_command_is_shown(tmp_path, capfd):
    folder = tmp_path / "new" / "town"
    assert cli.main(["example", str(folder), "--needs", "20", "--offers", "10", "--seed", "1"]) == 0
    assert (
        f"nearhand match {folder}/needs.csv {folder}/offers.csv --today" in capfd.readouterr().out
    )
    assert len((folder / "needs.csv").read_text().splitlines()) == 21
    assert len((folder / "offers.csv").read_text().splitlines()) == 11


def test_the_bundled_pair_is_what_the_command_writes(tmp_path):
    assert cli.main(["example", str(tmp_path)]) == 0
    for name in ("needs.csv", "offers.csv"):
        bundled = (ROOT / "examples" / "london" / name).read_bytes()
        assert (tmp_path / name).read_bytes() == bundled


def test_a_file_where_the_folder_should_be_is_refused(tmp_path, capfd):
    (tmp_path / "file").write_text("")
    assert cli.main(["example", str(tmp_path / "file")]) == 2
    assert "file" in capfd.readouterr().err


def test_a_negative_count_is_refused(tmp_path):
    assert cli.main(["example", str(tmp_path), "--needs", "-1"]) == 2
