"""`nearhand db`: the whole life of a database, and each refusal in one sentence."""

from pathlib import Path

import pytest

from scripts import cli


@pytest.fixture(autouse=True)
def _a_database_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEARHAND_DATABASE_URL", "sqlite:///town.sqlite")


def said(capfd, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["db", *arguments])
    return code, *capfd.readouterr()


def test_a_database_is_made_checked_backed_up_and_restored(capfd):
    assert said(capfd, "upgrade")[0] == 0
    assert said(capfd, "upgrade")[1].endswith(" already.\n")
    assert said(capfd, "check") == (0, "The database is sound and up to date.\n", "")
    assert said(capfd, "backup", "monday")[0] == 0
    assert said(capfd, "restore", "monday", "--overwrite")[0] == 0


def test_nothing_is_overwritten_unless_it_is_said(capfd):
    said(capfd, "upgrade")
    said(capfd, "backup", "monday")
    for arguments in (("backup", "monday"), ("restore", "monday")):
        code, out, err = said(capfd, *arguments)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "--overwrite" in err


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["check"], 1, "run `nearhand db upgrade`"),
        (["restore", "nothing"], 2, "There is no backup nothing."),
        (["backup", "no/folder/here"], 2, "there is no folder"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(capfd, arguments, code, sentence):
    answer = said(capfd, *arguments)
    assert answer[:2] == (code, "")
    assert sentence in answer[2]


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite:///:memory:", "mysql://here/there", "here", "sqlite:///no/such/folder/x"],
)
def test_an_address_that_cannot_be_ours_is_refused_without_showing_it(capfd, monkeypatch, url):
    monkeypatch.setenv("NEARHAND_DATABASE_URL", url)
    code, out, err = said(capfd, "check")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_a_password_in_an_address_is_never_shown(capfd, monkeypatch):
    monkeypatch.setenv("NEARHAND_DATABASE_URL", "postgresql://name:geheim@127.0.0.1:1/nothing")
    code, out, err = said(capfd, "check")
    assert code == 1
    assert "does not answer" in err
    assert "geheim" not in out + err
