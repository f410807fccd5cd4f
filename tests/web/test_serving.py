"""What a process does before the first visitor comes."""

from pathlib import Path

from matcher.bootstrap import Tools
from matcher.config import Config
from tests.web.sites import SETTINGS
from web.app import create_app
from web.serving import get_ready


def test_templates_are_ready_before_anybody_comes_and_a_missing_map_stops_nothing(tmp_path: Path):
    tools = Tools(Config(web=SETTINGS, geodata=tmp_path))
    site = create_app(tools)
    get_ready(site, tools)
    kept = {name for _loader, name in site.jinja_env.cache}
    assert {"home.html", "needs/page.html", "own/page.html"} <= kept
