"""`nearhand invite` prints a link that works once."""

from pathlib import Path

import pytest

from matcher.bootstrap import Tools
from matcher.domain.roles import Role
from matcher.service.accounts.invite import invited_by
from matcher.service.accounts.kept import account_with
from matcher.storage.schema import upgrade
from scripts import cli
from tests.web.sites import A_KEY


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    settings = {
        "NEARHAND_DATABASE_URL": f"sqlite:///{tmp_path / 'nearhand.sqlite'}",
        "NEARHAND_KEY": A_KEY,
        "NEARHAND_PUBLIC_URL": "https://help.example.org",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    tools = Tools.from_env(settings)
    upgrade(tools.database)
    return tools


def test_the_first_administrator_comes_in_by_the_printed_link(house: Tools, capsys):
    assert cli.main(["invite", "ann@example.org", "--role", "administrator"]) == cli.GOOD
    address = capsys.readouterr().out.strip()
    assert address.startswith("https://help.example.org/i/")
    secret = address.rpartition("/")[2]
    with house.acting() as act:
        assert invited_by(act, secret).email == "ann@example.org"


def test_a_coordinator_is_given_a_charity_and_its_boroughs(house: Tools, capsys):
    asked = ["invite", "bo@example.org", "--role", "coordinator", "--charity", "Lambeth Larder"]
    assert cli.main(asked) == cli.BAD_INPUT
    assert "borough" in capsys.readouterr().err
    assert cli.main([*asked, "--borough", "Lambeth", "--borough", "southwark"]) == cli.GOOD
    secret = capsys.readouterr().out.strip().rpartition("/")[2]
    with house.acting() as act:
        account = account_with(act, session_word=invited_by(act, secret).session_word)
        assert account is not None
        desk = account.desk
        assert (desk.role, len(desk.whole.boroughs), len(desk.whole.charities)) == (
            Role.COORDINATOR,
            2,
            1,
        )


def test_what_is_no_borough_is_said(house: Tools, capsys):
    asked = ["invite", "bo@example.org", "--charity", "Larder", "--borough", "Atlantis"]
    assert cli.main(asked) == cli.BAD_INPUT
    assert "Atlantis" in capsys.readouterr().err
