"""A stored day planned by a street map, and by straight lines where that is silent."""

from collections.abc import Iterator

import pytest

from matcher.bootstrap import Tools
from matcher.config import Config
from matcher.domain.refusals import Invalid
from matcher.service.runs_board import day_page
from matcher.service.runs_planning import ask_for_plan, plan_a_day
from matcher.storage.database import Database
from tests.geodata.street_server import Streets, street_server
from tests.matcher.service.acts import SEALER, acting, looking
from tests.matcher.service.day_of_runs import A_LITTLE, a_day
from tests.matcher.storage.rows import NOW


@pytest.fixture
def server() -> Iterator[Streets]:
    with street_server() as server:
        yield server


def planned(database: Database, server: Streets, setting: str):
    tools = Tools(Config.from_env({setting: server.url}))
    day = a_day(database)
    with acting(database) as act:
        ask_for_plan(act, day.desk, day.id)
    plan_a_day(database, SEALER, lambda: NOW, streets=tools.streets, effort=A_LITTLE)
    with looking(database) as act:
        return day_page(act, day.desk, day.id)


@pytest.mark.parametrize("setting", ["NEARHAND_OSRM_URL", "NEARHAND_VALHALLA_URL"])
def test_a_day_is_planned_by_the_streets_that_the_server_tells(
    empty_sqlite: Database, server: Streets, setting: str
):
    page = planned(empty_sqlite, server, setting)
    assert page.is_current
    assert page.figures is not None
    assert page.figures["ways"] in {"OSRM", "Valhalla"}
    [run] = page.runs
    assert len(run.stops) == 3
    assert run.line.way is not None
    assert all(axis % 100 == 0 for point in run.line.way for axis in point)
    assert any("table" in one for one in server.asked)
    assert any("route" in one for one in server.asked)


def test_where_the_server_is_silent_ways_are_straight_lines_and_the_page_says_so(
    database: Database, server: Streets
):
    server.mood = "busy"
    page = planned(database, server, "NEARHAND_OSRM_URL")
    assert page.is_current
    assert page.figures is not None
    assert page.figures["ways"] == "straight"
    assert page.figures["why_straight"] == "OSRM answered with 503."
    assert page.runs[0].line.way is None


@pytest.mark.parametrize(
    "said",
    [
        {"NEARHAND_OSRM_URL": "http://a.example", "NEARHAND_VALHALLA_URL": "http://b.example"},
        {"NEARHAND_OSRM_URL": "http://a.example/table"},
        {"NEARHAND_VALHALLA_URL": "maps"},
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(said: dict[str, str]):
    with pytest.raises(Invalid):
        Config.from_env(said)
