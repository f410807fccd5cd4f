"""What must be there before anybody is served is said in one sentence, before anything starts."""

import os
import socket
from pathlib import Path

import pytest

from matcher.bootstrap import Tools
from scripts import cli
from tests.matcher.service.sending import a_reader
from tests.web.sites import A_KEY, living_tools

ANOTHER_KEY = "ffeeddccbbaa99887766554433221100" * 2
A_SECRET = "a secret of the tests, which nobody keeps"


@pytest.fixture
def living(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Settings with which both would start: tests take one away."""
    tools = living_tools(tmp_path)
    monkeypatch.setenv("NEARHAND_DATABASE_URL", tools.config.database_url)
    monkeypatch.setenv("NEARHAND_KEY", A_KEY)
    monkeypatch.setenv("NEARHAND_SECRET_KEY", A_SECRET)
    tools.database.close()
    return monkeypatch


def complaint(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    return cli.main([command]), capsys.readouterr().err


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_without_tables_neither_starts(command: str, living, tmp_path: Path, capsys):
    living.setenv("NEARHAND_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert complaint(command, capsys) == (
        1,
        "The database is empty; run `nearhand db upgrade` once, then this.\n",
    )


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_without_the_key_neither_starts(command: str, living, capsys):
    living.delenv("NEARHAND_KEY")
    code, said = complaint(command, capsys)
    assert code == 2
    assert said.startswith("NEARHAND_KEY is not set")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "command", [["serve"], ["worker"], ["round"], ["invite", "kim@example.org"], ["db", "check"]]
)
def test_with_a_key_that_does_not_open_what_is_kept_nothing_starts(
    command: list[str], living, tmp_path: Path, capsys
):
    tools = Tools.from_env(os.environ)
    with tools.acting() as act:
        a_reader(act.store, sealer=tools.sealer)
    tools.database.close()
    living.setenv("NEARHAND_KEY", ANOTHER_KEY)
    assert cli.main(command) in (1, 2)
    said = capsys.readouterr().err
    assert said.startswith("NEARHAND_KEY does not open the details that are kept")
    assert said.count("\n") == 1


def test_without_the_secret_no_page_is_served(living, capsys):
    living.delenv("NEARHAND_SECRET_KEY")
    code, said = complaint("serve", capsys)
    assert code == 2
    assert said.startswith("NEARHAND_SECRET_KEY is not set")


def test_with_a_post_that_makes_no_sense_no_clock_is_kept(living, capsys):
    living.setenv("NEARHAND_EMAIL_FROM", "nobody")
    code, said = complaint("worker", capsys)
    assert code == 2
    assert said.startswith("NEARHAND_EMAIL_FROM: ")


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.1", "no such host"])
def test_at_a_place_that_is_not_ours_no_page_is_served(host: str, living, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code = cli.main(["serve", "--host", host, "--port", str(taken.getsockname()[1])])
    said = capsys.readouterr().err
    assert code == 2
    assert said.startswith(f"Nothing can answer at {host}, port ")
    assert said.count("\n") == 1
