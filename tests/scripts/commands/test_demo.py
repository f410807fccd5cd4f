"""The whole service once, as processes: a town is made, walked through, and written to."""

import json
from pathlib import Path

import pytest

from scripts import cli
from scripts.demo_site import DATABASE, TOWN, demo_in
from scripts.demo_walk import Walker

SMALL = ["--port", "0", "--residents", "30", "--volunteers", "30"]


def test_a_demo_is_made_walked_through_and_ended_and_can_be_looked_at_again(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    folder = tmp_path / "demo"
    assert cli.main(["demo", str(folder), "--check", *SMALL]) == 0, capfd.readouterr().err
    assert "Checked: the pages answer" in capfd.readouterr().err
    town = json.loads((folder / TOWN).read_text(encoding="utf-8"))
    assert {login["role"] for login in town["logins"]} == {"administrator", "coordinator", "intake"}
    assert set(town["pages"]) >= {"proposal", "volunteer"}
    assert all((folder / name).stat().st_mode & 0o077 == 0 for name in (TOWN, "keys.json"))


def test_a_demo_that_was_stopped_while_it_was_made_is_not_taken_for_one(tmp_path: Path, capfd):
    (tmp_path / DATABASE).touch()
    assert cli.main(["demo", str(tmp_path), "--check", *SMALL]) == 1
    assert "was stopped while it was made" in capfd.readouterr().err


def test_a_demo_keeps_its_own_keys_and_nobody_elses_settings(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("NEARHAND_DATABASE_URL", "postgresql://the-real-one/nearhand")
    first, again = demo_in(tmp_path, 8000), demo_in(tmp_path, 8001)
    assert first.settings["NEARHAND_KEY"] == again.settings["NEARHAND_KEY"]
    assert str(tmp_path) in first.settings["NEARHAND_DATABASE_URL"]


def test_the_walk_complains_of_a_site_that_does_not_answer():
    walker = Walker("http://127.0.0.1:1")
    complaints = list(walker.complaints({"resident": "/n/s3cret"}, "a@b.example", "p", "c"))
    assert complaints[0] == "/ is no page: no answer (URLError)"
    assert "s3cret" not in str(complaints)
