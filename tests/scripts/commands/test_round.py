"""`nearhand round`: one round on the database of the settings, told in plain words."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matcher.bootstrap import Tools
from matcher.service.example.stored import store_example_town
from matcher.service.example.town import example_town
from matcher.service.upkeep import upgrade_database
from scripts import cli

SETTINGS = {
    "NEARHAND_DATABASE_URL": "sqlite:///town.sqlite",
    "NEARHAND_KEY": "0123456789abcdef" * 4,
}


@pytest.fixture(autouse=True)
def _a_database_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def tools(_a_database_of_our_own) -> Tools:
    tools = Tools.from_env(SETTINGS)
    upgrade_database(tools.database)
    return tools


def said(capfd, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["round", *arguments])
    return code, *capfd.readouterr()


def test_a_round_is_run_once_an_hour_and_an_extra_one_at_once(tools: Tools, capfd):
    town = example_town(tools.postcodes, needs=60, offers=40, seed=5)
    store_example_town(tools.database, tools.sealer, town, now=tools.now())
    code, out, err = said(capfd)
    assert (code, err) == (0, "")
    assert " is done.\n" in out
    assert "volunteers asked: helpers for " in out
    assert "Most are missing in " in out
    assert out.endswith("Proven best: no other pairing costs less.\n")
    # An hour may have begun meanwhile; then there is another slot, with nobody left to ask.
    again = said(capfd)[1]
    assert "had been run already" in again or "0 volunteers asked" in again
    extra = json.loads(said(capfd, "--extra", "--json")[1])
    assert (extra["ran"], extra["recorded"]) == (True, 0)
    assert extra["report"]["unserved"]


def test_slots_are_as_long_as_the_settings_say(tools: Tools, capfd, monkeypatch):
    monkeypatch.setenv("NEARHAND_ROUND_MINUTES", "1440")
    monkeypatch.setenv("NEARHAND_ROUND_HOURS", "0-23")
    slot = datetime.fromisoformat(json.loads(said(capfd, "--json")[1])["slot"])
    assert (slot.hour, slot.minute, slot.tzinfo) == (0, 0, UTC)


def test_an_empty_town_has_nobody_waiting(tools: Tools, capfd):
    assert "Nobody was waiting for help.\n" in said(capfd)[1]


def test_a_database_that_was_not_made_yet_is_refused_with_what_to_run(capfd):
    code, out, err = said(capfd)
    assert (code, out) == (1, "")
    assert "nearhand db upgrade" in err


def test_seconds_are_told_to_whoever_asks(tools: Tools, capfd):
    assert "longest write" in said(capfd, "--verbose")[1]
