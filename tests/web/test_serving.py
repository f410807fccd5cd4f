"""What a process does before the first visitor comes."""

from pathlib import Path
from typing import NoReturn

import pytest

from matcher.bootstrap import Tools
from matcher.config import Config
from tests.web.pseudo import CODE
from tests.web.sites import SETTINGS
from web.app import create_app
from web.languages import ENGLISH
from web.serving import get_ready
from web.spoken import SpokenTemplates


def test_templates_are_ready_before_anybody_comes_and_a_missing_map_stops_nothing(
    tmp_path: Path, pseudo_catalogue: Path, monkeypatch: pytest.MonkeyPatch
):
    tools = Tools(Config(web=SETTINGS, geodata=tmp_path))
    site = create_app(tools, [pseudo_catalogue])
    get_ready(site, tools)

    def too_late(*_what: object, **_more: object) -> NoReturn:
        raise AssertionError("a template becomes code while somebody waits")

    monkeypatch.setattr(SpokenTemplates, "compile", too_late)
    for language in (ENGLISH, CODE):
        answer = site.test_client().get("/", headers={"Accept-Language": language})
        assert (answer.status_code, f'lang="{language[:2]}' in answer.text) == (200, True)
