"""`nearhand token` prints a token once, and takes it back."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from matcher.bootstrap import Tools
from matcher.storage.schema import upgrade
from scripts.commands.token import command
from tests.builders import LAMBETH
from tests.matcher.service.acts import SEALER_KEY
from tests.web.api.towns import a_charity


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    url = f"sqlite:///{tmp_path / 'nearhand.sqlite'}"
    settings = {"NEARHAND_DATABASE_URL": url, "NEARHAND_KEY": SEALER_KEY}
    tools = Tools.from_env(settings)
    upgrade(tools.database)
    with tools.database.begin() as store:
        a_charity(store, "larder", LAMBETH)
    tools.database.close()
    return settings


def said(settings: dict[str, str], *arguments: str):
    return CliRunner().invoke(command, ["larder", "stock list", *arguments], env=settings)


def test_a_token_is_printed_alone_and_the_advice_beside_it(settings: dict[str, str]):
    done = said(settings, "--scope", "needs:read", "--scope", "needs:write")
    assert done.exit_code == 0
    assert done.stdout.startswith("nearhand_")
    assert len(done.stdout.split()) == 1
    assert "shown once" in done.stderr


def test_a_token_is_taken_back(settings: dict[str, str]):
    said(settings, "--scope", "needs:read")
    assert said(settings, "--revoke").exit_code == 0
    again = said(settings, "--revoke")
    assert "has no token" in str(again.exception)


def test_no_scope_at_all_is_refused(settings: dict[str, str]):
    assert "--scope" in str(said(settings).exception)
    assert said(settings, "--scope", "everything").exit_code == 2
